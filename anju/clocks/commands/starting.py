"""Starting a clock, and starting again after reopened or returned work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from anju.audit.record import record
from anju.clocks.commands.keeping import Book, current_version
from anju.clocks.hooks import kind_of
from anju.clocks.kinds import ClockKind
from anju.clocks.lives import whole_minute
from anju.clocks.models import Clock, ClockPolicy, WorkCalendar
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.queries.policies import policy_for, setting
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.deadlines import due
from anju.clocks.reckoning.promises import checked_hand_set, reopens_same
from anju.clocks.reckoning.stored import target_from_dict, target_to_dict
from anju.clocks.reckoning.targets import Fixed, Target
from anju.clocks.states import EventKind, Setting
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.organization.models import Department, Project, User


class NoPolicyFits(DomainError):
    """The kind's list holds no policy for these facts."""


class StartRefused(DomainError):
    """A clock cannot start then, or needs a due time that nobody gave."""


class TooLateToReopen(DomainError):
    """The case was closed too long ago: a new linked case is made instead (rule 8)."""


@transaction.atomic
def start_clock(
    *,
    project: Project,
    subject: models.Model,
    kind: str,
    started_at: datetime,
    facts: Mapping[str, Any] | None = None,
    holder: User | None = None,
    department: Department | None = None,
    calendar: WorkCalendar | None = None,
    target: Target | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Start a deadline of a case; the first policy that fits the facts decides (rule 1).

    A new promise takes the place of a broken one, which keeps its verdict (rule 4); other kinds
    run once at a time.

    :param started_at: for a promise, when the contact was received (rule 3).
    :param facts: category, kind, level, priority, building, hour … as the case's app knows them.
    :param holder: who is told first; without one, the department's people on duty.
    :param calendar: for a promise, that of the desk which received; else the policy's.
    :param target: another promise than the policy's, or the time where the policy leaves it
        to a person (`Fixed`).
    :raises NoPolicyFits: if no policy fits.
    :raises ForbiddenTransition: if a clock of this kind still runs for the case.
    :raises StartRefused: for a start in the future, or without a time that is needed.
    :raises BeyondBound: if due lies over 400 days away.
    """
    case = _Case(project, subject._meta.label_lower, subject.pk, kind_of(kind), holder, department)
    clock = _started(case, dict(facts or {}), started_at, calendar, target, by=by, at=at)
    changes = {"due_at": (None, clock.due_at), "policy": (None, clock.policy)}
    record(ClocksVerb.STARTED, subject=clock, project_id=project.pk, by=by, at=at, changes=changes)
    return clock


@transaction.atomic
def reopen_clock(
    *,
    clock: Clock,
    closed_at: datetime,
    facts: Mapping[str, Any] | None = None,
    kind: str | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Start the next instance after the work was reopened or returned (rule 8).

    The earlier instance keeps its verdict.

    :param kind: another kind for the new instance, e.g. `rework`.
    :raises TooLateToReopen: after the project's number of dates, the closing date included.
    :raises ForbiddenTransition: if the earlier one still runs.
    """
    clock = Clock.objects.with_terms().locked().get(pk=clock.pk)
    if clock.is_open:
        raise ForbiddenTransition(f"{clock}仍在进行,不需要重新打开。")
    days = setting(clock.project, Setting.REOPEN_DATES)
    calendar = Shelf().calendar(clock.calendar_version_id)
    if not reopens_same(calendar, closed_at=closed_at, at=at, days=days):
        raise TooLateToReopen(f"结案已超过 {days} 天,不能重新打开,请新建一件并关联原件。")
    what = kind_of(kind or clock.kind)
    case = _Case(
        clock.project, clock.subject_type, clock.subject_id, what, clock.holder, clock.department
    )
    given = clock.facts if facts is None else dict(facts)
    started = _started(case, given, at, None, None, by=by, at=at)
    changes = {"due_at": (None, started.due_at), "instance": (clock.instance, started.instance)}
    record(
        ClocksVerb.STARTED,
        subject=started,
        project_id=started.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return started


@dataclass(frozen=True, slots=True)
class _Case:
    """What a clock is about, and who is told first."""

    project: Project
    subject_type: str
    subject_id: int
    kind: ClockKind
    holder: User | None
    department: Department | None

    @property
    def clocks(self) -> ClockQuerySet:
        """Those of this kind that the case has had."""
        return Clock.objects.of(self.project).filter(
            subject_type=self.subject_type, subject_id=self.subject_id, kind=self.kind.code
        )


def _started(
    case: _Case,
    facts: dict[str, Any],
    started_at: datetime,
    calendar: WorkCalendar | None,
    target: Target | None,
    *,
    by: Actor,
    at: datetime,
) -> Clock:
    # Two starts at once wait for each other, also while the case has no clock of the kind.
    Project.objects.select_for_update(no_key=True).get(pk=case.project.pk)
    chosen = policy_for(case.project, case.kind.code, facts)
    if chosen.policy is None:
        label = case.kind.label
        raise NoPolicyFits(f"“{label}”没有适用的时限规则,请主管在时限规则中补充。")
    _make_room(case, by=by, at=at)
    version = current_version(calendar or chosen.policy.calendar)
    shelf, started_at = Shelf(), whole_minute(started_at)
    reckoned = shelf.calendar(version)
    wanted = _target(chosen.policy, target, case.kind)
    if started_at > whole_minute(at):
        raise StartRefused("计时不能从将来开始,请检查开始时间。")
    if isinstance(wanted, Fixed):
        wanted = Fixed(checked_hand_set(reckoned, wanted.at, started_at=started_at, now=at))
    last = case.clocks.aggregate(last=Max("instance"))["last"] or 0
    clock = Clock.objects.create(
        project=case.project,
        subject_type=case.subject_type,
        subject_id=case.subject_id,
        kind=case.kind.code,
        instance=last + 1,
        holder=case.holder,
        department=case.department,
        policy=chosen.policy,
        calendar_version_id=version,
        started_at=started_at,
        due_at=due(reckoned, wanted, started_at),
    )
    book = Book([clock], shelf)
    book.add(
        clock,
        EventKind.ACTIVATE,
        by=by,
        at=at,
        policy=chosen.policy.pk,
        calendar_version=version,
        started_at=started_at,
        target=target_to_dict(wanted),
        facts=facts,
        explanation=chosen.match.sentences,
        is_promise=case.kind.is_promise,
    )
    book.close()
    return clock


def _make_room(case: _Case, *, by: Actor, at: datetime) -> None:
    """Close broken promises that a new one takes the place of; refuse a second clock otherwise."""
    book = Book.of_all(case.clocks.open())
    for clock in book.clocks.values():
        if not case.kind.is_promise:
            raise ForbiddenTransition(f"{clock}已在计时,不能重复开始。")
        before = book.settle(clock, at=at)
        if before.breached_at is not None:
            reason = "已破诺,业主得到新的承诺"
            book.add(clock, EventKind.CANCEL, by=by, at=at, reason=reason)
            book.note(ClocksVerb.CANCELLED, clock, before=before, by=by, at=at, reason=reason)
    book.close()


def _target(policy: ClockPolicy, given: Target | None, what: ClockKind) -> Target:
    is_by_hand = bool(policy.target.get("by_hand"))
    if given is not None and (is_by_hand or what.is_promise):
        return given
    if is_by_hand:
        raise StartRefused(f"“{policy.name}”的到期时间由人工确定,请填写到期时间。")
    return target_from_dict(policy.target)
