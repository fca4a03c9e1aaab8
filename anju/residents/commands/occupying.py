"""Who belongs to a unit: beginning and ending it, and correcting what was entered wrongly."""

from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.models import Unit
from anju.residents.commands.keeping import index_people, locked_person, scrubbed, tell_unit
from anju.residents.models import Occupancy, OccupancyRole, Person
from anju.residents.models.shares import Share, first_overfull, spoken_share
from anju.residents.verbs import ResidentVerb as Verb

WHOLE = Fraction(1)


class SharesExceeded(DomainError):
    """On some day the shares of a unit's owners would exceed the whole."""


class AlreadyThere(DomainError):
    """The person has this role in the unit in this period."""


class PeriodUpsideDown(DomainError):
    """A period ends after it begins."""


class ReasonMissing(DomainError):
    """Who corrects an entry says why."""


@transaction.atomic
def begin_occupancy(
    *,
    unit: Unit,
    person: Person,
    role: str,
    share: Fraction | None = None,
    lives_in: bool = True,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Occupancy:
    """Enter a person's relation to a unit, from a day on or since before anybody knows.

    :param share: an owner's part; the whole unless told. Nothing for other roles.
    :raises SharesExceeded: if the owners' shares would exceed the whole on any day.
    :raises AlreadyThere: if the person has this role there in this period.
    """
    unit = Unit.objects.locked().get(pk=unit.pk)
    person = locked_person(person)
    part = _part(role, share)
    occupancy = Occupancy(
        project_id=unit.project_id,
        unit=unit,
        person=person,
        role=role,
        share_part=part.numerator if part else None,
        share_of=part.denominator if part else None,
        lives_in=lives_in,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note.strip(),
    )
    refuse_impossible(occupancy)
    occupancy.save(force_insert=True)
    index_people(unit.project, [person.pk], at=at)
    changes = told(occupancy)
    record(
        Verb.OCCUPANCY_BEGUN,
        subject=person,
        project_id=unit.project_id,
        by=by,
        at=at,
        changes={"unit": (None, unit), **changes},
    )
    tell_unit(Verb.OCCUPANCY_BEGUN, unit, [person], changes=changes, by=by, at=at)
    return occupancy


@transaction.atomic
def end_occupancy(
    *, occupancy: Occupancy, ends_on: date, reason: str = "", by: Actor, at: datetime
) -> Occupancy:
    """End a relation; `ends_on` is the first day on which it does not hold any more.

    :raises PeriodUpsideDown: if that is not after its beginning.
    """
    unit = Unit.objects.locked().get(pk=occupancy.unit_id)
    occupancy = Occupancy.objects.select_for_update(of=("self",)).get(pk=occupancy.pk)
    before = occupancy.ends_on
    occupancy.ends_on = ends_on
    refuse_impossible(occupancy)
    occupancy.save(update_fields=["ends_on"])
    index_people(unit.project, [occupancy.person_id], at=at)
    changes = {
        "role": (None, occupancy.role_name),
        "ends_on": (before, ends_on),
    }
    reason = scrubbed(reason, occupancy.person)
    record(
        Verb.OCCUPANCY_ENDED,
        subject=occupancy.person,
        project_id=unit.project_id,
        by=by,
        at=at,
        changes={"unit": (None, unit), **changes},
        reason=reason,
    )
    tell_unit(
        Verb.OCCUPANCY_ENDED,
        unit,
        [occupancy.person],
        changes=changes,
        reason=reason,
        by=by,
        at=at,
    )
    return occupancy


@transaction.atomic
def correct_occupancy(
    *,
    occupancy: Occupancy,
    role: str,
    share: Fraction | None,
    lives_in: bool,
    starts_on: date | None,
    ends_on: date | None,
    note: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Occupancy:
    """Put an entry right that was wrong from the start; what stood there stays in the trail.

    Something that was right and has changed is ended or transferred, not corrected.

    :raises SharesExceeded: if the owners' shares would exceed the whole on any day.
    :raises AlreadyThere: if another entry says the same of this period.
    :raises ReasonMissing: without a reason.
    """
    unit = Unit.objects.locked().get(pk=occupancy.unit_id)
    occupancy = Occupancy.objects.select_for_update(of=("self",)).get(pk=occupancy.pk)
    reason = _said(reason, occupancy.person)
    before, part = told(occupancy), _part(role, share)
    occupancy.role, occupancy.lives_in, occupancy.note = role, lives_in, note.strip()
    occupancy.share_part = part.numerator if part else None
    occupancy.share_of = part.denominator if part else None
    occupancy.starts_on, occupancy.ends_on = starts_on, ends_on
    refuse_impossible(occupancy)
    occupancy.save()
    index_people(unit.project, [occupancy.person_id], at=at)
    after = told(occupancy)
    changes = {name: (before[name][1], after[name][1]) for name in after}
    record(
        Verb.OCCUPANCY_CORRECTED,
        subject=occupancy.person,
        project_id=unit.project_id,
        by=by,
        at=at,
        changes={"unit": (None, unit), **changes},
        reason=reason,
    )
    tell_unit(
        Verb.OCCUPANCY_CORRECTED,
        unit,
        [occupancy.person],
        changes=changes,
        reason=reason,
        by=by,
        at=at,
    )
    return occupancy


@transaction.atomic
def strike_occupancy(*, occupancy: Occupancy, reason: str, by: Actor, at: datetime) -> Unit:
    """Take out an entry that never was true (the wrong person or unit); the trail keeps it.

    :raises ReasonMissing: without a reason.
    """
    unit = Unit.objects.locked().get(pk=occupancy.unit_id)
    person = occupancy.person
    reason = _said(reason, person)
    changes = {name: (after, None) for name, (_, after) in told(occupancy).items()}
    Occupancy.objects.filter(pk=occupancy.pk).delete()
    index_people(unit.project, [person.pk], at=at)
    record(
        Verb.OCCUPANCY_STRUCK,
        subject=person,
        project_id=unit.project_id,
        by=by,
        at=at,
        changes={"unit": (unit, None), **changes},
        reason=reason,
    )
    tell_unit(Verb.OCCUPANCY_STRUCK, unit, [person], changes=changes, reason=reason, by=by, at=at)
    return unit


def refuse_impossible(occupancy: Occupancy) -> None:
    """Refuse what cannot hold beside the unit's other entries; no event, writes nothing.

    The caller has locked the unit, so that nobody enters another share meanwhile.
    """
    starts_on, ends_on = occupancy.starts_on, occupancy.ends_on
    if starts_on and ends_on and ends_on <= starts_on:
        raise PeriodUpsideDown(
            f"结束日期要晚于开始日期 {starts_on:%Y-%m-%d}(结束日期是不再入住的第一天)。请检查。"
        )
    others = Occupancy.objects.filter(project=occupancy.project_id, unit=occupancy.unit_id)
    others = others.exclude(pk=occupancy.pk)
    for each in others.filter(person=occupancy.person_id, role=occupancy.role).order_by("pk"):
        if overlaps(each, occupancy):
            since = f"{each.starts_on:%Y-%m-%d} 起" if each.starts_on else "一直"
            raise AlreadyThere(
                f"此人{since}已登记为 {occupancy.unit} 的{occupancy.role_name},"
                "同一段时间不能重复登记。"
            )
    if occupancy.share is None:
        return
    rows = [*others.owners(), occupancy]
    overfull = first_overfull(
        Share(row.share, row.starts_on, row.ends_on) for row in rows if row.share is not None
    )
    if overfull is not None:
        since = "一开始" if overfull.day == date.min else f"{overfull.day:%Y-%m-%d} 起"
        raise SharesExceeded(
            f"{occupancy.unit} 业主的产权份额{since}将合计 {spoken_share(overfull.total)},"
            "超过全部。请改小份额或先结束原业主;房屋已出售的,请用“产权变更”。"
        )


def overlaps(one: Occupancy, other: Occupancy) -> bool:
    """Tell whether two entries hold on a common day; no event, writes nothing."""
    return (one.starts_on is None or other.ends_on is None or one.starts_on < other.ends_on) and (
        other.starts_on is None or one.ends_on is None or other.starts_on < one.ends_on
    )


def told(occupancy: Occupancy) -> dict[str, tuple[object, object]]:
    """Return an entry as the trail tells it; no event, writes nothing."""
    return {
        "role": (None, occupancy.role_name),
        "share": (None, spoken_share(occupancy.share) if occupancy.share else None),
        "lives_in": (None, occupancy.lives_in),
        "starts_on": (None, occupancy.starts_on),
        "ends_on": (None, occupancy.ends_on),
    }


def _part(role: str, share: Fraction | None) -> Fraction | None:
    if role != OccupancyRole.OWNER:
        return None
    part = WHOLE if share is None else share
    if not 0 < part <= 1:
        raise SharesExceeded("产权份额要大于 0、不超过全部,例如 1/2。请检查。")
    return part


def _said(reason: str, person: Person) -> str:
    if len(reason.strip()) < 2:
        raise ReasonMissing("请写明更正的原因,例如“房号登记错误”。")
    return scrubbed(reason, person)
