"""Units (房屋), one at a time."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.core.periods import local_date
from anju.estate.commands.addresses import Address
from anju.estate.commands.refusals import Once, Removal, WrongDay
from anju.estate.finding import UNIT, unit_entry
from anju.estate.models import (
    Building,
    DeliveryState,
    Entrance,
    OccupancyState,
    Unit,
    UnitUse,
)
from anju.estate.verbs import EstateVerb as Verb
from anju.search.indexing import index, unindex


class WrongArea(DomainError):
    """An area that cannot be."""


class OtherBuilding(DomainError):
    """The entrance belongs to another building."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a unit beside its address; areas in square metres."""

    floor: int | None = None
    use: str = UnitUse.HOME
    area_built: Decimal | None = None
    area_inner: Decimal | None = None
    area_billed: Decimal | None = None
    layout: str = ""
    delivery: str = DeliveryState.UNKNOWN
    delivered_on: date | None = None
    occupancy: str = OccupancyState.UNKNOWN
    standing_note: str = ""

    @staticmethod
    def of(unit: Unit) -> "UnitFacts":
        """Return what is known of a unit now."""
        return UnitFacts(**{each.name: getattr(unit, each.name) for each in fields(UnitFacts)})


@transaction.atomic
def add_unit(
    *,
    building: Building,
    entrance: Entrance | None = None,
    room: str,
    facts: UnitFacts | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Enter a unit; its code is built from building, entrance and room.

    :raises CodeUnreadable: if the room could not stand in a code.
    :raises CodeTaken: if this address is there already.
    :raises WrongArea: if an area is not above 0, or the inner one exceeds the built.
    :raises WrongDay: if it was handed over in the future, or has a date without being so.
    """
    facts = facts or UnitFacts()
    _refuse(building, entrance, facts, local_date(at))
    address = Address(building, entrance, room)
    unit = Unit(
        project_id=building.project_id,
        building=building,
        entrance=entrance,
        room=address.room,
        code=address.code,
        code_key=address.code_key,
        **asdict(facts),
    )
    with _once(address), transaction.atomic():
        unit.save()
    index(unit.project, unit_entry(unit))
    record(Verb.UNIT_ADDED, subject=unit, project_id=unit.project_id, by=by, at=at)
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    entrance: Entrance | None,
    room: str,
    facts: UnitFacts,
    version: int,
    by: Actor,
    at: datetime,
) -> Unit:
    """Change a unit, if it still is the version that somebody had before them.

    :raises StaleEdit: if somebody saved in between; nothing is overwritten.
    :raises CodeUnreadable, CodeTaken, WrongArea, WrongDay: as when it is added.
    """
    unit = Unit.objects.locked().select_related("project", "building").get(pk=unit.pk)
    if unit.version != version:
        raise StaleEdit("您编辑期间,同事已修改过这户的资料。下面列出不同之处,请核对后再保存。")
    _refuse(unit.building, entrance, facts, local_date(at))
    address = Address(unit.building, entrance, room)
    wanted = {"entrance": entrance, "room": address.room, "code": address.code, **asdict(facts)}
    changes = {field: (getattr(unit, field), value) for field, value in wanted.items()}
    for field, value in wanted.items():
        setattr(unit, field, value)
    unit.code_key, unit.version = address.code_key, version + 1
    with _once(address), transaction.atomic():
        unit.save()
    index(unit.project, unit_entry(unit))
    record(
        Verb.UNIT_CHANGED,
        subject=unit,
        project_id=unit.project_id,
        by=by,
        at=at,
        changes=_in_words(changes),
    )
    return unit


@transaction.atomic
def remove_unit(*, unit: Unit, by: Actor, at: datetime) -> None:
    """Take out a unit that was entered by mistake.

    :raises StillInUse: while meters, people or anything else hang on it.
    """
    unit = Unit.objects.locked().select_related("project").get(pk=unit.pk)
    record(Verb.UNIT_REMOVED, subject=unit, project_id=unit.project_id, by=by, at=at)
    unindex(unit.project, UNIT, [unit.pk])
    with Removal(f"房屋 {unit.code}"), transaction.atomic():
        unit.delete()
        connection.check_constraints()


def _refuse(building: Building, entrance: Entrance | None, facts: UnitFacts, today: date) -> None:
    if entrance is not None and entrance.building_id != building.pk:
        raise OtherBuilding(f"{entrance}不属于{building.name},请重新选择单元。")
    areas = (facts.area_built, facts.area_inner, facts.area_billed)
    if any(area is not None and area <= 0 for area in areas):
        raise WrongArea("面积要大于 0;不知道的请留空。")
    if facts.area_built and facts.area_inner and facts.area_inner > facts.area_built:
        raise WrongArea(
            f"套内面积 {facts.area_inner} 大于建筑面积 {facts.area_built},请核对两个数。"
        )
    if facts.delivered_on is None:
        return
    if facts.delivery != DeliveryState.DELIVERED:
        raise WrongDay("填了交付日期,交付状态应为“已交付”;未交付的请清空日期。")
    if facts.delivered_on > today:
        raise WrongDay("交付日期在今天之后。还没有交付的,请选“未交付”并清空日期。")


def _once(address: Address) -> Once:
    return Once("unit_code_once", f"房屋 {address.code} 已经登记过了,请核对房号。")


def _in_words(changes: dict[str, tuple[object, object]]) -> dict[str, tuple[object, object]]:
    """Return the changes with the words of choices instead of their codes."""
    words = {"use": UnitUse, "delivery": DeliveryState, "occupancy": OccupancyState}
    return {
        field: (words[field](before).label, words[field](after).label)
        if field in words
        else (before, after)
        for field, (before, after) in changes.items()
    }
