"""Which open clocks a change would move, before it is saved; saving asks the same question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from anju.clocks.contents import PolicyDraft, with_lists
from anju.clocks.lives import Happening, Life, moments_of, replay, whole_minute
from anju.clocks.matching import match
from anju.clocks.models import (
    CalendarVersion,
    Clock,
    ClockEvent,
    ClockPolicy,
    WorkCalendar,
)
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.queries.calendars import followers_across_projects, lists_across_projects
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.checking import reaches
from anju.clocks.reckoning.deadlines import due
from anju.clocks.reckoning.errors import BeyondBound
from anju.clocks.reckoning.holidays import HolidayList
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class Touched:
    """An open clock that a change reaches.

    `due_to` is where it would be due; for a promise that stays where the owner was told, it is
    where the calendar would have put it, and `asks_renewal` is true. None: over 400 days away.
    """

    clock: Clock
    due_from: datetime
    due_to: datetime | None
    asks_renewal: bool = False

    @property
    def moves(self) -> bool:
        """Whether the due time would be another."""
        return self.due_from != self.due_to and not self.asks_renewal


def clocks_touched_by(
    project: Project, calendar: WorkCalendar, content: Calendar | Mapping[str, Any]
) -> list[Touched]:
    """Return the open clocks a new version of a calendar would move, the earliest due first.

    Promises that would be due at another time are kept, with `asks_renewal`. Nothing is written.

    :param content: the calendar as it would be saved; the holiday lists in force are added.
    :raises CalendarRefused: if the content is no calendar.
    """
    found = reached(project, calendar, with_lists(content, lists_across_projects()))
    return [each for each in found if each.moves or each.asks_renewal]


def reached(project: Project, calendar: WorkCalendar, content: Calendar) -> list[Touched]:
    """Return the open clocks whose dates a new version changes, also those that stay put."""
    shelf = Shelf()
    lives = lives_of(open_on(project, calendar).with_terms().order_by("due_at", "pk"), shelf)
    return list(_reached(((clock, life, content) for clock, life in lives), shelf))


def clocks_touched_by_holidays_across_projects(
    listed: HolidayList,
) -> dict[Project, list[Touched]]:
    """Return the open clocks of every project that loading a list would move, by project name.

    Within a project the earliest due first; promises that would move are kept, as in
    `clocks_touched_by`. The same queries for any number of projects. Nothing is written.
    """
    lists = (*lists_across_projects(), listed)
    after = {each.pk: with_lists(each.reckoned(), lists) for each in followers_across_projects()}
    versions = CalendarVersion.objects.filter(calendar__in=after)
    content_of = {pk: after[calendar] for pk, calendar in versions.values_list("pk", "calendar_id")}
    clocks = Clock.objects.open().filter(calendar_version__calendar__in=after).with_terms()
    shelf = Shelf()
    lives = lives_of(clocks.order_by("project__name", "project_id", "due_at", "pk"), shelf)
    told = ((clock, life, content_of[life.calendar_version_id]) for clock, life in lives)
    found: dict[Project, list[Touched]] = {}
    for each in _reached(told, shelf):
        if each.moves or each.asks_renewal:
            found.setdefault(each.clock.project, []).append(each)
    return found


def _reached(told: Iterable[tuple[Clock, Life, Calendar]], shelf: Shelf) -> Iterator[Touched]:
    """Yield, of clocks with the calendar as it would be, those whose dates it changes."""
    for clock, life, content in told:
        old = shelf.calendar(life.calendar_version_id)
        last = [life.due_at, *moments_of(life, shelf.rungs(life.policy_id), old).values()]
        if reaches(old, content, start=life.started_at, due_at=max(last)):
            yield _touched(clock, life, content)


def clocks_touched_by_policies(
    project: Project, kind: str, drafts: Sequence[PolicyDraft]
) -> list[Touched]:
    """Return the open clocks of a kind that another list of policies would move."""
    shelf = Shelf()
    found = []
    for clock, life, index in rematched(project, kind, drafts, shelf):
        draft = drafts[index]
        if life.hand_set_at is None and draft.target is not None:
            later = replace(life, target=draft.target)
            found.append(_touched(clock, later, draft.calendar.reckoned()))
    return [each for each in found if each.moves]


def rematched(
    project: Project, kind: str, drafts: Sequence[PolicyDraft], shelf: Shelf
) -> Iterator[tuple[Clock, Life, int]]:
    """Yield the open clocks of a kind with the place of the policy they would now get.

    Left out are promises, which are told, and those that get what they have, no policy at all, or
    one that leaves the time to a person.
    """
    clocks = Clock.objects.of(project).open().filter(kind=kind).with_terms()
    for clock, life in lives_of(clocks.order_by("due_at", "pk"), shelf):
        index = match(drafts, life.facts).index
        if life.is_promise or index is None or drafts[index].target is None:
            continue
        if _terms_of(clock.policy) != _terms_of(drafts[index]):
            yield clock, life, index


def _terms_of(policy: ClockPolicy | PolicyDraft) -> tuple[object, ...]:
    """Return what a clock gets of a policy; name and conditions alone move nothing."""
    if isinstance(policy, PolicyDraft):
        return policy.stored_target, policy.calendar.pk, policy.stored_stages
    return policy.target, policy.calendar_id, policy.stages


def open_on(project: Project, calendar: WorkCalendar) -> ClockQuerySet:
    """Return the open clocks that any version of a calendar decides."""
    open_clocks: ClockQuerySet = Clock.objects.of(project).open()
    return open_clocks.filter(calendar_version__calendar=calendar)


def lives_of(clocks: Iterable[Clock], shelf: Shelf) -> Iterator[tuple[Clock, Life]]:
    """Yield clocks with their lives, replayed in three queries; one just made has none yet."""
    clocks = list(clocks)
    told: dict[int, list[Happening]] = {clock.pk: [] for clock in clocks}
    events = ClockEvent.objects.filter(clock__in=told).order_by("pk")
    for clock_id, kind, moment, inputs in events.values_list("clock_id", "kind", "at", "inputs"):
        told[clock_id].append(Happening(kind, moment, inputs))
    shelf.fetch_for(told.values())
    for clock in clocks:
        if told[clock.pk]:
            yield clock, replay(told[clock.pk], shelf.calendar)


def _touched(clock: Clock, life: Life, content: Calendar) -> Touched:
    try:
        found = due(content, life.effective_target, life.started_at, life.pauses)
    except BeyondBound:
        return Touched(clock, life.due_at, None, life.is_promise)
    new = whole_minute(found)
    return Touched(clock, life.due_at, new, life.is_promise and new != life.due_at)
