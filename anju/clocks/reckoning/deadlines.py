"""Due times, and what follows from them: the front door for clocks (rules 2 to 6 and 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.durations import (
    due_minute,
    elapsed,
    first_working_minute,
    pause_stretches,
)
from anju.clocks.reckoning.errors import QuestionRefused
from anju.clocks.reckoning.moments import midnight, said_moment, to_minute, to_moment
from anju.clocks.reckoning.promises import promise_minute
from anju.clocks.reckoning.targets import Duration, Pause, Promise, Target


def due(
    calendar: Calendar, target: Target, start: datetime, pauses: Iterable[Pause] = ()
) -> datetime:
    """Return when a target that started at `start` is due, in the calendar's zone.

    A promise and a fixed time never pause: the case's pauses leave them as they are (rule 4).

    :raises BeyondBound: if that is more than 400 days away.
    """
    begin = to_minute(start, calendar.tz)
    if isinstance(target, Duration):
        minute = due_minute(calendar, target.minutes, begin, pause_stretches(calendar, pauses))
    elif isinstance(target, Promise):
        minute = promise_minute(calendar, target, begin)
    else:
        minute = to_minute(target.at, calendar.tz)
    return to_moment(minute, calendar.tz)


def pause_until(
    calendar: Calendar, until: datetime | date, *, begin: datetime, entered: datetime
) -> datetime:
    """Return the moment a pause entered now ends at (rule 5).

    A bare date means the first working minute at or after its 00:00 in the calendar, which is
    that of the case's resolve clock.

    :raises QuestionRefused: if until ≤ begin, or the pause begins before the minute of entry.
    :raises BeyondBound: if the bare date has no working minute within 400 days.
    """
    zone = calendar.tz
    if to_minute(begin, zone) < to_minute(entered, zone):
        raise QuestionRefused(
            f"暂停不能从过去开始,最早从 {said_moment(to_minute(entered, zone), zone)} 起。"
        )
    if isinstance(until, datetime):
        end = calendar.local(until)
    else:
        end = first_working_minute(calendar, midnight(until))
    if to_minute(end, zone) <= to_minute(begin, zone):
        raise QuestionRefused(
            f"暂停须在开始之后结束:恢复时间 {said_moment(to_minute(end, zone), zone)} "
            "不晚于暂停开始,请选择更晚的日期。"
        )
    return end


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late an answer was, in minutes of [due, answered); pauses are not subtracted.

    `is_late` may be true with no working minute: due Friday 17:30, answered on Saturday.
    """

    is_late: bool
    working: int
    calendar: int


def lateness(calendar: Calendar, due_at: datetime, answered: datetime) -> Lateness:
    """Return how late an answer was; kept when answered ≤ due, by whole minutes (rule 13)."""
    minutes = to_minute(answered, calendar.tz) - to_minute(due_at, calendar.tz)
    if minutes <= 0:
        return Lateness(is_late=False, working=0, calendar=0)
    return Lateness(is_late=True, working=elapsed(calendar, due_at, answered), calendar=minutes)


def is_late(due_at: datetime, at: datetime) -> bool:
    """Tell whether a moment is after due, by whole minutes; the minute of due is in time.

    :param due_at: with an offset, as is `at`.
    """
    return at.replace(second=0, microsecond=0) > due_at.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Retargeted:
    """A clock after a change of priority, policy or calendar."""

    due_at: datetime
    breached_at: datetime | None


def retarget(
    calendar: Calendar,
    target: Target,
    *,
    started_at: datetime,
    pauses: Iterable[Pause],
    old_due_at: datetime,
    breached_at: datetime | None,
    at: datetime,
) -> Retargeted:
    """Return the due time from the original start with the whole pause history (rule 6).

    A breach is never erased: one there already stays, one no sweep saw is the old due moment,
    and a new due time already past breaches at the moment of the retarget.

    :raises BeyondBound: if due is more than 400 days away; the clock is then flagged.
    """
    new = due(calendar, target, started_at, pauses)
    if breached_at is None and is_late(old_due_at, at):
        breached_at = calendar.local(old_due_at)
    if breached_at is None and is_late(new, at):
        breached_at = calendar.local(at)
    return Retargeted(new, breached_at)
