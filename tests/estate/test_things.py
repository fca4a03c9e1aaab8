"""Parking spaces, storage rooms, public places, meters, and who looks after a building."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.audit.models import Event
from anju.core.errors import DomainError, ForbiddenTransition
from anju.estate.commands.caring import InCareAlready, NotOnStaff, assign_care
from anju.estate.commands.meters import (
    TwoPlaces,
    WrongCounter,
    add_meter,
    correct_meter,
    remove_meter,
    replace_meter,
)
from anju.estate.commands.places import add_place, change_place, retire_place
from anju.estate.commands.refusals import CodeTaken, CodeUnreadable, WrongDay
from anju.estate.commands.spaces import (
    add_space,
    add_storage_room,
    change_space,
    change_storage_room,
    remove_space,
    remove_storage_room,
)
from anju.estate.leaving import hand_over, open_duties
from anju.estate.models import BuildingCare, Meter
from anju.estate.queries.buildings import care_of
from anju.search.models import Term
from tests import world
from tests.estate import town
from tests.estate.town import DONE
from tests.threads import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_parking_space_is_found_by_its_code() -> None:
    space = add_space(project=world.project(), code="ａ-012", **DONE)

    assert space.code == "A-012"
    assert ("estate.parkingspace", space.pk) in town.found_by("A-012")
    assert ("estate.parkingspace", space.pk) in town.found_by("a-12")
    change_space(space=space, code="B-7", lot="2", kind="GROUND", area=Decimal(12), **DONE)
    assert town.found_by("a-012") == set()
    remove_space(space=space, **DONE)
    assert not Term.objects.filter(subject_type__startswith="estate.").exists()
    assert Event.objects.filter(verb="estate.space_removed").count() == 1


def test_a_code_is_once_in_a_car_park() -> None:
    project = world.project()
    add_space(project=project, code="A-1", **DONE)

    with pytest.raises(CodeTaken, match="停车场 1 的车位 A-1"):
        add_space(project=project, code="a-1 ", **DONE)
    with pytest.raises(CodeUnreadable):
        add_space(project=project, code=" ", **DONE)
    assert add_space(project=project, code="A-1", lot="2", **DONE).lot == "2"


def test_a_storage_room_comes_and_goes() -> None:
    house = town.building()
    room = add_storage_room(project=world.project(), code="c01", building=house, **DONE)

    with pytest.raises(CodeTaken):
        add_storage_room(project=world.project(), code="C01", **DONE)
    change_storage_room(storage_room=room, code="C02", building=None, area=Decimal("6.5"), **DONE)
    assert ("estate.storageroom", room.pk) in town.found_by("c02")
    remove_storage_room(storage_room=room, **DONE)
    assert town.found_by("c02") == set()


def test_a_retired_place_is_found_no_more_and_keeps_its_name() -> None:
    place = add_place(project=world.project(), name="中心花园", kind="GARDEN", **DONE)
    assert ("estate.place", place.pk) in town.found_by("中心花园")

    retire_place(place=place, **DONE)

    assert town.found_by("中心花园") == set()
    with pytest.raises(ForbiddenTransition):
        retire_place(place=place, **DONE)
    with pytest.raises(ForbiddenTransition):
        change_place(place=place, name="花园", kind="GARDEN", building=None, **DONE)
    with pytest.raises(CodeTaken, match="可能已停用"):
        add_place(project=world.project(), name="中心花园", **DONE)


def test_a_meter_is_replaced_on_a_day() -> None:
    old = town.meter(town.unit(), installed_on=date(2020, 1, 1))
    new = replace_meter(
        meter=old, on=world.TODAY, number="s 2", multiplier=Decimal(1), digits=6, **DONE
    )

    old.refresh_from_db()
    assert old.removed_on == new.installed_on == world.TODAY
    assert (new.unit_id, new.kind, new.number) == (old.unit_id, old.kind, "S2")
    with pytest.raises(ForbiddenTransition, match="已于"):
        remove_meter(meter=old, on=world.TODAY, **DONE)
    remove_meter(meter=new, on=world.TODAY, **DONE)
    assert not Meter.objects.filter(removed_on=None).exists()


def test_refuses_a_meter_that_cannot_be() -> None:
    unit = town.unit()
    meter = town.meter(unit, installed_on=date(2026, 1, 1))
    facts = {"project": unit.project, "kind": "WATER", **DONE}
    place = add_place(project=unit.project, name="泵房", **DONE)
    face = {"number": "S9", "multiplier": Decimal(1), "digits": 5}

    with pytest.raises(CodeTaken, match="水表 S1"):
        add_meter(number="s1", **facts)
    with pytest.raises(TwoPlaces):
        add_meter(number="S2", unit=unit, place=place, **facts)
    for wrong in ({"digits": 2}, {"digits": 10}, {"multiplier": Decimal(0)}):
        with pytest.raises(WrongCounter):
            add_meter(number="S2", **facts, **wrong)
    for day in (date(2025, 12, 31), world.TODAY + DAY):
        with pytest.raises(WrongDay):
            remove_meter(meter=meter, on=day, **DONE)
        with pytest.raises(WrongDay):
            replace_meter(meter=meter, on=day, **face, **DONE)
    with pytest.raises(WrongDay):
        correct_meter(meter=meter, installed_on=world.TODAY + DAY, **face, **DONE)
    assert correct_meter(meter=meter, installed_on=None, **face, **DONE).number == "S9"


@pytest.mark.django_db(transaction=True)
def test_a_meter_is_replaced_once_by_two_at_once() -> None:
    meter = town.meter(town.unit())

    def replace(number: str) -> object:
        return replace_meter(
            meter=meter, on=world.TODAY, number=number, multiplier=Decimal(1), digits=5, **DONE
        )

    results = at_once(lambda: replace("A"), lambda: replace("B"))

    assert sum(isinstance(each, ForbiddenTransition) for each in results) == 1
    assert Meter.objects.filter(removed_on=None).count() == 1


def test_care_goes_on_without_gap_or_overlap() -> None:
    house, wang, chen = town.building(), world.receptionist(), world.supervisor()
    assign_care(building=house, user=wang, starts_on=date(2026, 1, 1), **DONE)
    assign_care(building=house, user=chen, starts_on=world.TODAY, **DONE)

    def carer(day: date) -> object:
        care = care_of(house.project, house, day=day)
        return care.user if care else None

    assert carer(date(2025, 12, 31)) is None
    assert carer(date(2026, 1, 1)) == carer(world.TODAY - DAY) == wang
    assert carer(world.TODAY) == chen
    event = Event.objects.filter(verb="estate.care_assigned").latest("pk")
    assert event.changes["carer"] == ["王婷", "陈静怡"]


def test_refuses_care_that_cannot_be() -> None:
    house, wang = town.building(), world.receptionist()
    assign_care(building=house, user=wang, starts_on=world.TODAY, **DONE)

    with pytest.raises(InCareAlready):
        assign_care(building=house, user=wang, starts_on=world.TODAY + DAY, **DONE)
    for day in (world.TODAY, world.TODAY - DAY):
        with pytest.raises(WrongDay, match="请选更晚的日期"):
            assign_care(building=house, user=world.supervisor(), starts_on=day, **DONE)
    with pytest.raises(NotOnStaff):
        assign_care(building=house, user=world.stranger(), starts_on=world.TODAY + DAY, **DONE)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_out_a_building_at_once_give_it_once() -> None:
    house, people = town.building(), [world.receptionist(), world.supervisor()]

    results = at_once(
        *(
            lambda user=user: assign_care(  # type: ignore[misc]  # bound now
                building=house, user=user, starts_on=world.TODAY, **DONE
            )
            for user in people
        )
    )

    assert sum(isinstance(each, DomainError) for each in results) == 1
    assert BuildingCare.objects.count() == 1


def test_a_leavers_buildings_go_to_the_successor() -> None:
    project, wang, chen = world.project(), world.receptionist(), world.supervisor()
    since = {"1": date(2026, 1, 1), "2": world.TODAY, "3": world.TODAY + 30 * DAY}
    for code, day in since.items():
        assign_care(building=town.building(code), user=wang, starts_on=day, **DONE)
    assert [duty.count for duty in open_duties(project, wang, world.AT)] == [3]

    moved = hand_over("estate.care", project, wang, chen, world.by(chen), world.AT)

    assert moved == 3
    assert [duty.count for duty in open_duties(project, wang, world.AT)] == [0]
    assert [duty.count for duty in open_duties(project, chen, world.AT)] == [3]
    first = care_of(project, town.building("1"), day=world.TODAY - DAY)
    assert first is not None and first.user == wang
