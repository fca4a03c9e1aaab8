"""The hours of shifts on the calendar: windows of one day, and where two weekly patterns clash.

Pure. A shift that ends at or before the time it starts runs into the next day; both ends the same
is a day and a night. Whatever the clock says at its end, it belongs to the day it began.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from anju.core.periods import SHANGHAI

DAY = timedelta(days=1)
MINUTES_OF_DAY = 24 * 60


def window(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Return the half-open window [start, end) of a shift that begins on a day."""
    last = day if starts < ends else day + DAY
    return datetime.combine(day, starts, SHANGHAI), datetime.combine(last, ends, SHANGHAI)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def on_or_after(day: date, weekday: int) -> date:
    """Return the first date from `day` on that is this weekday (0 is Monday)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class Weekly:
    """The same hours on one weekday of every week, on dates in [since, until)."""

    weekday: int
    starts: time
    ends: time
    since: date
    until: date | None = None

    @property
    def minutes(self) -> tuple[int, int]:
        """The window in minutes from the midnight of its own day."""
        begin = self.starts.hour * 60 + self.starts.minute
        end = self.ends.hour * 60 + self.ends.minute
        return begin, end if begin < end else end + MINUTES_OF_DAY

    @classmethod
    def once(cls, day: date, starts: time, ends: time) -> "Weekly":
        """Return the pattern that holds on a single date."""
        return cls(day.weekday(), starts, ends, day, day + DAY)


def first_clash(one: Weekly, other: Weekly) -> date | None:
    """Return the first date of `one` on which its window overlaps one of `other`, else None.

    A shift lasts at most a day, so only neighbouring dates can touch.
    """
    clashes = [found for days in (-1, 0, 1) if (found := _clash(one, other, days)) is not None]
    return min(clashes, default=None)


def _clash(one: Weekly, other: Weekly, days: int) -> date | None:
    """Return the first date of `one` that overlaps the date of `other` so many days later."""
    if (one.weekday + days) % 7 != other.weekday:
        return None
    begin, end = one.minutes
    other_begin, other_end = (minute + days * MINUTES_OF_DAY for minute in other.minutes)
    if max(begin, other_begin) >= min(end, other_end):
        return None
    shift = timedelta(days=days)
    found = on_or_after(max(one.since, other.since - shift), one.weekday)
    ends = [until for until in (one.until, other.until and other.until - shift) if until]
    return found if all(found < until for until in ends) else None
