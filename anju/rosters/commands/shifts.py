"""Shifts: naming them, moving their hours from a day on, retiring them."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Department
from anju.rosters.models import DayChange, Shift, Tone, Turn
from anju.rosters.refusals import ShiftRetired, lock_posts, refuse_clash, refuse_past, spoken_day
from anju.rosters.verbs import RosterVerb as Verb


class ShiftNameTaken(DomainError):
    """The department has a shift of this name."""


@transaction.atomic
def add_shift(
    *,
    department: Department,
    name: str,
    starts: time,
    ends: time,
    tone: Tone = Tone.GREEN,
    rank: int = 50,
    by: Actor,
    at: datetime,
) -> Shift:
    """Give a department a shift; one that ends at or before its start runs into the next day.

    :raises ShiftNameTaken: if the department has a live shift of this name.
    """
    shift = Shift(
        project=department.project,
        department=department,
        name=name.strip(),
        starts=starts,
        ends=ends,
        tone=tone,
        rank=rank,
    )
    _save(shift)
    changes = {"name": (None, shift.name), "hours": (None, shift.hours)}
    record(
        Verb.SHIFT_ADDED,
        subject=shift,
        project_id=shift.project_id,
        by=by,
        at=at,
        changes={**changes, "department": (None, department.name)},
    )
    return shift


@transaction.atomic
def change_shift(
    *,
    shift: Shift,
    name: str,
    starts: time,
    ends: time,
    tone: Tone,
    rank: int,
    since: date,
    by: Actor,
    at: datetime,
) -> Shift:
    """Change a shift; new hours hold from a day on, and what lies before keeps the old ones.

    For that the people go over to a new shift of the same name, which is returned; a shift that
    nobody was ever put in is changed in place.

    :raises ShiftRetired: if it is retired already.
    :raises TurnsOverlap: if somebody's other shift would overlap the new hours.
    """
    shift = Shift.objects.select_related("department").locked().get(pk=shift.pk)
    _refuse_retired(shift)
    changes = {
        "name": (shift.name, name.strip()),
        "tone": (Tone(shift.tone).label, tone.label),
        "rank": (shift.rank, rank),
    }
    before = shift.hours
    if (starts, ends) != (shift.starts, shift.ends) and _was_used(shift):
        refuse_past(since, at)
        shift = _succeeded(shift, starts, ends, since, at)
        changes["since"] = (None, spoken_day(since))
    shift.name, shift.starts, shift.ends = name.strip(), starts, ends
    shift.tone, shift.rank = tone, rank
    _save(shift)
    changes["hours"] = (before, shift.hours)
    record(
        Verb.SHIFT_CHANGED,
        subject=shift,
        project_id=shift.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return shift


@transaction.atomic
def retire_shift(*, shift: Shift, since: date, by: Actor, at: datetime) -> Shift:
    """Put nobody new into a shift, and let its turns end on a day.

    :raises ShiftRetired: if it is retired already.
    :raises DayOver: if the day lies in the past.
    """
    shift = Shift.objects.select_related("department").locked().get(pk=shift.pk)
    _refuse_retired(shift)
    refuse_past(since, at)
    people = set()
    for turn in Turn.objects.filter(shift=shift).not_over(since).locked().select_related("user"):
        turn.ends_on = max(since, turn.starts_on)
        turn.save(update_fields=["ends_on"])
        people.add(turn.user.name)
    shift.retired_at = at
    shift.save(update_fields=["retired_at"])
    record(
        Verb.SHIFT_RETIRED,
        subject=shift,
        project_id=shift.project_id,
        by=by,
        at=at,
        changes={"since": (None, spoken_day(since)), "people": ("、".join(sorted(people)), None)},
    )
    return shift


def _succeeded(shift: Shift, starts: time, ends: time, since: date, at: datetime) -> Shift:
    """Let a new shift take over the turns and date changes of `shift` from a day on."""
    shift.retired_at = at
    shift.save(update_fields=["retired_at"])
    new = Shift(
        project=shift.project,
        department=shift.department,
        name=shift.name,
        starts=starts,
        ends=ends,
        tone=shift.tone,
        rank=shift.rank,
    )
    new.save()
    turns = list(
        Turn.objects.filter(shift=shift).not_over(since).locked().select_related("user", "shift")
    )
    project, users = shift.project, {turn.user for turn in turns}
    lock_posts(project, users)
    moved = []
    for turn in turns:
        first, last = max(since, turn.starts_on), turn.ends_on
        turn.ends_on = first
        turn.save(update_fields=["ends_on"])
        moved.append(Turn(project=project, shift=new, user=turn.user, weekday=turn.weekday))
        moved[-1].starts_on, moved[-1].ends_on = first, last
    DayChange.objects.of(project).filter(shift=shift, day__gte=since).update(shift=new)
    others = Turn.objects.of(project).not_over(since).filter(user__in=users)
    others = others.select_related("shift__department")
    changes = DayChange.objects.of(project).standing().filter(user__in=users, day__gte=since)
    changes = changes.select_related("shift__department")
    for turn in moved:
        refuse_clash(turn, [*others, *moved], changes)
    Turn.objects.bulk_create(moved)
    return new


def _was_used(shift: Shift) -> bool:
    return (
        Turn.objects.filter(shift=shift).exists() or DayChange.objects.filter(shift=shift).exists()
    )


def _refuse_retired(shift: Shift) -> None:
    if shift.retired_at is not None:
        raise ShiftRetired(f"班次“{shift.name}”已经停用,请刷新页面后使用现在的班次。")


def _save(shift: Shift) -> None:
    if not shift.name:
        raise DomainError("请填写班次名称,例如“早班”。")
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError as error:
        raise ShiftNameTaken(
            f"{shift.department.name}已有名为“{shift.name}”的班次,请换一个名称。"
        ) from error
