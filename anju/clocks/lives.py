"""A clock's life as its events tell it: pure replay, without tables and without the present.

Whatever a clock's row shows is `replay(events)`; a command appends an event and keeps the result.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.deadlines import due, is_late, lateness, retarget
from anju.clocks.reckoning.durations import next_morning
from anju.clocks.reckoning.errors import BeyondBound
from anju.clocks.reckoning.moments import BOUND
from anju.clocks.reckoning.stages import stage_at
from anju.clocks.reckoning.stored import target_from_dict
from anju.clocks.reckoning.targets import Fixed, Pause, Stage, Target, Unit
from anju.clocks.rungs import Rung
from anju.clocks.states import EventKind, Verdict

CalendarOf = Callable[[int], Calendar]
MORNING = "morning:"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, as replaying sees it."""

    kind: str
    at: datetime
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Life:
    """All that the events of a clock say of it; moments in UTC, whole minutes."""

    policy_id: int
    calendar_version_id: int
    started_at: datetime
    target: Target
    due_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    explanation: tuple[str, ...] = ()
    is_promise: bool = False
    is_beyond: bool = False
    hand_set_at: datetime | None = None
    renewed_to: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    paused_until: datetime | None = None
    renewals: int = 0
    asks_renewal: bool = False
    stopped_at: datetime | None = None
    verdict: Verdict = Verdict.NONE
    breached_at: datetime | None = None
    is_superseded: bool = False
    is_offline: bool = False
    late_working: int = 0
    late_calendar: int = 0

    @property
    def is_hand_set(self) -> bool:
        """Whether a person said the due time (rule 13); a promise's time is told, not set."""
        by_hand = self.hand_set_at is not None or isinstance(self.target, Fixed)
        return by_hand and not self.is_promise

    @property
    def effective_target(self) -> Target:
        """The target that decides now: set by hand, renewed, or the policy's."""
        if self.hand_set_at is not None:
            return Fixed(self.hand_set_at)
        if self.renewed_to is not None:
            return Fixed(self.renewed_to, is_renewed=True)
        return self.target


def whole_minute(at: datetime) -> datetime:
    """Return a moment in UTC, seconds cut off (clocks.md, Calendars)."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def replay(happenings: Iterable[Happening], calendar_of: CalendarOf) -> Life:
    """Return the life that the events tell, in their order.

    :raises ValueError: if the first is no activation.
    """
    life: Life | None = None
    for happening in happenings:
        life = step(life, happening, calendar_of)
    if life is None:
        raise ValueError("a clock without events")
    return life


def step(life: Life | None, happening: Happening, calendar_of: CalendarOf) -> Life:
    """Return the life after one more event."""
    said, at = happening.inputs, happening.at
    if life is None:
        if happening.kind != EventKind.ACTIVATE:
            raise ValueError(f"a clock begins with {happening.kind}")
        return _activated(said, calendar_of)
    match happening.kind:
        case EventKind.PAUSE:
            return _paused(life, said, calendar_of)
        case EventKind.RESUME:
            return _resumed(life, _moment(said["resumed_at"]), calendar_of)
        case EventKind.RETARGET:
            return _retargeted(life, said, at, calendar_of)
        case EventKind.FULFIL:
            is_offline = bool(said.get("is_offline"))
            calendar = calendar_of(life.calendar_version_id)
            return _fulfilled(life, _moment(said["happened_at"]), is_offline, calendar)
        case EventKind.RENEW:
            until = _moment(said["until"])
            count = life.renewals + 1
            life = replace(life, renewed_to=until, renewals=count, asks_renewal=False)
            return _reckoned(life, calendar_of)
        case EventKind.BREACH:
            return _breached(life, _moment(said["moment"]))
        case EventKind.CANCEL:
            verdict = Verdict.BROKEN if life.verdict == Verdict.BROKEN else Verdict.CANCELLED
            return replace(life, stopped_at=whole_minute(at), verdict=verdict, paused_until=None)
    raise ValueError(f"an event of the unknown kind {happening.kind}")


def _activated(said: Mapping[str, Any], calendar_of: CalendarOf) -> Life:
    started_at = _moment(said["started_at"])
    life = Life(
        policy_id=said["policy"],
        calendar_version_id=said["calendar_version"],
        started_at=started_at,
        target=target_from_dict(said["target"]),
        due_at=started_at,
        facts=said.get("facts", {}),
        explanation=tuple(said.get("explanation", ())),
        is_promise=bool(said.get("is_promise")),
    )
    return _reckoned(life, calendar_of)


def _paused(life: Life, said: Mapping[str, Any], calendar_of: CalendarOf) -> Life:
    pause = Pause(_moment(said["begin"]), _moment(said["until"]), said.get("reason", ""))
    until = max(pause.end, life.paused_until or pause.end)
    life = replace(life, pauses=(*life.pauses, pause), paused_until=until)
    return _reckoned(_onto(life, said), calendar_of)


def _resumed(life: Life, at: datetime, calendar_of: CalendarOf) -> Life:
    """Cut what is still running; a pause that ends by itself is not changed (rule 5)."""
    pauses = tuple(
        replace(pause, end=at) if pause.begin <= at < pause.end else pause for pause in life.pauses
    )
    life = replace(life, pauses=pauses, paused_until=None)
    return _reckoned(life, calendar_of)


def _onto(life: Life, said: Mapping[str, Any]) -> Life:
    """Return the life on the calendar's newest version, which every new reckoning uses."""
    return replace(life, calendar_version_id=said.get("calendar_version", life.calendar_version_id))


def _retargeted(life: Life, said: Mapping[str, Any], at: datetime, calendar_of: CalendarOf) -> Life:
    """From the original start with the whole pause history; a breach only appears (rule 6)."""
    if said.get("asks_renewal"):
        return replace(life, asks_renewal=True)
    old = life.due_at
    life = replace(
        _onto(life, said),
        policy_id=said.get("policy", life.policy_id),
        target=target_from_dict(said["target"]) if "target" in said else life.target,
        facts=said.get("facts", life.facts),
        explanation=tuple(said.get("explanation", life.explanation)),
    )
    if "hand_set_at" in said:
        by_hand = said["hand_set_at"]
        life = replace(life, hand_set_at=_moment(by_hand) if by_hand else None)
    life = _reckoned(life, calendar_of)
    try:
        breached_at = retarget(
            calendar_of(life.calendar_version_id),
            life.effective_target,
            started_at=life.started_at,
            pauses=life.pauses,
            old_due_at=old,
            breached_at=life.breached_at,
            at=at,
        ).breached_at
    except BeyondBound:
        breached_at = life.breached_at or (old if is_late(old, at) else None)
    return _breached(life, whole_minute(breached_at)) if breached_at else life


def _reckoned(life: Life, calendar_of: CalendarOf) -> Life:
    """Return the life with its due time; one over 400 days away is flagged, not lost."""
    calendar = calendar_of(life.calendar_version_id)
    try:
        found = due(calendar, life.effective_target, life.started_at, life.pauses)
    except BeyondBound:
        far = life.started_at + timedelta(minutes=BOUND)
        return replace(life, due_at=far, is_beyond=True)
    return replace(life, due_at=whole_minute(found), is_beyond=False)


def _breached(life: Life, moment: datetime) -> Life:
    """A breach only appears; the moment of the first stays."""
    return replace(life, breached_at=life.breached_at or moment, verdict=Verdict.BROKEN)


def _fulfilled(life: Life, happened_at: datetime, is_offline: bool, calendar: Calendar) -> Life:
    """Kept when answered ≤ due; a breach is judged anew only by a late entry (rules 6 and 13)."""
    life = replace(
        life, stopped_at=happened_at, paused_until=None, is_offline=is_offline or life.is_offline
    )
    in_time = happened_at <= life.due_at
    if in_time and life.breached_at is None:
        return replace(life, verdict=Verdict.KEPT)
    if in_time and is_offline and life.breached_at and happened_at <= life.breached_at:
        kept = replace(life, verdict=Verdict.KEPT, is_superseded=True)
        return replace(kept, late_working=0, late_calendar=0)
    late = lateness(calendar, life.due_at, happened_at)
    life = replace(life, late_working=late.working, late_calendar=late.calendar)
    return _breached(life, life.due_at)


def moments_of(life: Life, rungs: Sequence[Rung], calendar: Calendar) -> dict[str, datetime]:
    """Return when each rung fires; one that the calendar cannot reach counts calendar minutes."""
    found = {}
    for rung in rungs:
        try:
            at = _stage(life, rung.stage, calendar)
        except BeyondBound:
            at = _stage(life, Stage(rung.stage.minutes, Unit.CALENDAR), calendar)
        found[rung.key] = whole_minute(at)
    return found


def _stage(life: Life, stage: Stage, calendar: Calendar) -> datetime:
    return stage_at(
        calendar, stage, started_at=life.started_at, due_at=life.due_at, pauses=life.pauses
    )


def morning_of(life: Life, calendar: Calendar, last: datetime | None) -> datetime | None:
    """Return when a broken promise next escalates again: each working morning (rule 4).

    :param last: when it last did; None if never.
    """
    if not life.is_promise or life.stopped_at or life.breached_at is None:
        return None
    try:
        return whole_minute(next_morning(calendar, max(life.breached_at, last or life.breached_at)))
    except BeyondBound:
        return None


def next_moment(
    life: Life,
    *,
    moments: Mapping[str, datetime],
    fired: Collection[str],
    morning: datetime | None,
) -> datetime | None:
    """Return when the sweep must look at a clock again; None for one that has stopped.

    It may lie in the past: the sweep then comes at once. A breach is seen a minute after due,
    since an answer in the minute of due is in time.
    """
    if life.stopped_at is not None:
        return None
    waits = [at for key, at in moments.items() if key not in fired]
    if life.breached_at is None:
        waits.append(life.due_at + timedelta(minutes=1))
    waits += [at for at in (life.paused_until, morning) if at is not None]
    return min(waits, default=None)


def _moment(said: str) -> datetime:
    return whole_minute(datetime.fromisoformat(said))
