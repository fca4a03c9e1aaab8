"""Who owns or rents a parking space or storage room, and until when."""

from datetime import date, datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.models import ParkingSpace, StorageRoom
from anju.residents.commands.keeping import locked_person
from anju.residents.models import Holding, Person
from anju.residents.models.belonging import HoldingGround
from anju.residents.verbs import ResidentVerb as Verb


class AlreadyHeld(DomainError):
    """The space or room is held in this period."""


class EndsTooEarly(DomainError):
    """A holding ends after it begins."""


@transaction.atomic
def begin_holding(
    *,
    person: Person,
    thing: ParkingSpace | StorageRoom,
    ground: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Holding:
    """Enter that somebody has a space or room from a day on; an owner may let it to another.

    :raises AlreadyHeld: if somebody rents it in this period, or this person owns it already.
    """
    type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    person = locked_person(person)
    _refuse_overlap(person, thing, ground, starts_on, ends_on)
    is_space = isinstance(thing, ParkingSpace)
    holding = Holding.objects.create(
        project_id=person.project_id,
        person=person,
        space=thing if isinstance(thing, ParkingSpace) else None,
        storage=thing if not isinstance(thing, ParkingSpace) else None,
        ground=ground,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    changes = {
        "space" if is_space else "storage": (None, thing),
        "ground": (None, HoldingGround(ground).label),
        "starts_on": (None, starts_on),
        "ends_on": (None, ends_on),
    }
    record(
        Verb.HOLDING_BEGUN,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return holding


@transaction.atomic
def end_holding(*, holding: Holding, ends_on: date, by: Actor, at: datetime) -> Holding:
    """End the use of a space or room; `ends_on` is the first day without it.

    :raises EndsTooEarly: if that is not after its beginning.
    """
    person = locked_person(holding.person)
    holding = Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if holding.starts_on and ends_on <= holding.starts_on:
        raise EndsTooEarly(f"结束日期要晚于开始日期 {holding.starts_on:%Y-%m-%d},请检查。")
    changes = {"ends_on": (holding.ends_on, ends_on), "thing": (None, holding.thing)}
    holding.ends_on = ends_on
    holding.save(update_fields=["ends_on"])
    record(
        Verb.HOLDING_ENDED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return holding


def _refuse_overlap(
    person: Person,
    thing: ParkingSpace | StorageRoom,
    ground: str,
    starts_on: date | None,
    ends_on: date | None,
) -> None:
    """Owners may share a space; who rents it has it alone; nobody has it twice."""
    if starts_on and ends_on and ends_on <= starts_on:
        raise EndsTooEarly("结束日期要晚于开始日期,请检查。")
    held = Holding.objects.filter(project=person.project_id, ground=ground)
    held = (
        held.filter(space=thing) if isinstance(thing, ParkingSpace) else held.filter(storage=thing)
    )
    if ground == HoldingGround.OWNED:
        held = held.filter(person=person)
    for each in held.order_by("pk"):
        begins_before_end = ends_on is None or each.starts_on is None or each.starts_on < ends_on
        ends_after_start = each.ends_on is None or starts_on is None or each.ends_on > starts_on
        if begins_before_end and ends_after_start:
            raise AlreadyHeld(f"{thing}在这段时间已有人{each.ground_name},请先结束原来的登记。")
