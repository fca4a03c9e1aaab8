"""Ownership passes on a day (产权变更); tenants move out. Without gap, without overlap."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.models import Unit
from anju.residents.commands.keeping import NotInRegister, index_people, scrubbed, tell_unit
from anju.residents.commands.occupying import PeriodUpsideDown
from anju.residents.models import Occupancy, OccupancyRole, Person
from anju.residents.models.shares import spoken_share
from anju.residents.verbs import ResidentVerb as Verb


class SharesIncomplete(DomainError):
    """The new owners' shares come to the whole, no more and no less."""


class OwnedLater(DomainError):
    """Somebody is entered as an owner from that day or later."""


class NothingToEnd(DomainError):
    """Nobody was chosen, or who was chosen does not belong there on that day."""


@dataclass(frozen=True, slots=True)
class NewOwner:
    """Who becomes an owner, with what part."""

    person: Person
    share: Fraction
    lives_in: bool = True


@transaction.atomic
def transfer_ownership(
    *,
    unit: Unit,
    on: date,
    owners: Sequence[NewOwner],
    leaving: Collection[int] = (),
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Unit:
    """End a unit's owners on a day and begin the new ones on it: no gap, no overlap (民法典 209).

    Debts stay with who owed them; tenants stay unless they are among the leaving. An owner who
    keeps a part is ended and begun anew with it.

    :param leaving: numbers of the occupancies that end with the old owners: family, agents.
    :raises SharesIncomplete: if the new shares do not come to the whole.
    :raises OwnedLater: if an owner's entry begins on that day or later.
    """
    unit = Unit.objects.locked().get(pk=unit.pk)
    people = _new_people(unit, owners)
    held = Occupancy.objects.filter(project=unit.project_id, unit=unit)
    entries = list(held.select_related("person").in_order())
    _refuse_later_owners(entries, on)
    ending = [
        entry
        for entry in entries
        if (entry.role == OccupancyRole.OWNER or entry.pk in leaving) and _runs_on(entry, on)
    ]
    for entry in ending:
        entry.ends_on = on
        entry.save(update_fields=["ends_on"])
    _begin(unit, people, owners, on)
    concerned = {entry.person_id: entry.person for entry in ending} | people
    index_people(unit.project, list(concerned), at=at)
    before = "、".join(_owned(entry) for entry in ending if entry.role == OccupancyRole.OWNER)
    after = "、".join(f"{people[o.person.pk]} {spoken_share(o.share)}" for o in owners)
    changes = {"owners": (before or None, after), "starts_on": (None, on)}
    reason = scrubbed(reason, *concerned.values())
    for person in concerned.values():
        record(
            Verb.TRANSFERRED,
            subject=person,
            project_id=unit.project_id,
            by=by,
            at=at,
            changes={"unit": (None, unit), **changes},
            reason=reason,
        )
    tell_unit(
        Verb.TRANSFERRED,
        unit,
        list(concerned.values()),
        changes=changes,
        reason=reason,
        by=by,
        at=at,
    )
    return unit


@transaction.atomic
def move_out(
    *,
    unit: Unit,
    occupancies: Collection[int],
    on: date,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Unit:
    """End what tenants, family and others have to do with a unit; `on` is the first day without.

    Owners do not move out by this: they own until they sell.

    :raises NothingToEnd: if none of the chosen belongs there on that day.
    :raises PeriodUpsideDown: if one began on that day or later.
    """
    unit = Unit.objects.locked().get(pk=unit.pk)
    chosen = Occupancy.objects.filter(project=unit.project_id, unit=unit, pk__in=occupancies)
    ending = [
        entry
        for entry in chosen.exclude(role=OccupancyRole.OWNER).select_related("person").in_order()
        if entry.ends_on is None or entry.ends_on > on
    ]
    if not ending:
        raise NothingToEnd("请选择要迁出的人。业主不在此办理:出售房屋请用“产权变更”。")
    for entry in ending:
        if entry.starts_on and entry.starts_on >= on:
            raise PeriodUpsideDown(
                f"迁出日期要晚于入住日期 {entry.starts_on:%Y-%m-%d}。请检查日期。"
            )
        entry.ends_on = on
        entry.save(update_fields=["ends_on"])
    people = {entry.person_id: entry.person for entry in ending}
    index_people(unit.project, list(people), at=at)
    changes: dict[str, tuple[object, object]] = {"ends_on": (None, on)}
    reason = scrubbed(reason, *people.values())
    for entry in ending:
        record(
            Verb.MOVED_OUT,
            subject=entry.person,
            project_id=unit.project_id,
            by=by,
            at=at,
            changes={"unit": (unit, None), "role": (entry.role_name, None), **changes},
            reason=reason,
        )
    tell_unit(
        Verb.MOVED_OUT,
        unit,
        list(people.values()),
        changes=changes,
        reason=reason,
        by=by,
        at=at,
    )
    return unit


def _begin(unit: Unit, people: dict[int, Person], owners: Sequence[NewOwner], on: date) -> None:
    Occupancy.objects.bulk_create(
        Occupancy(
            project_id=unit.project_id,
            unit=unit,
            person=people[owner.person.pk],
            role=OccupancyRole.OWNER,
            share_part=owner.share.numerator,
            share_of=owner.share.denominator,
            lives_in=owner.lives_in,
            starts_on=on,
        )
        for owner in owners
    )


def _new_people(unit: Unit, owners: Sequence[NewOwner]) -> dict[int, Person]:
    """Return the new owners, locked and in register, by their numbers."""
    numbers = [owner.person.pk for owner in owners]
    if not numbers:
        raise SharesIncomplete("请先选出新业主。")
    if len(set(numbers)) != len(numbers):
        raise SharesIncomplete("同一位新业主只能填一次,请把份额合在一起。")
    total = sum((owner.share for owner in owners), Fraction())
    if total != 1 or any(owner.share <= 0 for owner in owners):
        raise SharesIncomplete(
            f"新业主的份额合计是 {spoken_share(total)},应正好等于全部。请改正,例如两人各 1/2。"
        )
    people = Person.objects.of(unit.project).active().filter(pk__in=numbers).locked()
    found = {person.pk: person for person in people}
    if len(found) != len(numbers):
        raise NotInRegister("有一位新业主已不在册(已合并、停止使用或已删除),请重新选择。")
    return found


def _refuse_later_owners(entries: Sequence[Occupancy], on: date) -> None:
    later = [
        entry.starts_on
        for entry in entries
        if entry.role == OccupancyRole.OWNER and entry.starts_on and entry.starts_on >= on
    ]
    if later:
        raise OwnedLater(
            f"此房已有自 {min(later):%Y-%m-%d} 起的业主登记,变更日期要晚于它。"
            "如那条登记有误,请先更正。"
        )


def _runs_on(entry: Occupancy, on: date) -> bool:
    begun = entry.starts_on is None or entry.starts_on < on
    return begun and (entry.ends_on is None or entry.ends_on > on)


def _owned(entry: Occupancy) -> str:
    return f"{entry.person} {spoken_share(entry.share) if entry.share else ''}".strip()
