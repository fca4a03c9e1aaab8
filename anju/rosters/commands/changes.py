"""Date changes: somebody rests or works on one date otherwise than the pattern says (调休)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project, User
from anju.rosters.models import ChangeKind, ChangeReason, DayChange, Shift
from anju.rosters.queries.plan import Plan, plan_of
from anju.rosters.refusals import (
    ShiftRetired,
    TurnsOverlap,
    lock_posts,
    refuse_outside,
    refuse_past,
    spoken_day,
)
from anju.rosters.verbs import RosterVerb as Verb
from anju.rosters.windows import DAY


class NothingThatDay(DomainError):
    """The pattern says already what the change would."""


class AlreadyChanged(DomainError):
    """This date of the person was changed already."""


class AlreadyWithdrawn(DomainError):
    """Somebody took the change back before."""


@transaction.atomic
def change_day(
    *,
    project: Project,
    user: User,
    day: date,
    kind: ChangeKind,
    shift: Shift | None = None,
    reason: ChangeReason,
    note: str = "",
    substitute: User | None = None,
    by: Actor,
    at: datetime,
) -> DayChange:
    """Let somebody rest or work on one date, whatever the pattern says.

    :param shift: which shift; for a rest None is the whole day.
    :param substitute: for a rest, who takes over what falls out.
    :raises DayOver: if the day lies in the past.
    :raises NothingThatDay: if they do not work anyway, or work in that shift anyway.
    :raises AlreadyChanged: if the same was entered before.
    :raises NotInDepartment: if whoever works holds no post in the department on that day.
    :raises TurnsOverlap: if whoever works has another duty in an overlapping time.
    """
    assert by.id is not None, "a date change is made by a person"
    refuse_past(day, at)
    if substitute is not None and substitute.pk == user.pk:
        raise DomainError("顶班人不能是本人,请另选一人。")
    people = [user] if substitute is None else [user, substitute]
    lock_posts(project, people)
    plan = plan_of(project, day - DAY, day + DAY)
    change = DayChange(
        project=project,
        user=user,
        day=day,
        kind=kind,
        shift=shift,
        reason=reason,
        note=note.strip(),
        made_by_id=by.id,
        made_at=at,
    )
    if kind == ChangeKind.WORK:
        _refuse_work(plan, change)
        _save(change, by=by, at=at)
    else:
        freed = _freed(plan, change)
        _save(change, by=by, at=at)
        for one in freed if substitute else ():
            _cover(change, one, substitute, by=by, at=at)
    _refuse_overlap(project, people, day)
    return change


@transaction.atomic
def withdraw_change(*, change: DayChange, by: Actor, at: datetime) -> DayChange:
    """Take a date change back; with a rest goes the work of whoever covers it.

    :raises AlreadyWithdrawn: if it was taken back before.
    :raises DayOver: if its day lies in the past.
    :raises TurnsOverlap: if the pattern's duty would overlap another one of that date.
    """
    change = DayChange.objects.locked().select_related("user", "shift", "project").get(pk=change.pk)
    if change.withdrawn_at is not None:
        raise AlreadyWithdrawn("这条调整已经撤销过了,无需再撤。")
    refuse_past(change.day, at)
    covering = DayChange.objects.standing().filter(covers=change).locked()
    both = [change, *covering.select_related("user", "shift")]
    lock_posts(change.project, [one.user for one in both])
    for one in both:
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        record(Verb.DAY_WITHDRAWN, subject=one, project_id=change.project_id, by=by, at=at)
    _refuse_overlap(change.project, [one.user for one in both], change.day)
    return change


def _freed(plan: Plan, change: DayChange) -> list[Shift]:
    """Return the shifts that a rest takes somebody out of.

    :raises NothingThatDay: if there is none, unless everybody in post counts as on duty.
    """
    name, day = change.user.name, spoken_day(change.day)
    mine = [stint for stint in plan.stints(change.day) if stint.user.pk == change.user_id]
    hit = [stint for stint in mine if change.shift_id in (None, stint.shift.pk)]
    if any(stint.change is not None for stint in hit):
        raise NothingThatDay(f"{name}{day}的班是当日调整加上的,请在“当日调整”里撤销那一条。")
    if not hit and (change.shift_id or not plan.counts_by_post(change.user, change.day)):
        raise NothingThatDay(f"{name}{day}本来就不当班,无需登记休息。")
    return [stint.shift for stint in hit]


def _refuse_work(plan: Plan, change: DayChange) -> None:
    shift, user, day = change.shift, change.user, change.day
    if shift is None:
        raise DomainError("请选择上哪个班次。")
    if shift.retired_at is not None:
        raise ShiftRetired(f"班次“{shift.name}”已经停用,请另选班次。")
    refuse_outside(plan.posts_of(user), [user], shift, day)
    for stint in plan.stints(day):
        if (stint.user.pk, stint.shift.pk) == (user.pk, shift.pk):
            raise NothingThatDay(f"{user.name}{spoken_day(day)}本来就排{shift.name},无需登记。")


def _cover(
    rest: DayChange, shift: Shift, substitute: User | None, *, by: Actor, at: datetime
) -> None:
    assert substitute is not None
    work = DayChange(
        project=rest.project,
        user=substitute,
        day=rest.day,
        kind=ChangeKind.WORK,
        shift=shift,
        reason=ChangeReason.SWAP,
        note=f"替{rest.user.name}",
        covers=rest,
        made_by_id=rest.made_by_id,
        made_at=at,
    )
    _refuse_work(plan_of(rest.project, rest.day, rest.day, users=[substitute]), work)
    _save(work, by=by, at=at)


def _save(change: DayChange, *, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise AlreadyChanged(
            f"{change.user.name}{spoken_day(change.day)}这一班已经登记过调整,请先撤销原来那条。"
        ) from error
    record(
        Verb.DAY_CHANGED,
        subject=change,
        project_id=change.project_id,
        by=by,
        at=at,
        reason=change.why,
    )


def _refuse_overlap(project: Project, users: Collection[User], day: date) -> None:
    """Refuse what now stands, if one of the people would be in two places at once."""
    days = (day - DAY, day, day + DAY)
    plan = plan_of(project, days[0], days[-1], users=users)
    for user in users:
        clash = plan.overlap_of(user, days)
        if clash is not None:
            one, other = clash
            raise TurnsOverlap(
                f"{user.name}{spoken_day(one.day)}的{one.shift}与"
                f"{spoken_day(other.day)}的{other.shift}时间重叠,请先调整其中一班。"
            )
