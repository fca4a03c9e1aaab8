"""Many rooms of an entrance at once."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record, record_many
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.commands.addresses import Address
from anju.estate.commands.refusals import Once
from anju.estate.filling import RoomPlan
from anju.estate.finding import unit_entry
from anju.estate.models import Building, Entrance, Unit, UnitUse
from anju.estate.verbs import EstateVerb as Verb
from anju.search.indexing import index_new


class NothingNew(DomainError):
    """Every room of the plan is there already."""


@transaction.atomic
def add_rooms(
    *,
    building: Building,
    entrance: Entrance | None,
    plan: RoomPlan,
    use: str = UnitUse.HOME,
    by: Actor,
    at: datetime,
) -> list[Unit]:
    """Enter the rooms of a plan that are not there yet; those that are stay as they are.

    :raises PlanUnclear: if the plan makes no rooms, or too many.
    :raises NothingNew: if all of them are there.
    """
    building = Building.objects.select_for_update(of=("self",)).get(pk=building.pk)
    addresses = [
        (planned.floor, Address(building, entrance, planned.room)) for planned in plan.rooms()
    ]
    there = set(
        Unit.objects.of(building.project)
        .filter(code__in=[address.code for _, address in addresses])
        .values_list("code", flat=True)
    )
    units = [
        Unit(
            project_id=building.project_id,
            building=building,
            entrance=entrance,
            room=address.room,
            code=address.code,
            code_key=address.code_key,
            floor=floor,
            use=use,
        )
        for floor, address in addresses
        if address.code not in there
    ]
    if not units:
        raise NothingNew("这些房屋都已登记过,没有新的可以登记。")
    with Once("unit_code_once", "同事刚刚登记了其中的房屋,请重新预览。"), transaction.atomic():
        Unit.objects.bulk_create(units)
    index_new(building.project, [unit_entry(unit) for unit in units])

    record(
        Verb.ROOMS_ADDED,
        subject=building,
        project_id=building.project_id,
        by=by,
        at=at,
        changes={"count": (None, len(units))},
    )
    record_many(Verb.UNIT_ADDED, subjects=units, project_id=building.project_id, by=by, at=at)
    return units
