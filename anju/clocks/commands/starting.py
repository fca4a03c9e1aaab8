"""Starting a clock, and starting again after reopened or returned work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from anju.clocks.commands.keeping import Book, current_version
from anju.clocks.hooks import kind_of
from anju.clocks.kinds import ClockKind
from anju.clocks.lives import whole_minute
from anju.clocks.models import Clock, ClockPolicy, WorkCalendar
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.queries.policies import Chosen, policies_for, setting
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.deadlines import due, is_late
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


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to be started.

    :param holder: who is told first; without one, the department's people on duty.
    :param calendar: for a promise, that of the desk which received; else the policy's.
    :param target: another promise than the policy's, or the time where the policy leaves it
        to a person (`Fixed`).
    :param done: what it waited for was done before it was entered, in words: it is fulfilled at
        once. Not for promises, which an answer keeps.
    """

    kind: str
    holder: User | None = None
    department: Department | None = None
    calendar: WorkCalendar | None = None
    target: Target | None = None
    done: str = ""


@transaction.atomic
def start_clocks(
    *,
    project: Project,
    subject: models.Model,
    starts: Sequence[Start],
    started_at: datetime,
    facts: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> list[Clock]:
    """Start deadlines of different kinds of one case together; the first policy that fits the
    facts decides each (rule 1).

    A new promise takes the place of a broken one, which keeps its verdict (rule 4); other kinds
    run once at a time. The same number of queries for one and for many.

    :param started_at: for a promise, when the contact was received (rule 3).
    :param facts: category, kind, level, priority, building, hour … as the case's app knows them.
    :raises NoPolicyFits: if no policy fits.
    :raises ForbiddenTransition: if a clock of this kind still runs for the case.
    :raises StartRefused: for a start in the future, or without a time that is needed.
    :raises BeyondBound: if due lies over 400 days away.
    """
    case = _Case(project, subject._meta.label_lower, subject.pk)
    clocks, book = _started(case, starts, dict(facts or {}), started_at, by=by, at=at)
    for clock, start in zip(clocks, starts, strict=True):
        changes = {
            "due_at": (None, book.lives[clock.pk].due_at),
            "policy": (None, clock.policy),
        }
        book.note(ClocksVerb.STARTED, clock, changes, by=by, at=at)
        if start.done:
            _fulfil(book, clock, start.done, by=by, at=at)
    book.close()
    return clocks


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
    """Start one deadline of a case: `start_clocks` with one `Start`, which says the rest."""
    start = Start(kind, holder, department, calendar, target)
    (clock,) = start_clocks(
        project=project,
        subject=subject,
        starts=[start],
        started_at=started_at,
        facts=facts,
        by=by,
        at=at,
    )
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
    clock = Clock.objects.with_terms().lock(clock.pk)
    if clock.is_open:
        raise ForbiddenTransition(f"{clock}仍在进行,不需要重新打开。")
    days = setting(clock.project, Setting.REOPEN_DATES)
    calendar = Shelf().calendar(clock.calendar_version_id)
    if not reopens_same(calendar, closed_at=closed_at, at=at, days=days):
        raise TooLateToReopen(f"结案已超过 {days} 天,不能重新打开,请新建一件并关联原件。")
    case = _Case(clock.project, clock.subject_type, clock.subject_id)
    start = Start(kind or clock.kind, clock.holder, clock.department)
    given = clock.facts if facts is None else dict(facts)
    (started,), book = _started(case, [start], given, at, by=by, at=at)
    changes = {
        "due_at": (None, book.lives[started.pk].due_at),
        "instance": (clock.instance, started.instance),
    }
    book.note(ClocksVerb.STARTED, started, changes, by=by, at=at)
    book.close()
    return started


@dataclass(frozen=True, slots=True)
class _Case:
    """What clocks are about."""

    project: Project
    subject_type: str
    subject_id: int

    def clocks(self, kinds: Collection[str]) -> ClockQuerySet:
        """Those of some kinds that the case has had."""
        return Clock.objects.of(self.project).filter(
            subject_type=self.subject_type, subject_id=self.subject_id, kind__in=kinds
        )


def _started(
    case: _Case,
    starts: Sequence[Start],
    facts: dict[str, Any],
    started_at: datetime,
    *,
    by: Actor,
    at: datetime,
) -> tuple[list[Clock], Book]:
    """Return the clocks made, and the book that is still to be closed on them."""
    # Two starts at once wait for each other, also while the case has no clock of the kind.
    Project.objects.select_for_update(no_key=True).get(pk=case.project.pk)
    kinds = [start.kind for start in starts]
    chosen = policies_for(case.project, kinds, facts)
    _make_room(case, kinds, by=by, at=at)
    started_at = whole_minute(started_at)
    if started_at > whole_minute(at):
        raise StartRefused("计时不能从将来开始,请检查开始时间。")
    shelf = Shelf()
    before = dict(case.clocks(kinds).values_list("kind").annotate(last=Max("instance")))
    made, targets = [], []
    for start in starts:
        policy = _policy(chosen[start.kind], start)
        shelf.put_policy(policy)
        version = _version(policy, start)
        target = _checked(policy, start, shelf.calendar(version), started_at, at)
        targets.append(target)
        made.append(
            Clock(
                project=case.project,
                subject_type=case.subject_type,
                subject_id=case.subject_id,
                kind=start.kind,
                instance=before.get(start.kind, 0) + 1,
                holder=start.holder,
                department=start.department,
                policy=policy,
                calendar_version_id=version,
                started_at=started_at,
                due_at=due(shelf.calendar(version), target, started_at),
            )
        )
    clocks = Clock.objects.bulk_create(made)
    book = Book.of_new(clocks, shelf)
    for clock, target in zip(clocks, targets, strict=True):
        book.add(
            clock,
            EventKind.ACTIVATE,
            by=by,
            at=at,
            policy=clock.policy_id,
            calendar_version=clock.calendar_version_id,
            started_at=started_at,
            target=target_to_dict(target),
            facts=facts,
            explanation=chosen[clock.kind].match.sentences,
            is_promise=kind_of(clock.kind).is_promise,
        )
    return clocks, book


def _policy(chosen: Chosen, start: Start) -> ClockPolicy:
    if chosen.policy is None:
        label = kind_of(start.kind).label
        raise NoPolicyFits(f"“{label}”没有适用的时限规则,请主管在时限规则中补充。")
    return chosen.policy


def _version(policy: ClockPolicy, start: Start) -> int:
    if start.calendar is not None:
        return current_version(start.calendar)
    # Read after the project was locked, with its list.
    return policy.calendar.current_id or current_version(policy.calendar)


def _checked(
    policy: ClockPolicy, start: Start, calendar: Calendar, started_at: datetime, at: datetime
) -> Target:
    wanted = _target(policy, start.target, kind_of(start.kind))
    if isinstance(wanted, Fixed):
        return Fixed(checked_hand_set(calendar, wanted.at, started_at=started_at, now=at))
    return wanted


def _fulfil(book: Book, clock: Clock, done: str, *, by: Actor, at: datetime) -> None:
    """Fulfil a clock in the moment of its start, late if that was long ago."""
    if is_late(book.lives[clock.pk].due_at, at):
        book.settle(clock, at=at)
    before = book.lives[clock.pk]
    book.add(
        clock,
        EventKind.FULFIL,
        by=by,
        at=at,
        reason=done,
        happened_at=whole_minute(at),
        received_at=whole_minute(at),
        is_offline=False,
        answer=None,
        outcome=None,
    )
    book.note(ClocksVerb.FULFILLED, clock, before=before, by=by, at=at, reason=done)


def _make_room(case: _Case, kinds: Collection[str], *, by: Actor, at: datetime) -> None:
    """Close broken promises that a new one takes the place of; refuse a second clock otherwise."""
    book = Book.of_all(case.clocks(kinds).open())
    for clock in book.clocks.values():
        if not kind_of(clock.kind).is_promise:
            raise ForbiddenTransition(f"{clock}已在计时,不能重复开始。")
        before = book.settle(clock, at=at)
        if before.breached_at is not None:
            reason = "已破诺,业主得到新的承诺"
            book.add(clock, EventKind.CANCEL, by=by, at=at, reason=reason)
            book.note(ClocksVerb.CANCELLED, clock, before=before, by=by, at=at, reason=reason)
    if book.clocks:
        book.close()


def _target(policy: ClockPolicy, given: Target | None, what: ClockKind) -> Target:
    is_by_hand = bool(policy.target.get("by_hand"))
    if given is not None and (is_by_hand or what.is_promise):
        return given
    if is_by_hand:
        raise StartRefused(f"“{policy.name}”的到期时间由人工确定,请填写到期时间。")
    return target_from_dict(policy.target)
