"""What the desk looks up while one types: whom it may be, the household, what lies ahead."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from anju.clocks.models import Clock
from anju.core.actors import SYSTEM
from anju.core.periods import spoken_time
from anju.estate.finding import building_entry, place_entry, unit_entry
from anju.estate.models import Place
from anju.residents.models import Person
from anju.search.indexing import index
from anju.search.models import Probe
from anju.tickets.commands.answering import contact_owner, note_ticket
from anju.tickets.commands.faults import open_fault
from anju.tickets.models import CommonFault, Ticket
from anju.tickets.states import ContactWay, MatterKind
from tests import world
from tests.frontdesk.posting import at_desk, filed, save, taken, text, typed, url
from tests.residents import town
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def li(**facts: Any) -> Person:
    """Return 李秀兰 of 3-1-502, who can be found."""
    person = town.person("李秀兰", "13812345678", form_of_address="李阿姨", **facts)
    town.lives(person, town.unit())
    return person


def found(client: Client, who: str) -> str:
    return client.post(url("find"), {"who": who}).content.decode()


def test_people_units_and_unknown_numbers_are_found() -> None:
    client, person = at_desk(), li()
    index(world.project(), unit_entry(town.unit()))

    assert f"person={person.pk}&amp;unit=3-1-502" in found(client, "李秀")
    assert f"person={person.pk}&amp;unit=3-1-502" in found(client, "lixiu")
    assert f"person={person.pk}" in found(client, "13812345678")
    unit = found(client, "3-1-502")
    assert "person=&amp;unit=3-1-502" in unit
    assert unit.index("person=&amp;") < unit.index(f"person={person.pk}")
    assert "person=&amp;caller_phone=13999998888" in found(client, "139 9999 8888")
    assert "没有找到" in found(client, "查无此人")
    assert "没有找到" not in found(client, "")


def test_a_number_that_called_before_is_chosen_before_its_ticket_is_opened() -> None:
    client = at_desk()
    ticket = taken(client, caller_phone="13999998888")

    listed = found(client, "13999998888")

    assert f"/tickets/{ticket.pk}/" in listed
    assert listed.index("caller_phone=13999998888") < listed.index(f"/tickets/{ticket.pk}/")


def test_public_places_and_buildings_are_found() -> None:
    client = at_desk()
    building = town.unit().building
    garage = Place.objects.create(project=world.project(), name="地下车库", kind="GARAGE")
    index(world.project(), place_entry(garage))
    index(world.project(), building_entry(building))

    assert f'data-fill="place={garage.pk}"' in found(client, "地下车库")
    assert f'data-fill="building={building.pk}"' in found(client, "3栋")


def test_finding_costs_the_same_for_one_person_and_for_three() -> None:
    client = at_desk()
    li()
    one = world.queries(lambda: found(client, "李"))
    for name, code in (("李建国", "3-1-601"), ("李桂芳", "3-2-101")):
        town.lives(town.person(name), town.unit(code))

    assert found(client, "李").count("data-fill") == 3
    assert world.queries(lambda: found(client, "李")) == one


def test_numbers_looked_up_are_counted_and_too_many_are_barred() -> None:
    client = at_desk()
    li()
    found(client, "13812345678")
    assert Probe.objects.count() == 1
    user = world.receptionist()
    Probe.objects.bulk_create(
        Probe(user_id=user.pk, digits="", at=timezone.now()) for _ in range(60)
    )

    assert "太频繁" in found(client, "13812345678")


def test_who_may_not_read_names_sees_none() -> None:
    person = li()
    index(world.project(), unit_entry(town.unit()))
    client = town.only("blind", "tickets.take", "residents.read", "estate.read")

    listed = found(client, "3-1-502")
    assert "李*兰" in listed
    assert "李秀兰" not in listed
    assert "李秀兰" not in found(client, "李秀")
    card = client.post(url("household"), typed(person=person.pk)).content.decode()
    assert "李*兰" in card
    assert "李秀兰" not in card
    assert "李阿姨" not in card


def test_the_card_says_how_to_speak_and_what_is_open() -> None:
    client = at_desk()
    person = li(
        habits="家有婴儿,请先电话",
        languages=["粤语"],
        quiet_from=time(12, 30),
        quiet_until=time(14),
        do_not_disturb="午睡",
    )
    running = taken(client, person=person.pk)
    contact_owner(
        ticket=running,
        way=ContactWay.CALL,
        words="师傅路上",
        by=shift.desk(),
        at=timezone.now(),
    )
    note_ticket(ticket=running, words="内部", by=shift.desk(), at=timezone.now())

    card = text(client.post(url("household"), {"person": str(person.pk)}))

    for said in ("李阿姨 李秀兰", "3栋1单元502", "粤语", "家有婴儿", "12:30–14:00", "午睡"):
        assert said in card, said
    assert running.number in card
    promise = Clock.objects.about(running).get(kind="promise")
    assert f"承诺 {spoken_time(promise.due_at, now=timezone.now())}" in card
    assert "师傅路上" in card
    assert "内部" not in card
    assert "138" not in card


def test_a_unit_without_a_person_offers_its_people() -> None:
    client, person = at_desk(), li()

    card = client.post(url("household"), {"unit": "3栋1单元502"}).content.decode()

    assert f'data-fill="person={person.pk}"' in card
    assert "李阿姨 业主" in card


def test_the_card_costs_the_same_for_one_ticket_and_for_three() -> None:
    client, person = at_desk(), li()

    def look() -> object:
        return client.post(url("household"), typed(person=person.pk))

    taken(client, once="a", person=person.pk)
    one = world.queries(look)
    taken(client, once="b", person=person.pk)
    taken(client, once="c", person=person.pk)

    assert world.queries(look) == one


def test_categories_are_suggested_as_the_words_say() -> None:
    answer = at_desk().post(url("ahead"), typed(words="厨房水龙头漏水"))

    best = filed("厨房水龙头漏水")
    shown = answer.content.decode()
    assert f'data-fill="category={best.pk}&amp;level={best.level}"' in shown
    assert shown.count("hx-swap-oob") == 5


def test_the_department_and_the_time_are_shown_before() -> None:
    client = at_desk()
    day = timezone.localdate() + timedelta(days=1)
    leak = {"category": filed("厨房水龙头漏水").pk}
    plain = text(client.post(url("ahead"), typed(**leak)))
    window = {"wished_day": f"{day}", "wished_from": "14:00", "wished_until": "16:00"}
    wished = text(client.post(url("ahead"), typed(**leak, **window)))

    assert re.search(r"不填即承诺 \S+ 17:30 前答复", plain)
    assert "工程部" in plain
    assert re.search(r"不填即承诺 \S+ 16:00 前答复", wished)


def test_a_time_in_the_quiet_hours_is_warned_about() -> None:
    client = at_desk()
    person = li(quiet_from=time(21), quiet_until=time(8))
    day = timezone.localdate() + timedelta(days=1)

    late = text(client.post(url("ahead"), typed(person=person.pk, until=f"{day}T22:00")))
    fine = text(client.post(url("ahead"), typed(person=person.pk, until=f"{day}T15:00")))
    window = {"wished_day": f"{day}", "wished_from": "07:30", "wished_until": "09:00"}
    visit = text(client.post(url("ahead"), typed(person=person.pk, **window)))

    assert "在李阿姨的免打扰时间(21:00–08:00)内" in late
    assert "免打扰" not in fine
    assert "希望时间碰上李阿姨的免打扰时间" in visit


def similar(client: Client, **fields: Any) -> str:
    shown = text(client.post(url("ahead"), typed(**fields)))
    return shown[shown.index("相似") :]


def test_the_same_matter_is_seen_in_unit_entrance_building_and_nowhere_else() -> None:
    client = at_desk()
    lift = {"category": filed("电梯停了").pk, "words": "电梯停了"}
    for once, code in enumerate(("3-1-502", "3-1-601", "3-2-101", "4-1-101")):
        town.unit(code)
        taken(client, once=f"{once}", unit=code, **lift)
    taken(client, once="other", unit="3-1-601", words="门铃坏了", category=filed("门铃坏了").pk)

    shown = similar(client, unit="3-1-502", **lift)

    assert "相似 3 条" in shown
    assert shown.index("同户") < shown.index("同单元") < shown.index("同楼")
    assert "门铃坏了" not in shown
    assert "4-1-101" not in shown
    assert "相似 1 条" in similar(client, unit="3-1-502", words="别的事")


def test_old_ones_cancelled_ones_and_a_setting_of_none_are_left_out() -> None:
    client = at_desk()
    old = taken(client, once="a")
    assert "相似 1 条" in similar(client)
    Ticket.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=8))

    assert "相似 0 条" in similar(client)


def test_a_public_place_finds_its_own() -> None:
    client = at_desk()
    garage = Place.objects.create(project=world.project(), name="地下车库", kind="GARAGE")
    lamp = {"unit": None, "place": garage.pk, "category": filed("车库灯不亮").pk}
    taken(client, once="a", words="车库灯不亮", **lamp)

    assert "同一处" in similar(client, words="车库灯不亮", **lamp)


def test_two_alike_become_one_common_fault_and_a_third_joins() -> None:
    client = at_desk()
    lift = {"category": filed("电梯停了").pk, "words": "电梯停了"}
    first = taken(client, once="a", **lift)
    town.unit("3-1-601")
    second = taken(client, once="b", unit="3-1-601", beside=first.pk, **lift)

    fault = CommonFault.objects.get()
    first.refresh_from_db()
    assert first.fault == second.fault == fault
    assert "3栋" in fault.title
    town.unit("3-2-101")
    shown = similar(client, unit="3-2-101", **lift)
    assert fault.number in shown
    assert "2 张工单" in shown

    third = taken(client, once="c", unit="3-2-101", fault=fault.pk, **lift)
    again = save(client, once="b", unit="3-1-601", beside=first.pk, **lift)
    assert third.fault == fault
    assert again.status_code == 302
    assert CommonFault.objects.count() == 1


def test_beside_one_that_hangs_under_a_fault_joins_it() -> None:
    client = at_desk()
    first = taken(client, once="a")
    fault = open_fault(
        project=world.project(), title="停水", tickets=[first], by=SYSTEM, at=timezone.now()
    )

    assert taken(client, once="b", beside=first.pk).fault == fault


def test_what_lies_ahead_costs_the_same_for_one_and_for_three() -> None:
    client = at_desk()
    lift = {"category": filed("电梯停了").pk, "words": "电梯停了"}

    def look() -> object:
        return client.post(url("ahead"), typed(unit="3-1-502", **lift))

    town.unit()
    first = taken(client, once="a", **lift)
    open_fault(project=world.project(), title="一", tickets=[first], by=SYSTEM, at=timezone.now())
    one = world.queries(look)
    for once, code in enumerate(("3-1-601", "3-2-101")):
        town.unit(code)
        ticket = taken(client, once=f"{once}", unit=code, **lift)
        open_fault(
            project=world.project(), title=code, tickets=[ticket], by=SYSTEM, at=timezone.now()
        )

    assert world.queries(look) == one


def test_without_script_a_search_and_a_choice_keep_what_was_typed() -> None:
    client, person = at_desk(), li()
    searched = client.post(url(), typed(unit=None, who="李秀", wish="先打电话", look="1"))
    assert searched.status_code == 200
    assert f'value="person={person.pk}&amp;unit=3-1-502"' in searched.content.decode()
    assert 'value="先打电话"' in searched.content.decode()

    choice = f"person={person.pk}&unit=3-1-502"
    chosen = client.post(url(), typed(unit=None, wish="先打电话", choose=choice))

    assert "李阿姨 李秀兰" in text(chosen)
    assert 'value="3-1-502"' in chosen.content.decode()
    assert not Ticket.objects.exists()


def test_kinds_of_other_projects_are_not_shown() -> None:
    client = at_desk()
    taken(client)
    stranger = world.stranger()
    other = world.sign_in(Client(), stranger)
    answer = other.post("/p/cloud/desk/ahead/", {"unit": "3-1-502", "kind": MatterKind.REPAIR})

    assert "漏水" not in text(answer)
