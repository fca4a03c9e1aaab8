"""Requests of people about their data: taken, answered, put out of use, forgotten wholly."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from anju.audit.models import Event
from anju.core.errors import ForbiddenTransition
from anju.drafts.commands import save_draft
from anju.residents.commands.contacts import add_contact, change_contact
from anju.residents.commands.erasing import (
    MustBeKept,
    NothingToKeep,
    erase_person,
    release_person,
    restrict_person,
)
from anju.residents.commands.merging import merge_people
from anju.residents.commands.occupying import end_occupancy, strike_occupancy
from anju.residents.commands.pets import add_pet
from anju.residents.commands.phones import add_phone, remove_phone
from anju.residents.commands.registering import PersonFacts, change_person
from anju.residents.commands.requesting import (
    AnswerMissing,
    ReceivedLater,
    answer_request,
)
from anju.residents.commands.revealing import reveal_phone
from anju.residents.commands.vehicles import add_vehicle, change_vehicle, leave_vehicle
from anju.residents.invariants import broken
from anju.residents.models import DataRequest, Occupancy, OccupancyRole, Person
from anju.residents.queries.requests import requests_in, sheet_of
from anju.search.models import Term
from tests import world
from tests.residents.town import KEY, asks, by, id_card, lives, only, person, signed_in, unit

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 6, 1)
SECRETS = (
    "李秀兰", "李阿姨", "李秀莲", "李老师", "13812345678", "13900001111", "057188881234",
    "浙A12345", "浙AD54321", "王敏敏", "13700002222", "家有婴儿", "夜班勿扰", "雪球球", "同意书甲",
    "请删掉我的号码", "朝南的那户", "lixiulan@example.cn",
)  # fmt: skip


def everything_in_the_database() -> dict[str, str]:
    """Return every text and json value of every table, by table and column."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN"
            " ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea', 'character')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT string_agg("{column}"::text, chr(10)) FROM "{table}"')  # noqa: S608
            found[f"{table}.{column}"] = cursor.fetchone()[0] or ""
    return found


def with_a_past() -> Person:
    """Return somebody of whom everything was known, changed and looked at."""
    number = id_card(1)
    who = person(
        "李秀兰",
        "13812345678",
        identity=number,
        form_of_address="李阿姨",
        habits="家有婴儿",
        do_not_disturb="夜班勿扰",
        email="lixiulan@example.cn",
        consent_version="同意书甲",
        consented_on=LAST_YEAR,
    )
    twin = person(
        "李秀兰",
        "057188881234",
        form_of_address="李老师",
        habits="家有婴儿,别按铃",
        email="lixiulan@example.cn",
    )
    facts = PersonFacts(name="李秀莲", form_of_address="李老师", habits="家有婴儿")
    who = change_person(person=who, facts=facts, version=1, by=by(), at=world.AT)
    merge_people(kept=who, gone=twin, reason="就是李秀莲,李老师", key=KEY, by=by(), at=world.AT)
    second = add_phone(person=who, number="13900001111", by=by(), at=world.AT)
    remove_phone(phone=second, by=by(), at=world.AT)
    car = add_vehicle(person=who, plate="浙A12345", by=by(), at=world.AT)
    car = change_vehicle(
        vehicle=car, plate="浙AD54321", brand="", colour="", space=None, by=by(), at=world.AT
    )
    leave_vehicle(vehicle=car, on=world.TODAY, by=by(), at=world.AT)
    add_vehicle(person=who, plate="浙A12345", by=by(), at=world.AT)
    add_pet(person=who, kind="猫", name="雪球球", by=by(), at=world.AT)
    call = add_contact(
        person=who, name="王敏敏", relation="女儿", phone="13700002222", by=by(), at=world.AT
    )
    change_contact(
        contact=call, name="王敏敏", relation="", phone="13700002222", by=by(), at=world.AT
    )
    entry = lives(who, unit(), ends_on=LAST_YEAR, note="朝南的那户")
    end_occupancy(
        occupancy=entry,
        ends_on=LAST_YEAR,
        reason="李秀莲已搬走,电话 138-1234-5678,车 浙A12345",
        by=by(),
        at=world.AT,
    )
    wrong = lives(who, unit("3-1-503"), OccupancyRole.FAMILY)
    strike_occupancy(occupancy=wrong, reason="李老师不住这里", by=by(), at=world.AT)
    phone = who.phones.get(number="13812345678")
    reveal_phone(phone=phone, reason="回访李秀莲 13812345678", by=by(), at=world.AT)
    closed = asks(who, "ACCESS", wish="李秀莲要看资料")
    answer_request(data_request=closed, answer="已给李秀莲本人", by=by(), at=world.AT)
    return Person.objects.get(pk=who.pk)


def test_nothing_personal_is_left_anywhere() -> None:
    who = with_a_past()
    typed = {"name": "李秀莲", "phones": "13812345678"}
    save_draft(
        project=world.project(),
        user=world.supervisor(),
        key="residents.new",
        fields=typed,
        version=0,
        at=world.AT,
    )
    secrets = (*SECRETS, id_card(1))
    before = "\n".join(everything_in_the_database().values())
    assert [word for word in ("李秀莲", "13812345678", "浙A12345") if word not in before] == []

    request = asks(who, wish="请删掉我的号码 13812345678")
    erase_person(data_request=request, by=by(), at=world.AT)

    left = everything_in_the_database()
    found = [(where, word) for where, text in left.items() for word in secrets if word in text]
    assert found == []
    who.refresh_from_db()
    assert (who.name, who.state) == ("已删除住户", "ERASED")
    assert Occupancy.objects.get().person == who
    assert not Term.objects.filter(subject_type="residents.person").exists()
    request.refresh_from_db()
    assert request.state == "DONE"
    assert Event.objects.filter(verb="residents.erased").count() == 2
    assert list(broken(deep=True)) == []


def test_an_owner_is_put_out_of_use_and_forgotten_when_gone() -> None:
    who, where = person("李秀兰", "13812345678"), unit()
    entry = lives(who, where)
    request = asks(who)

    with pytest.raises(MustBeKept, match="仍是 3-1-502 的业主"):
        erase_person(data_request=request, by=by(), at=world.AT)
    restrict_person(data_request=request, by=by(), at=world.AT)
    request.refresh_from_db()
    assert (request.state, request.answer) == ("RESTRICTED", "仍是 3-1-502 的业主")
    assert not Term.objects.filter(subject_type="residents.person").exists()

    end_occupancy(occupancy=entry, ends_on=world.TODAY, by=by(), at=world.AT)
    erase_person(data_request=request, by=by(), at=world.AT)
    who.refresh_from_db()
    assert who.state == "ERASED"


def test_who_is_out_of_use_is_seen_only_by_those_who_answer() -> None:
    who, where = person("李秀兰", "13812345678"), unit()
    lives(who, where)
    restrict_person(data_request=asks(who), by=by(), at=world.AT)
    page, everyone = reverse("residents:person", args=["green", who.pk]), "residents:people"
    desk, supervisor = signed_in(world.receptionist()), signed_in(world.supervisor())

    assert desk.get(page).status_code == 404
    assert "李秀兰" not in desk.get(reverse(everyone, args=["green"])).content.decode()
    hidden = reverse(everyone, args=["green"]) + "?show=restricted"
    assert "李秀兰" not in desk.get(hidden).content.decode()
    assert "李秀兰" in supervisor.get(hidden).content.decode()
    assert supervisor.get(page).status_code == 200
    release_person(person=who, reason="本人改变主意", by=by(), at=world.AT)
    assert desk.get(page).status_code == 200
    assert Term.objects.filter(subject_id=who.pk).exists()


def test_nothing_to_keep_means_erase() -> None:
    with pytest.raises(NothingToKeep):
        restrict_person(data_request=asks(person()), by=by(), at=world.AT)


def test_requests_are_due_in_thirty_days_and_close_once() -> None:
    who = person()
    request = asks(who, "CORRECTION", received_on=world.TODAY - timedelta(days=3))

    assert request.number == "GR-2026-0001"
    assert request.due_on == world.TODAY + timedelta(days=27)
    with pytest.raises(ReceivedLater):
        asks(who, received_on=world.TODAY + timedelta(days=1))
    with pytest.raises(AnswerMissing):
        answer_request(data_request=request, answer=" ", by=by(), at=world.AT)
    answer_request(data_request=request, answer="已改正", by=by(), at=world.AT)
    with pytest.raises(ForbiddenTransition):
        answer_request(data_request=request, answer="再来", by=by(), at=world.AT)
    erasure = asks(who)
    with pytest.raises(ForbiddenTransition):
        answer_request(data_request=erasure, answer="办好了", by=by(), at=world.AT)
    answer_request(data_request=erasure, is_refused=True, answer="不是本人", by=by(), at=world.AT)
    with pytest.raises(ForbiddenTransition):
        erase_person(data_request=erasure, by=by(), at=world.AT)
    with pytest.raises(ForbiddenTransition):
        erase_person(data_request=request, by=by(), at=world.AT)


def test_the_same_form_takes_one_request() -> None:
    who = person()

    assert asks(who, "ACCESS", once="k") == asks(who, "ACCESS", once="k")


def test_open_ones_come_first_by_when_they_are_due() -> None:
    who = person()
    done = asks(who, "CORRECTION", received_on=world.TODAY - timedelta(days=20))
    answer_request(data_request=done, answer="已改正", by=by(), at=world.AT)
    later, sooner = asks(who, "ACCESS"), asks(who, received_on=world.TODAY - timedelta(days=40))

    assert list(requests_in(world.project())) == [sooner, later, done]
    listed = signed_in(world.supervisor()).get(reverse("residents:requests", args=["green"]))
    assert "已逾期" in listed.content.decode()


def test_the_copy_holds_everything_of_the_person_and_nothing_of_others() -> None:
    who, where = with_a_past(), unit("5-2-101")
    lives(who, where, share=None)
    lives(person("陈大文", "13511110000"), where, OccupancyRole.FAMILY)
    sheet = sheet_of(world.project(), who, identity=id_card(1), day=world.TODAY)
    said = str(sheet.rows)

    for word in (
        "李秀莲",
        "李秀兰",
        "13812345678",
        id_card(1),
        "浙A12345",
        "家有婴儿",
        "3栋1单元502",
    ):
        assert word in said, word
    for word in ("陈大文", "13511110000", "13700002222", "陈静怡"):
        assert word not in said, word


def test_the_copy_is_handed_out_only_for_an_open_request_and_told() -> None:
    who = person("李秀兰", "13812345678")
    request = asks(who, "ACCESS")
    client = signed_in(world.supervisor())
    address = reverse("residents:sheet", args=["green", request.number])

    assert "13812345678" in client.get(address).content.decode()
    book = client.get(reverse("residents:sheet_xlsx", args=["green", request.number]))
    assert book["Content-Type"].startswith("application/vnd.openxml")
    assert Event.objects.filter(verb="residents.sheet_handed_out").count() == 2
    answer_request(data_request=request, answer="已打印交给本人", by=by(), at=world.AT)
    assert client.get(address).status_code == 404
    assert only("bare", "residents.read").get(address).status_code == 403


def test_the_whole_way_on_screen() -> None:
    who = person("李秀兰", "13812345678")
    client = signed_in(world.supervisor())
    taken = client.post(
        reverse("residents:take_request", args=["green", who.pk]),
        {"kind": "ERASURE", "wish": "", "proof": "核对身份证原件", "received_on": "2026-01-05"},
    )
    number = DataRequest.objects.get().number
    assert taken["Location"] == reverse("residents:request", args=["green", number])
    assert "没有需要保留的理由" in client.get(taken["Location"]).content.decode()
    erase = reverse("residents:erase", args=["green", number])
    assert "永久删除" in client.get(erase).content.decode()
    assert Person.objects.get().state == "ACTIVE"
    client.post(erase)
    shown = client.get(reverse("residents:person", args=["green", who.pk])).content.decode()
    assert "已删除住户" in shown
    assert "李秀兰" not in shown
    assert "李*兰" not in client.get(reverse("residents:requests", args=["green"])).content.decode()
