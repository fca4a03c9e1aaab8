"""The pages of residents: doors, masking by post, forms, stale edits, reveals, exports."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.residents.commands.contacts import add_contact
from anju.residents.commands.registering import PersonFacts, change_person
from anju.residents.commands.vehicles import add_vehicle
from anju.residents.models import Occupancy, OccupancyRole, Person, Vehicle
from anju.residents.permissions import ResidentPermission as May
from tests import world
from tests.residents.town import by, id_card, lives, only, person, signed_in, space, unit

pytestmark = pytest.mark.django_db
FACTS = {"name": "李秀兰", "kind": "PERSON", "contact_ground": "CONTRACT", "phones": "13812345678"}


@pytest.fixture
def desk() -> Iterator[Client]:
    yield signed_in(world.receptionist())


@pytest.fixture
def supervisor() -> Iterator[Client]:
    yield signed_in(world.supervisor())


def address(name: str, *args: object) -> str:
    return reverse(f"residents:{name}", args=["green", *args])


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_names_and_plates_are_masked_by_right_and_phones_for_everybody(desk: Client) -> None:
    who = person(
        "李秀兰",
        "13812345678",
        form_of_address="李阿姨",
        habits="家有婴儿",
        identity=id_card(1),
        email="lixiulan@example.cn",
    )
    add_vehicle(person=who, plate="浙A12345", by=by(), at=world.AT)
    add_contact(
        person=who, name="王敏敏", relation="女儿", phone="13700002222", by=by(), at=world.AT
    )
    reader = only("reader", May.READ)

    for url in (address("person", who.pk), address("people")):
        seen, masked = text(desk, url), text(reader, url)
        assert "李阿姨" in seen and "李秀兰" in seen
        assert "李*兰" in masked
        for word in ("李阿姨", "李秀兰", "家有婴儿", "浙A12345", "王敏敏"):
            assert word not in masked, word
        for word in ("13812345678", "13700002222", id_card(1), "lixiulan@example.cn"):
            assert word not in seen + masked, word
        assert "138****5678" in seen
    assert "浙A12345" in text(desk, address("person", who.pk))
    assert "l***@example.cn" in text(desk, address("person", who.pk))


def test_who_may_not_read_names_does_not_find_by_them(desk: Client) -> None:
    person("李秀兰", "13812345678")
    reader = only("reader", May.READ)

    for words in ("李秀兰", "lixiulan", "lxl", "5678", "13812345678"):
        assert "李秀兰" in text(desk, address("people") + f"?words={words}"), words
    for words in ("李秀兰", "lxl"):
        assert "李*兰" not in text(reader, address("people") + f"?words={words}"), words
    assert "李*兰" in text(reader, address("people") + "?words=5678")
    assert "李秀兰" not in text(desk, address("people") + "?words=1234")


def test_the_list_narrows_by_role_building_and_state(desk: Client) -> None:
    owner, tenant, gone = (person(name) for name in ("甲一一", "乙二二", "丙三三"))
    lives(owner, unit("3-1-502"))
    lives(tenant, unit("5-1-101"), OccupancyRole.TENANT)
    lives(gone, unit("3-1-503"), ends_on=world.TODAY)
    building = unit("5-1-101").building_id

    def names(query: str) -> set[str]:
        said = text(desk, address("people") + query)
        return {name for name in ("甲一一", "乙二二", "丙三三") if name in said}

    assert names("") == {"甲一一", "乙二二", "丙三三"}
    assert names("?role=TENANT") == {"乙二二"}
    assert names(f"?building={building}") == {"乙二二"}
    assert names("?show=now") == {"甲一一", "乙二二"}
    assert names("?show=past") == {"丙三三"}
    assert names("?words=3-1-502") == {"甲一一"}
    assert names("?words=3栋1单元") == {"甲一一"}
    assert names("?show=nonsense&role=X&building=x") == {"甲一一", "乙二二", "丙三三"}


def test_registers_and_goes_on_to_the_unit(desk: Client) -> None:
    where = unit()
    first = desk.post(address("register") + f"?unit={where.pk}", {**FACTS, "once": "k"})
    who = Person.objects.get()

    assert first["Location"] == address("add_to_unit", where.pk) + f"?person={who.pk}"
    assert "李秀兰" in text(desk, first["Location"])
    done = desk.post(first["Location"], {"role": "OWNER", "share": "1/2", "starts_on": ""})
    assert done.status_code == 302
    entry = Occupancy.objects.get()
    assert (entry.unit, entry.share_name) == (where, "1/2")
    twice = desk.post(first["Location"], {"role": "OWNER", "share": "1/2"})
    assert twice.status_code == 422
    assert "同一段时间不能重复登记" in twice.content.decode()


def test_a_probable_duplicate_is_shown_before_a_second_is_made(desk: Client) -> None:
    there = person("李秀兰", "13812345678")
    answer = desk.post(address("register"), {**FACTS, "habits": "打字不能丢"})

    assert answer.status_code == 422
    said = answer.content.decode()
    assert address("person", there.pk) in said and "打字不能丢" in said
    assert Person.objects.count() == 1
    desk.post(address("register"), {**FACTS, "is_someone_else": "on"})
    assert Person.objects.count() == 2


def test_bad_input_is_told_beside_the_field_and_kept(desk: Client) -> None:
    answer = desk.post(
        address("register"),
        {
            **FACTS,
            "phones": "1381234567",
            "identity_number": id_card(1)[:-1],
            "quiet_from": "12:30",
            "contact_ground": "CONSENT",
            "preferred_channel": "MAIL",
        },
    )
    said = answer.content.decode()

    assert answer.status_code == 422
    for sentence in ("不是有效的电话", "请选择证件类型", "同意日期", "首选邮件时,请填电子邮箱"):
        assert sentence in said, sentence
    assert "1381234567" in said
    assert not Person.objects.exists()


def test_an_identity_number_that_is_there_leads_to_who_has_it(desk: Client) -> None:
    there = person("王志强", identity=id_card(1))
    answer = desk.post(address("register"), {**FACTS, "identity_number": id_card(1)})

    assert answer.status_code == 422
    assert address("person", there.pk) in answer.content.decode()


def test_a_stale_change_shows_both(desk: Client) -> None:
    who = person("李秀兰")
    change_person(
        person=who, facts=PersonFacts(name="李秀莲", habits="同事写的"), version=1,
        by=by(), at=world.AT,
    )  # fmt: skip
    mine = {**FACTS, "name": "李兰", "habits": "我写的", "version": "1"}
    answer = desk.post(address("change", who.pk), mine)

    assert answer.status_code == 409
    said = answer.content.decode()
    assert "同事写的" in said and "我写的" in said
    assert desk.post(address("change", who.pk), {**mine, "version": "2"}).status_code == 302


def test_forms_of_address_are_suggested_for_the_name(desk: Client) -> None:
    answer = desk.post(address("addresses"), {"name": "欧阳文静", "kind": "PERSON"})

    assert "欧阳女士" in answer.content.decode()


def test_a_reveal_asks_a_reason_and_is_shown_once(desk: Client) -> None:
    who = person("李秀兰", "13812345678")
    phone = who.phones.get()
    url = address("reveal", who.pk, phone.pk)

    assert "13812345678" not in text(desk, url)
    refused = desk.post(url, {"reason": ""})
    assert (refused.status_code, Event.objects.filter(verb="residents.phone_revealed").count()) == (
        422,
        0,
    )
    shown = desk.post(url, {"quick": "通知停水停电"}, headers={"HX-Request": "true"})
    assert "13812345678" in shown.content.decode()
    event = Event.objects.get(verb="residents.phone_revealed")
    assert (event.reason, event.by_name) == ("通知停水停电", "王婷")
    assert "13812345678" not in str(event.changes)
    assert "13812345678" not in text(desk, address("person", who.pk))
    assert only("reader", May.READ, May.READ_NAMES).post(url, {"quick": "回访"}).status_code == 403


def test_identity_and_contact_numbers_have_rights_of_their_own(
    desk: Client, supervisor: Client
) -> None:
    who = person("李秀兰", identity=id_card(1))
    call = add_contact(
        person=who, name="王敏敏", relation="女儿", phone="13700002222", by=by(), at=world.AT
    )

    assert desk.post(address("reveal_identity", who.pk), {"quick": "回访"}).status_code == 403
    shown = supervisor.post(address("reveal_identity", who.pk), {"reason": "核对房本"})
    assert id_card(1) in shown.content.decode()
    number = desk.post(address("reveal_contact", who.pk, call.pk), {"quick": "紧急联系"})
    assert "13700002222" in number.content.decode()
    assert Event.objects.filter(verb__endswith="_revealed").count() == 2


def test_things_of_another_person_are_not_found(desk: Client) -> None:
    mine, other = person("李秀兰", "13812345678"), person("王志强")
    phone = mine.phones.get()

    assert desk.get(address("reveal", other.pk, phone.pk)).status_code == 404
    assert desk.get(address("change_phone", other.pk, phone.pk)).status_code == 404


def test_another_projects_people_are_not_found(desk: Client) -> None:
    elsewhere = world.project("cloud", "云栖大厦")
    foreign = person("李秀兰", project=elsewhere)
    far = unit("1-1-101", elsewhere)

    assert desk.get(address("person", foreign.pk)).status_code == 404
    assert desk.get(address("add_to_unit", far.pk)).status_code == 404
    near = address("add_to_unit", unit().pk) + f"?person={foreign.pk}"
    desk.post(near, {"role": "OWNER"})
    assert not Occupancy.objects.exists()


def test_small_forms_do_what_they_say(desk: Client) -> None:
    who = person("李秀兰", "13812345678")
    space("B-012")
    steps = (
        ("add_phone", {"number": "13900001111", "label": "女儿"}),
        ("add_contact", {"name": "王敏敏", "relation": "女儿", "phone": "13700002222"}),
        ("add_vehicle", {"plate": "浙ad12345", "space": "b-012"}),
        ("add_pet", {"kind": "猫", "name": "雪球"}),
        ("add_holding", {"space": "B-012", "ground": "OWNED"}),
    )
    for name, facts in steps:
        assert desk.get(address(name, who.pk)).status_code == 200, name
        assert desk.post(address(name, who.pk), facts).status_code == 302, name
    car = Vehicle.objects.get()
    assert (car.plate, car.space) == ("浙AD12345", space("B-012"))
    shown = text(desk, address("person", who.pk))
    for word in ("女儿", "王敏敏", "浙AD12345", "雪球", "车位 B-012"):
        assert word in shown, word
    other = person("王志强")
    taken = desk.post(address("add_vehicle", other.pk), {"plate": "浙AD12345"})
    assert taken.status_code == 422 and "已登记在" in taken.content.decode()
    wrong = desk.post(address("add_holding", who.pk), {"space": "没有", "ground": "OWNED"})
    assert "没有编号为" in wrong.content.decode()
    desk.post(address("leave_vehicle", who.pk, car.pk), {"on": world.TODAY})
    assert desk.post(address("add_vehicle", other.pk), {"plate": "浙AD12345"}).status_code == 302


def test_ownership_passes_on_screen(supervisor: Client, desk: Client) -> None:
    where, seller, buyer, wife = unit(), person("甲一一"), person("乙二二"), person("丙三三")
    lives(seller, where)
    family = lives(person("丁四四"), where, OccupancyRole.FAMILY)
    url = address("transfer", where.pk)

    assert desk.get(url).status_code == 403
    assert f"owner={buyer.pk}" in text(supervisor, url + "?words=乙二二")
    chosen = f"{url}?owner={buyer.pk}&owner={wife.pk}"
    form = text(supervisor, chosen)
    assert form.count('value="1/2"') == 2 and "丁四四" in form
    facts = {"on": "2026-11-01", "leaving": [family.pk]}
    short = {f"share_{buyer.pk}": "1/2", f"share_{wife.pk}": "1/3"}
    refused = supervisor.post(chosen, {**facts, **short})
    assert refused.status_code == 422 and "5/6" in refused.content.decode()
    whole = {f"share_{buyer.pk}": "50%", f"share_{wife.pk}": "2分之1"}
    assert supervisor.post(chosen, {**facts, **whole}).status_code == 302
    assert Occupancy.objects.filter(ends_on=None).count() == 2


def test_a_tenant_moves_out_on_screen(supervisor: Client) -> None:
    where = unit()
    rent = lives(person("甲一一"), where, OccupancyRole.TENANT)
    url = address("move_out", where.pk)

    assert "甲一一" in text(supervisor, url)
    none = supervisor.post(url, {"on": "2026-11-01"})
    assert "请选择要迁出的人" in none.content.decode()
    supervisor.post(url, {"on": "2026-11-01", "occupancies": [rent.pk]})
    rent.refresh_from_db()
    assert str(rent.ends_on) == "2026-11-01"


def test_an_entry_is_ended_corrected_and_struck_on_screen(desk: Client) -> None:
    where = unit()
    one = lives(person("甲一一"), where, OccupancyRole.FAMILY)
    two = lives(person("乙二二"), where, OccupancyRole.FAMILY)

    desk.post(address("end", one.pk), {"ends_on": "2026-11-01"})
    facts = {"role": "TENANT", "starts_on": "2021-01-01", "reason": "看错了"}
    desk.post(address("correct", one.pk), facts)
    assert desk.post(address("strike", two.pk), {"reason": ""}).status_code == 422
    desk.post(address("strike", two.pk), {"reason": "误登"})
    left = Occupancy.objects.get()
    assert (left.role, str(left.starts_on), left.ends_on) == ("TENANT", "2021-01-01", None)


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_exports_are_masked_or_whole_by_right_and_told(supervisor: Client, desk: Client) -> None:
    lives(person("李秀兰", "13812345678", habits="家有婴儿"), unit())

    assert desk.get(address("export")).status_code == 403
    masked = b"".join(supervisor.get(address("export")).streaming_content)  # type: ignore[arg-type]
    assert rows_of(masked)[1][:4] == ["李*兰", "个人", "3-1-502 业主", "138****5678"]
    assert "原因" in text(supervisor, address("export_whole"))
    assert supervisor.post(address("export_whole"), {"reason": ""}).status_code == 422
    answer = supervisor.post(address("export_whole"), {"reason": "社区核对 13812345678"})
    whole = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    assert "13812345678" in rows_of(whole)[1]
    assert Event.objects.get(verb="residents.exported").changes["rows"] == [None, 1]
    told = str(Event.objects.get(verb="residents.exported_whole").changes)
    assert "社区核对 138****5678" in told
    assert only("half", May.READ, May.EXPORT).get(address("export_whole")).status_code == 403


def test_pages_cost_the_same_for_one_and_three(supervisor: Client) -> None:
    where, who = unit(), person("甲一一", "13812345678")
    lives(who, where, OccupancyRole.TENANT)
    urls = [
        address("people"),
        address("people") + "?words=3-1-502",
        address("person", who.pk),
        address("transfer", where.pk),
        address("add_to_unit", where.pk) + "?words=3-1",
        reverse("estate:unit", args=["green", where.pk]),
    ]
    counts = []
    for number in range(3):
        other = person(f"乙二{number}", f"1391111000{number}", f"1391111100{number}")
        lives(other, where, OccupancyRole.TENANT)
        add_vehicle(person=other, plate=f"浙A1234{number}", by=by(), at=world.AT)
        add_contact(person=other, name="王", relation="", phone="13700002222", by=by(), at=world.AT)
        counts.append([world.queries(lambda url=url: supervisor.get(url)) for url in urls])  # type: ignore[misc]

    assert counts[0] == counts[2]


def test_a_thousand_residents_come_a_page_at_a_time(desk: Client) -> None:
    here = world.project()
    Person.objects.bulk_create(
        Person(
            project=here, name=f"住户{n:04d}", name_key=f"zhu4 hu4 {n:04d}", registered_at=world.AT
        )
        for n in range(1000)
    )
    page = text(desk, address("people") + "?page=20")

    assert page.count("data-row") == 50
    assert "共 1000 条,第 20 / 20 页" in page
