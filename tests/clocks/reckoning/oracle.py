"""The same arithmetic once more, as plainly as it can be written: minute by minute."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from anju.clocks.reckoning.calendars import Calendar

MINUTE = timedelta(minutes=1)


def is_working(calendar: Calendar, at: datetime) -> bool:
    """Tell whether the naive local minute at `at` is worked."""
    for closure in calendar.closures:
        if closure.begin <= at < closure.end:
            return False
    return any(
        begin <= at < end
        for on in (at.date() - timedelta(days=1), at.date())
        for begin, end in windows(calendar, on)
    )


def windows(calendar: Calendar, on: date) -> list[tuple[datetime, datetime]]:
    """Return the windows that begin on a date, tails included."""
    midnight = datetime.combine(on, datetime.min.time())
    found = []
    for weekday in weekdays(calendar, on):
        for window in calendar.weekly[weekday]:
            begin = midnight + timedelta(minutes=window.begin)
            found.append((begin, midnight + timedelta(minutes=window.end)))
    return found


def weekdays(calendar: Calendar, on: date) -> set[int]:
    """Return the weekdays whose hours a date has: its own, the make-up one's, or none."""
    marks = {day.on: day.is_work for day in calendar.own_days}
    if calendar.follows_state_council:
        for each in sorted(calendar.lists, key=lambda one: one.issued):
            for day in each.days:
                if day.on not in {own.on for own in calendar.own_days}:
                    marks[day.on] = day.is_work
    if on not in marks:
        return {on.weekday()}
    listed_off = calendar.follows_state_council and any(
        day.on == on and not day.is_work for each in calendar.lists for day in each.days
    )
    if not marks[on]:
        return set()
    return {calendar.makeup_weekday} if listed_off else {on.weekday(), calendar.makeup_weekday}


def due(
    calendar: Calendar,
    minutes: int,
    start: datetime,
    pauses: Sequence[tuple[datetime, datetime]] = (),
    *,
    days: int = 60,
) -> datetime | None:
    """Return the earliest t ≥ start with so many unpaused working minutes before it, or None."""
    at, counted = start, 0
    while at < start + timedelta(days=days):
        if counted == minutes:
            return at
        paused = any(begin <= at < end for begin, end in pauses)
        counted += is_working(calendar, at) and not paused
        at += MINUTE
    return None


def is_working_day(calendar: Calendar, on: date) -> bool:
    """Tell whether a working minute of a window begun that date lies before midnight."""
    midnight = datetime.combine(on, datetime.min.time())
    return any(
        begin <= at < end and not any(c.begin <= at < c.end for c in calendar.closures)
        for begin, end in windows(calendar, on)
        for at in (midnight + timedelta(minutes=number) for number in range(1440))
    )


def promise(calendar: Calendar, day: int, at: int, received: date) -> datetime:
    """Return the moment of the n-th working day after the receiving date at so many minutes."""
    on = received
    while day:
        on += timedelta(days=1)
        day -= is_working_day(calendar, on)
    return datetime.combine(on, datetime.min.time()) + timedelta(minutes=at)
