"""Vehicles and their plates: one live entry of a plate in a project."""

from datetime import date, datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.masking import mask_plate
from anju.estate.models import ParkingSpace
from anju.organization.models import Project
from anju.residents.commands.keeping import index_people, keep_before, locked_person
from anju.residents.models import Person, Vehicle
from anju.residents.models.plates import parse_plate
from anju.residents.verbs import ResidentVerb as Verb


class PlateUnclear(DomainError):
    """The text is no number plate."""


class PlateTaken(DomainError):
    """The plate is entered already: `person` has it."""

    def __init__(self, message: str, person: Person) -> None:
        super().__init__(message)
        self.person = person


class VehicleGone(DomainError):
    """The vehicle was taken off already."""


def parsed_plate(text: str) -> str:
    """Return the plate that a text means; writes nothing and is no event.

    :raises PlateUnclear: if it means none.
    """
    found = parse_plate(text)
    if found is None:
        raise PlateUnclear(
            f"“{text.strip()[:20]}”不是有效的车牌号:例如 浙A12345,新能源 8 位如 浙AD12345,"
            "港澳车如 粤Z1234港。请对照行驶证核对。"
        )
    return found


@transaction.atomic
def add_vehicle(
    *,
    person: Person,
    plate: str,
    brand: str = "",
    colour: str = "",
    space: ParkingSpace | None = None,
    by: Actor,
    at: datetime,
) -> Vehicle:
    """Enter a vehicle of a person, found by its plate from now on.

    :raises PlateUnclear: if the text is no plate.
    :raises PlateTaken: if a live entry has the plate.
    """
    plain = parsed_plate(plate)
    _lock_plates(person.project)
    person = locked_person(person)
    _refuse_taken(person.project, plain)
    vehicle = Vehicle.objects.create(
        project_id=person.project_id,
        person=person,
        plate=plain,
        brand=brand.strip(),
        colour=colour.strip(),
        space=space,
    )
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.VEHICLE_ADDED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"plate": (None, vehicle), "space": (None, space)},
    )
    return vehicle


@transaction.atomic
def change_vehicle(
    *,
    vehicle: Vehicle,
    plate: str,
    brand: str,
    colour: str,
    space: ParkingSpace | None,
    by: Actor,
    at: datetime,
) -> Vehicle:
    """Correct a vehicle; an old plate stays in the history.

    :raises PlateUnclear: if the text is no plate.
    :raises PlateTaken: if another live entry has the plate.
    """
    _lock_plates(vehicle.project)
    person = locked_person(vehicle.person)
    vehicle = _live(vehicle)
    plain, before = parsed_plate(plate), vehicle.plate
    _refuse_taken(person.project, plain, except_pk=vehicle.pk)
    changes: dict[str, tuple[object, object]] = {
        "plate": (mask_plate(before), mask_plate(plain)),
        "brand": (vehicle.brand, brand.strip()),
        "colour": (vehicle.colour, colour.strip()),
        "space": (vehicle.space, space),
    }
    if before != plain:
        keep_before(person, {"plate": before}, by=by, at=at)
    vehicle.plate, vehicle.space = plain, space
    vehicle.brand, vehicle.colour = brand.strip(), colour.strip()
    vehicle.save(update_fields=["plate", "brand", "colour", "space"])
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.VEHICLE_CHANGED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return vehicle


@transaction.atomic
def leave_vehicle(*, vehicle: Vehicle, on: date, by: Actor, at: datetime) -> Vehicle:
    """Take a vehicle off: sold or gone. Its plate may be entered for somebody else.

    :raises VehicleGone: if it was taken off before.
    """
    person = locked_person(vehicle.person)
    vehicle = _live(vehicle)
    vehicle.left_on = on
    vehicle.save(update_fields=["left_on"])
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.VEHICLE_LEFT,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes={"plate": (vehicle, None), "left_on": (None, on)},
    )
    return vehicle


def _live(vehicle: Vehicle) -> Vehicle:
    found = Vehicle.objects.select_for_update(of=("self",)).get(pk=vehicle.pk)
    if found.left_on is not None:
        raise VehicleGone("这辆车已经注销。如又开回小区,请重新登记。")
    return found


def _lock_plates(project: Project) -> None:
    """Let one plate be entered after the other; before the person, as every command locks."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def _refuse_taken(project: Project, plate: str, *, except_pk: int = 0) -> None:
    taken = Vehicle.objects.filter(project=project, plate=plate, left_on=None)
    found = taken.exclude(pk=except_pk).select_related("person").first()
    if found is not None:
        raise PlateTaken(
            f"{plate} 已登记在{found.person.masked_name}名下。"
            "如车已转手,请先在那位住户的页面上注销。",
            found.person,
        )
