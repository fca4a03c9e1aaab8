"""The estate's pages by request: doors, forms, stale edits, exports."""

import pytest
from django.test import Client
from django.urls import reverse

from anju.audit.models import Event
from anju.estate.models import Building, BuildingCare, Meter, Place, Unit
from tests import world
from tests.estate import town

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"estate:{name}", args=["green", *args])


FACTS = {"use": "HOME", "delivery": "UNKNOWN", "occupancy": "UNKNOWN"}


def test_a_community_is_entered_by_hand(supervisor: Client) -> None:
    supervisor.post(url("add_building"), {"code": "3栋", "floors_above": "18", "floors_below": "1"})
    supervisor.post(url("add_entrance", "3"), {"code": "1", "has_lift": "yes"})
    stairs = Building.objects.get().entrances.get()
    plan = {
        "entrance": stairs.pk,
        "floor_from": "1",
        "floor_to": "18",
        "doors": "01-04",
        "without": "4、14",
        "use": "HOME",
    }
    preview = supervisor.post(url("fill", "3"), plan)
    assert not Unit.objects.exists()
    assert "登记这 64 户" in preview.content.decode()

    wrong = supervisor.post(url("fill", "3"), {**plan, "doors": "01-05", "seen": "of another"})
    assert "登记这 80 户" in wrong.content.decode()
    assert not Unit.objects.exists()
    done = supervisor.post(url("fill", "3"), {**plan, "seen": preview.context["preview"].key})

    assert done["Location"] == url("building", "3")
    assert Unit.objects.count() == 64
    assert stairs.has_lift is True


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(supervisor: Client) -> None:
    town.unit("1-1-101")
    cases = [
        ("add_building", [], {"code": "1", "floors_below": "0"}, "楼栋 1 已经登记过了"),
        ("add_unit", ["1"], {**FACTS, "room": "101", "area_built": "abc"}, "abc"),
        (
            "add_unit",
            ["1"],
            {**FACTS, "room": "102", "area_built": "80", "area_inner": "81"},
            "套内面积 81 大于建筑面积 80",
        ),
        (
            "fill",
            ["1"],
            {"floor_from": "1", "floor_to": "3", "doors": "?", "use": "HOME"},
            "看不懂",
        ),
        ("add_space", [], {"code": "", "lot": "1", "kind": "GROUND"}, "这个字段是必填项"),
    ]
    for name, args, facts, sentence in cases:
        answer = supervisor.post(url(name, *args), facts)
        assert answer.status_code == 422, name
        assert sentence in answer.content.decode(), name


def test_a_stale_edit_shows_both(supervisor: Client) -> None:
    unit = town.unit("1-1-101")
    address = url("change_unit", unit.pk)
    facts = {**FACTS, "entrance": unit.entrance_id, "room": "101", "version": "1"}
    first = supervisor.post(address, {**facts, "layout": "三室"})
    assert first.status_code == 302

    stale = supervisor.post(address, {**facts, "layout": "两室"})

    assert stale.status_code == 409
    said = stale.content.decode()
    assert "已保存:三室" in said
    assert "您填的:两室" in said
    assert 'name="version" value="2"' in said
    assert supervisor.post(address, {**facts, "layout": "两室", "version": "2"}).status_code == 302
    assert Unit.objects.get().layout == "两室"


def test_removing_what_is_in_use_says_why(supervisor: Client) -> None:
    unit = town.unit("1-1-101")
    meter = town.meter(unit)

    refused = supervisor.post(url("remove_unit", unit.pk))
    assert refused.status_code == 422
    assert "还有 1 条计量表,不能删除" in refused.content.decode()
    meter.delete()
    assert supervisor.post(url("remove_unit", unit.pk)).status_code == 302
    assert not Unit.objects.exists()


def test_the_unit_page_shows_what_is_known_and_what_is_missing(supervisor: Client) -> None:
    unit = town.unit("1-1-101", standing_note="门铃坏,请敲门", floor=1)
    supervisor.post(
        url("add_meter_to_unit", unit.pk),
        {"kind": "WATER", "number": "S1", "multiplier": "1", "digits": "5"},
    )
    supervisor.post(
        url("replace_meter", Meter.objects.get().pk),
        {"on": "2026-11-01", "number": "S2", "multiplier": "1", "digits": "5"},
    )

    said = supervisor.get(url("unit", unit.pk)).content.decode()

    assert "门铃坏,请敲门" in said
    assert "还缺:建筑面积、套内面积、计费面积、交付状态、使用状态、户型" in said
    assert "已拆除 1 只" in said
    assert "更换计量表" in said


def test_the_unit_page_costs_the_same_for_one_meter_and_three(supervisor: Client) -> None:
    unit = town.unit()
    town.meter(unit, "S1")
    before = world.queries(lambda: supervisor.get(url("unit", unit.pk)))
    for number in ("S2", "S3"):
        town.meter(unit, number)

    assert world.queries(lambda: supervisor.get(url("unit", unit.pk))) == before


def test_things_are_entered_changed_and_taken_out_by_post(supervisor: Client) -> None:
    house = town.building()
    supervisor.post(url("add_space"), {"code": "A-1", "lot": "1", "kind": "GROUND"})
    supervisor.post(url("add_storage_room"), {"code": "C1", "building": house.pk})
    supervisor.post(url("add_place"), {"name": "南门", "kind": "GATE"})
    wang = world.receptionist()
    supervisor.post(url("assign_care", "1"), {"user": wang.pk, "starts_on": "2026-11-01"})

    place = Place.objects.get()
    for name, args, words in (
        ("spaces", [], "A-1"),
        ("storage", [], "C1"),
        ("places", [], "南门"),
        ("place", [place.pk], "登记公共部位"),
        ("buildings", [], "王婷"),
        ("meters", [], "没有符合条件的计量表"),
    ):
        assert words in supervisor.get(url(name, *args)).content.decode(), name
    supervisor.post(url("retire_place", place.pk))
    assert url("place", place.pk) not in supervisor.get(url("places")).content.decode()
    assert "南门" in supervisor.get(url("places") + "?retired=yes").content.decode()
    assert BuildingCare.objects.get().user == wang


@pytest.mark.parametrize("text", ["1-2-301", "1栋2单元301", "2-301", "1-301", "301", "门铃"])
def test_the_list_understands_how_units_are_written(supervisor: Client, text: str) -> None:
    town.unit("1-2-301", standing_note="门铃坏")
    town.unit("1-2-401")

    said = supervisor.get(url("units"), {"words": text}).content.decode()

    assert "1栋2单元301" in said
    assert "1栋2单元401" not in said


@pytest.mark.parametrize("name", ["units", "buildings", "spaces", "storage", "places", "meters"])
def test_every_list_goes_out_as_a_workbook_with_a_trace(supervisor: Client, name: str) -> None:
    town.meter(town.unit())

    answer = supervisor.get(url(f"export_{name}"))

    assert answer["Content-Type"].startswith("application/vnd.openxml")
    event = Event.objects.get(verb="estate.exported")
    assert "清单=" in event.changes["filter"][1]


def test_readers_change_nothing() -> None:
    unit = town.unit()
    reader = Client()
    world.sign_in(reader, world.engineer())

    assert reader.get(url("unit", unit.pk)).status_code == 200
    assert reader.get(url("chart")).status_code == 200
    for name, args in (
        ("change_unit", [unit.pk]),
        ("remove_unit", [unit.pk]),
        ("fill", ["1"]),
        ("assign_care", ["1"]),
        ("add_meter_to_unit", [unit.pk]),
        ("export_units", []),
    ):
        assert reader.post(url(name, *args)).status_code == 403, name


def test_another_projects_things_are_not_found(supervisor: Client) -> None:
    foreign = town.unit("7-1-101", project=world.project("cloud", "云栖大厦"))

    for name, args in (
        ("unit", [foreign.pk]),
        ("card", [foreign.pk]),
        ("change_unit", [foreign.pk]),
        ("building", ["7"]),
        ("print_chart", ["7"]),
    ):
        assert supervisor.get(url(name, *args)).status_code == 404, name
    assert "7-1-101" not in supervisor.get(url("units")).content.decode()


def test_the_paper_has_the_doors_and_the_counts(supervisor: Client) -> None:
    town.unit("1-1-101", occupancy="VACANT")

    said = supervisor.get(url("print_chart", "1") + "?facet=occupancy").content.decode()

    assert "空置 <b>1</b>" in said
    assert '<span class="door m2 t-warn h-up">101</span>' in said
