"""The book of clocks: the one place that writes their events and the cache of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.audit.record import record_many
from anju.clocks.lives import (
    MORNING,
    Happening,
    Life,
    moments_of,
    morning_of,
    next_moment,
    step,
    whole_minute,
)
from anju.clocks.models import Clock, ClockEvent, StageFiring, WorkCalendar
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.queries.previews import lives_of
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.deadlines import is_late
from anju.clocks.states import EventKind, Verdict
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import SYSTEM, Actor
from anju.core.errors import ForbiddenTransition

# Every column that is a cache of events and firings.
CACHE = (
    *("policy_id", "calendar_version_id", "started_at", "due_at", "warn_at", "facts"),
    *("is_hand_set", "is_beyond", "paused_until", "renewals", "asks_renewal", "stopped_at"),
    *("verdict", "breached_at", "is_superseded", "is_offline", "late_working", "late_calendar"),
    *("explanation", "next_at"),
)
_FIELDS = [name.removesuffix("_id") for name in CACHE]

Changes = Mapping[str, tuple[object, object]]
_Round = tuple[int, ClocksVerb, int, Actor, datetime, str]  # a clock's how-manieth, and which


@dataclass(frozen=True, slots=True)
class _Noted:
    """Something of a clock on its way into the trail."""

    verb: ClocksVerb
    clock: Clock
    changes: Changes
    by: Actor
    at: datetime
    reason: str


class Book:
    """Locked clocks with their lives; what is added is written together by `close`.

    An event is appended to the life at once, so later steps see it.
    """

    def __init__(self, clocks: Iterable[Clock], shelf: Shelf | None = None) -> None:
        self.clocks = {clock.pk: clock for clock in clocks}
        self.shelf = shelf or Shelf()
        self.lives: dict[int, Life] = {}
        self.fired: dict[int, dict[str, datetime]] = defaultdict(dict)
        self._events: list[ClockEvent] = []
        self._firings: list[StageFiring] = []
        self._noted: list[_Noted] = []
        self._read()

    @classmethod
    def of(cls, clock: Clock, shelf: Shelf | None = None) -> "Book":
        """Lock one clock and open the book on it; its row is `book.clock`."""
        return cls([Clock.objects.with_terms().lock(clock.pk)], shelf)

    @classmethod
    def of_all(cls, clocks: ClockQuerySet, shelf: Shelf | None = None) -> "Book":
        """Lock many clocks."""
        # In two steps, as `ClockQuerySet.lock` says.
        numbers = list(clocks.locked().values_list("pk", flat=True))
        held = Clock.objects.with_terms().filter(pk__in=numbers).order_by("pk")
        return cls(held if numbers else (), shelf)

    @classmethod
    def of_new(cls, clocks: Iterable[Clock], shelf: Shelf) -> "Book":
        """Open the book on clocks just made, of which there is nothing to read."""
        book = cls((), shelf)
        book.clocks = {clock.pk: clock for clock in clocks}
        return book

    @property
    def clock(self) -> Clock:
        """The only clock in it."""
        (clock,) = self.clocks.values()
        return clock

    @property
    def life(self) -> Life:
        """The life of the only clock in it."""
        return self.lives[self.clock.pk]

    def open_clock(self) -> Clock:
        """Return the only clock, still running.

        :raises ForbiddenTransition: if it has stopped.
        """
        if self.life.stopped_at is not None:
            raise ForbiddenTransition(f"{self.clock}已经停止,请刷新页面查看最新情况。")
        return self.clock

    def add(
        self,
        clock: Clock,
        kind: EventKind,
        *,
        by: Actor,
        at: datetime,
        reason: str = "",
        **inputs: Any,
    ) -> Life:
        """Append an event; moments among the inputs become text. Returns the life after it."""
        said = {key: _plain(value) for key, value in inputs.items()}
        event = ClockEvent(
            project_id=clock.project_id,
            clock_id=clock.pk,
            kind=kind,
            at=whole_minute(at),
            actor_id=by.id,
            actor_name=by.name,
            absent_name=by.absent_name,
            reason=reason[:300],
            inputs=said,
        )
        happening = Happening(kind, event.at, said)
        life = step(self.lives.get(clock.pk), happening, self.shelf.calendar)
        self.lives[clock.pk] = life
        self._events.append(event)
        return life

    def settle(self, clock: Clock, *, at: datetime) -> Life:
        """Note a breach that no sweep has seen: late is late without one (rule 6)."""
        life = self.lives[clock.pk]
        if life.stopped_at is not None or life.breached_at is not None:
            return life
        if not is_late(life.due_at, at):
            return life
        life = self.add(clock, EventKind.BREACH, by=SYSTEM, at=at, moment=life.due_at)
        changes = {"breached_at": (None, life.breached_at)}
        self.note(ClocksVerb.BREACHED, clock, changes, by=SYSTEM, at=at)
        return life

    def note(
        self,
        verb: ClocksVerb,
        clock: Clock,
        changes: Changes | None = None,
        *,
        before: Life | None = None,
        by: Actor,
        at: datetime,
        reason: str = "",
    ) -> None:
        """Note for the trail what a step changed of a clock; `close` writes it.

        :param changes: what changed, or None to find it out by the life `before` the step.
        """
        found = dict(changes or {})
        if before is not None:
            after = self.lives[clock.pk]
            names = ("due_at", "paused_until", "renewals", "stopped_at", "breached_at")
            found |= {name: (getattr(before, name), getattr(after, name)) for name in names}
            found["verdict"] = (Verdict(before.verdict).label, Verdict(after.verdict).label)
        self._noted.append(_Noted(verb, clock, found, by, at, reason[:300]))

    def fire(self, firing: StageFiring) -> None:
        """Note that a stage has fired."""
        self._firings.append(firing)
        self.fired[firing.clock_id][firing.stage] = firing.fired_at

    def moments(self, clock: Clock) -> dict[str, datetime]:
        """Return when each rung of a clock's policy fires."""
        life = self.lives[clock.pk]
        calendar = self.shelf.calendar(life.calendar_version_id)
        return moments_of(life, self.shelf.rungs(life.policy_id), calendar)

    def morning(self, clock: Clock) -> datetime | None:
        """Return when a broken promise next escalates again."""
        life = self.lives[clock.pk]
        mornings = [at for key, at in self.fired[clock.pk].items() if key.startswith(MORNING)]
        calendar = self.shelf.calendar(life.calendar_version_id)
        return morning_of(life, calendar, max(mornings, default=None))

    def close(self) -> None:
        """Write the trail, events, firings and the cache of every clock in the book."""
        self._write_trail()
        ClockEvent.objects.bulk_create(self._events)
        StageFiring.objects.bulk_create(self._firings)
        self._events, self._firings = [], []
        self.keep()

    def keep(self) -> None:
        """Write the cache only."""
        for clock in self.clocks.values():
            self.fill(clock)
        Clock.objects.bulk_create(
            self.clocks.values(),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_FIELDS,
        )

    def fill(self, clock: Clock) -> None:
        """Put into a clock's columns what its life says."""
        life = self.lives[clock.pk]
        moments = self.moments(clock)
        clock.policy_id, clock.calendar_version_id = life.policy_id, life.calendar_version_id
        clock.started_at, clock.due_at, clock.facts = life.started_at, life.due_at, {**life.facts}
        rungs = self.shelf.rungs(life.policy_id)
        clock.warn_at = sorted(moments[rung.key] for rung in rungs if rung.stage.minutes < 0)
        clock.is_hand_set, clock.is_beyond = life.is_hand_set, life.is_beyond
        clock.paused_until, clock.renewals = life.paused_until, life.renewals
        clock.asks_renewal, clock.stopped_at = life.asks_renewal, life.stopped_at
        clock.verdict, clock.breached_at = life.verdict, life.breached_at
        clock.is_superseded, clock.is_offline = life.is_superseded, life.is_offline
        clock.late_working, clock.late_calendar = life.late_working, life.late_calendar
        clock.explanation = list(life.explanation)
        clock.next_at = next_moment(
            life, moments=moments, fired=self.fired[clock.pk], morning=self.morning(clock)
        )

    def _write_trail(self) -> None:
        """Write what was noted: alike events of many clocks at once, each clock's in order."""
        places: Counter[int] = Counter()
        rounds: dict[_Round, dict[int, _Noted]] = {}
        for each in self._noted:
            clock = each.clock
            key = places[clock.pk], each.verb, clock.project_id, each.by, each.at, each.reason
            rounds.setdefault(key, {})[clock.pk] = each
            places[clock.pk] += 1
        self._noted = []
        for key in sorted(rounds, key=lambda those: those[0]):
            _, verb, project_id, by, at, reason = key
            record_many(
                verb,
                subjects=[each.clock for each in rounds[key].values()],
                project_id=project_id,
                by=by,
                at=at,
                changes={pk: each.changes for pk, each in rounds[key].items()},
                reason=reason,
            )

    def _read(self) -> None:
        if not self.clocks:
            return
        for clock, life in lives_of(self.clocks.values(), self.shelf):
            self.lives[clock.pk] = life
        firings = StageFiring.objects.filter(clock__in=self.clocks)
        for clock_id, stage, at in firings.values_list("clock_id", "stage", "fired_at"):
            self.fired[clock_id][stage] = at


def current_version(calendar: WorkCalendar) -> int:
    """Return the newest version of a calendar as it stands now; leaves no event."""
    found = WorkCalendar.objects.values_list("current_id", flat=True).get(pk=calendar.pk)
    assert found is not None, "a calendar is made together with its first version"
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
