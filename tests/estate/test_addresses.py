"""Buildings, entrances and units: their codes, their refusals, how they are found."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.audit.models import Event
from anju.core.errors import StaleEdit
from anju.core.unit_codes import parse_unit_code
from anju.estate.commands.buildings import add_building, change_building, remove_building
from anju.estate.commands.entrances import add_entrance, change_entrance, remove_entrance
from anju.estate.commands.filling import NothingNew, add_rooms
from anju.estate.commands.refusals import CodeTaken, CodeUnreadable, StillInUse, WrongDay
from anju.estate.commands.units import (
    OtherBuilding,
    UnitFacts,
    WrongArea,
    add_unit,
    change_unit,
    remove_unit,
)
from anju.estate.filling import PlanUnclear, RoomPlan, read_doors, read_floors
from anju.estate.invariants import broken
from anju.estate.models import Building, Unit
from anju.search.models import Term
from tests import world
from tests.estate import town
from tests.estate.town import DONE
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def changed(unit: Unit, version: int = 1, **facts: object) -> Unit:
    wanted = replace(UnitFacts.of(unit), **facts)
    return change_unit(
        unit=unit, entrance=unit.entrance, room=unit.room, facts=wanted, version=version, **DONE
    )


def test_a_unit_has_the_code_of_its_place() -> None:
    unit = town.unit("1-2-301")
    shop = town.unit("2-商铺1")

    assert (unit.code, unit.spoken) == ("1-2-301", "1栋2单元301")
    assert (shop.code, shop.spoken) == ("2-商铺1", "2栋商铺1")
    assert list(broken(deep=True)) == []


def test_codes_are_kept_plain() -> None:
    house = add_building(project=world.project(), code="第０３栋", **DONE)
    stairs = add_entrance(building=house, code="二单元", **DONE)
    unit = add_unit(building=house, entrance=stairs, room="０５02室", **DONE)

    assert (house.code, house.name) == ("3", "3栋")
    assert unit.code == "3-2-502"


@pytest.mark.parametrize("text", ["1-2-301", "2-301", "1-301", "301", "12301"])
def test_a_unit_is_found_by_what_people_type(text: str) -> None:
    unit = town.unit("1-2-301")

    assert ("estate.unit", unit.pk) in town.found_by(text)


def test_a_building_with_a_new_code_takes_its_units_along() -> None:
    unit = town.unit("1-2-301")
    change_building(
        building=unit.building,
        code="A座",
        name="",
        floors_above=18,
        floors_below=1,
        note="",
        **DONE,
    )

    unit.refresh_from_db()
    assert unit.code == "A-2-301"
    assert ("estate.unit", unit.pk) in town.found_by("A-2-301")
    assert town.found_by("1-2-301") == set()
    event = Event.objects.get(verb="estate.unit_changed")
    assert event.changes["code"] == ["1-2-301", "A-2-301"]
    assert list(broken(deep=True)) == []


def test_an_entrance_with_a_new_code_takes_its_units_along() -> None:
    unit = town.unit("1-2-301")
    assert unit.entrance is not None
    change_entrance(entrance=unit.entrance, code="3", floors=None, has_lift=True, **DONE)

    unit.refresh_from_db()
    assert unit.code == "1-3-301"


@pytest.mark.parametrize("code", ["1-2", "", "!", "3栋2单元", "3号1"])
def test_refuses_a_building_that_could_not_be_read_back(code: str) -> None:
    with pytest.raises(CodeUnreadable):
        add_building(project=world.project(), code=code, **DONE)


@pytest.mark.parametrize("room", ["1-2", "", "!"])
def test_refuses_a_room_that_could_not_be_read_back(room: str) -> None:
    with pytest.raises(CodeUnreadable):
        add_unit(building=town.building(), room=room, **DONE)


def test_an_entrance_0_is_none() -> None:
    with pytest.raises(CodeUnreadable, match="没有单元"):
        add_entrance(building=town.building(), code="0", **DONE)


def test_refuses_what_is_there_already() -> None:
    town.unit("1-1-101")

    with pytest.raises(CodeTaken, match="楼栋 1 已经登记过了"):
        add_building(project=world.project(), code="1栋", **DONE)
    with pytest.raises(CodeTaken, match="1 单元已经登记过了"):
        add_entrance(building=town.building(), code="1", **DONE)
    with pytest.raises(CodeTaken, match="1-1-101"):
        town.unit("1-1-101")
    assert town.unit("1-1-101", project=world.project("cloud", "云栖大厦")).code == "1-1-101"


def test_refuses_areas_that_cannot_be() -> None:
    house = town.building()
    for facts in (
        UnitFacts(area_built=Decimal(0)),
        UnitFacts(area_built=Decimal(80), area_inner=Decimal("80.01")),
    ):
        with pytest.raises(WrongArea):
            add_unit(building=house, room="101", facts=facts, **DONE)
    even = UnitFacts(area_built=Decimal(80), area_inner=Decimal(80))
    assert add_unit(building=house, room="101", facts=even, **DONE).area_inner == Decimal(80)


def test_refuses_a_delivery_that_cannot_be() -> None:
    house, tomorrow = town.building(), world.TODAY + timedelta(days=1)
    for facts in (
        UnitFacts(delivery="WAITING", delivered_on=world.TODAY),
        UnitFacts(delivery="DELIVERED", delivered_on=tomorrow),
    ):
        with pytest.raises(WrongDay):
            add_unit(building=house, room="101", facts=facts, **DONE)


def test_refuses_an_entrance_of_another_building() -> None:
    with pytest.raises(OtherBuilding):
        add_unit(building=town.building("2"), entrance=town.entrance("1"), room="101", **DONE)


def test_changes_are_told_in_words() -> None:
    unit = changed(town.unit("1-1-101"), occupancy="LET", standing_note="门铃坏")

    assert unit.version == 2
    event = Event.objects.get(verb="estate.unit_changed")
    assert event.changes == {
        "occupancy": ["入住不详", "出租"],
        "standing_note": ["", "门铃坏"],
    }


def test_a_stale_edit_overwrites_nothing() -> None:
    unit = town.unit("1-1-101")
    changed(unit, layout="三室")

    with pytest.raises(StaleEdit):
        changed(unit, layout="两室")
    unit.refresh_from_db()
    assert unit.layout == "三室"


def test_nothing_is_removed_while_something_hangs_on_it() -> None:
    unit = town.unit("1-1-101")
    meter = town.meter(unit)
    assert unit.entrance is not None

    with pytest.raises(StillInUse, match="1 条计量表"):
        remove_unit(unit=unit, **DONE)
    with pytest.raises(StillInUse, match="1 条房屋"):
        remove_entrance(entrance=unit.entrance, **DONE)
    with pytest.raises(StillInUse, match="单元"):
        remove_building(building=unit.building, **DONE)
    assert Event.objects.filter(verb__endswith="_removed").count() == 0
    meter.delete()
    remove_unit(unit=unit, **DONE)
    remove_entrance(entrance=unit.entrance, **DONE)
    remove_building(building=unit.building, **DONE)
    assert not Building.objects.exists()
    assert not Term.objects.filter(subject_type__startswith="estate.").exists()


def test_enters_many_rooms_at_once_and_leaves_those_that_are_there() -> None:
    there = town.unit("1-1-102", layout="三室")
    plan = RoomPlan(1, 5, ("01", "02"), frozenset({4}))
    stairs = town.entrance("1")

    added = add_rooms(building=there.building, entrance=stairs, plan=plan, **DONE)

    assert sorted(unit.code for unit in added) == [
        f"1-1-{room}" for room in ("101", "201", "202", "301", "302", "501", "502")
    ]
    assert {unit.floor for unit in added} == {1, 2, 3, 5}
    assert ("estate.unit", added[-1].pk) in town.found_by("1-1-502")
    assert Event.objects.filter(verb="estate.unit_added").count() == 8
    assert Event.objects.get(verb="estate.rooms_added").changes == {"count": [None, 7]}
    there.refresh_from_db()
    assert there.layout == "三室"
    with pytest.raises(NothingNew):
        add_rooms(building=there.building, entrance=stairs, plan=plan, **DONE)
    assert list(broken(deep=True)) == []


def test_a_plan_says_what_it_cannot_be() -> None:
    assert read_doors("01-03、A") == ("01", "02", "03", "A")
    assert read_floors("4、13,14") == {4, 13, 14}
    for doors in ("", "01,01", "一", "1-99999"):
        with pytest.raises(PlanUnclear):
            read_doors(doors)
    for plan in (
        RoomPlan(5, 1, ("01",)),
        RoomPlan(0, 3, ("01",)),
        RoomPlan(4, 4, ("01",), frozenset({4})),
        RoomPlan(1, 120, tuple(f"{door:02}" for door in range(1, 30))),
    ):
        with pytest.raises(PlanUnclear):
            plan.rooms()


@settings(deadline=None)
@given(
    st.integers(1, 40),
    st.integers(0, 20),
    st.sets(st.sampled_from([f"{door:02}" for door in range(1, 13)]), min_size=1),
)
def test_every_planned_room_reads_back(first: int, more: int, doors: set[str]) -> None:
    rooms = RoomPlan(first, first + more, tuple(sorted(doors))).rooms()

    assert len({each.room for each in rooms}) == (more + 1) * len(doors)
    for each in rooms:
        code = parse_unit_code(f"1-1-{each.room}")
        assert code is not None and code.room == each.room


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_unit_at_once_enter_one() -> None:
    stairs = town.entrance("1")

    def enter() -> object:
        return add_unit(building=stairs.building, entrance=stairs, room="101", **DONE)

    results = at_once(enter, enter, enter)

    assert sum(isinstance(each, CodeTaken) for each in results) == 2
    assert Unit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_change_a_unit_at_once_do_not_overwrite() -> None:
    unit = town.unit("1-1-101")
    results = at_once(lambda: changed(unit, layout="三室"), lambda: changed(unit, layout="两室"))

    assert sum(isinstance(each, StaleEdit) for each in results) == 1
    assert Event.objects.filter(verb="estate.unit_changed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_meter_hung_on_a_unit_while_it_is_removed_loses_or_wins_whole() -> None:
    unit = town.unit("1-1-101")

    at_once(lambda: remove_unit(unit=unit, **DONE), lambda: town.meter(unit))

    assert list(broken(deep=True)) == []
    removed = Event.objects.filter(verb="estate.unit_removed").count()
    assert removed == (0 if Unit.objects.exists() else 1)
