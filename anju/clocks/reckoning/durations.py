"""Working minutes: when so many have passed, and how many lie between two moments (rule 2)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from anju.clocks.reckoning.calendars import Calendar, Day
from anju.clocks.reckoning.errors import BeyondBound, QuestionRefused
from anju.clocks.reckoning.moments import (
    BOUND,
    BOUND_DAYS,
    DAY,
    Stretch,
    clip,
    length,
    said_moment,
    subtract,
    to_minute,
    to_moment,
    unite,
)
from anju.clocks.reckoning.targets import Pause


def working_stretches(
    calendar: Calendar, begin: int, end: int, pauses: Sequence[Stretch] = ()
) -> Iterator[tuple[Day, tuple[Stretch, ...]]]:
    """Yield each date with its unpaused working stretches in [begin, end), in order.

    `pauses` are united. Dates without any are yielded too: explanations name them. The first
    is the date before `begin`, whose night window may reach over midnight.
    """
    for day in calendar.days_from(begin, (end - begin) // DAY + 3):
        if day.begin >= end:
            return
        working = day.working
        if working and (working[0][0] < begin or working[-1][1] > end):
            working = clip(working, begin, end)
        yield day, subtract(working, pauses)


def pause_stretches(calendar: Calendar, pauses: Iterable[Pause]) -> tuple[Stretch, ...]:
    """Return the pauses united, in order (rule 5: united before subtraction).

    :raises QuestionRefused: if one ends before it begins.
    """
    found = []
    for pause in pauses:
        begin, end = to_minute(pause.begin, calendar.tz), to_minute(pause.end, calendar.tz)
        if end < begin:
            raise QuestionRefused(
                f"暂停的结束({said_moment(end, calendar.tz)})早于开始"
                f"({said_moment(begin, calendar.tz)}),请检查暂停时间。"
            )
        found.append((begin, end))
    return unite(found)


def due_minute(calendar: Calendar, minutes: int, start: int, pauses: Sequence[Stretch] = ()) -> int:
    """Return the earliest t ≥ start with that many unpaused working minutes in [start, t).

    :raises BeyondBound: if it lies more than 400 days after the start.
    """
    left = minutes
    if left <= 0:
        return start
    for _, stretches in working_stretches(calendar, start, start + BOUND, pauses):
        for begin, end in stretches:
            if end - begin >= left:
                return begin + left
            left -= end - begin
    raise BeyondBound(
        f"从 {said_moment(start, calendar.tz)} 起 {BOUND_DAYS} 天内,日历“{calendar.name}”凑不足 "
        f"{minutes} 个工作分钟(暂停除外)。请缩短时限、检查暂停,或调整日历的工作时间。"
    )


def back_minute(
    calendar: Calendar, minutes: int, *, due: int, start: int, pauses: Sequence[Stretch] = ()
) -> int:
    """Return the latest t with that many unpaused working minutes in [t, due), never < start.

    :raises BeyondBound: if 400 days before due neither that moment nor the start is reached.
    """
    left, low = minutes, max(start, due - BOUND)
    if left <= 0:
        return due
    days = list(working_stretches(calendar, low, due, pauses)) if low < due else []
    for _, stretches in reversed(days):
        for begin, end in reversed(stretches):
            if end - begin >= left:
                return end - left
            left -= end - begin
    if low > start:
        raise BeyondBound(
            f"到期前 {BOUND_DAYS} 天内凑不足 {minutes} 个工作分钟,请缩短提醒的提前量。"
        )
    return start


def first_working_minute(calendar: Calendar, at: datetime) -> datetime:
    """Return the earliest working minute at or after a moment.

    :raises BeyondBound: if there is none within 400 days.
    """
    start = to_minute(at, calendar.tz)
    for _, stretches in working_stretches(calendar, start, start + BOUND):
        for begin, _ in stretches:
            return to_moment(begin, calendar.tz)
    raise BeyondBound(
        f"从 {said_moment(start, calendar.tz)} 起 {BOUND_DAYS} 天内,日历“{calendar.name}”"
        "没有工作时间,请调整日历或选择更早的日期。"
    )


def next_morning(calendar: Calendar, after: datetime) -> datetime:
    """Return the first working minute of the next working day's own windows after a moment.

    A broken promise escalates again at each of them (rule 4).

    :raises BeyondBound: if there is none within 400 days.
    """
    start = to_minute(after, calendar.tz)
    for day in calendar.days_from(start, BOUND_DAYS):
        if day.is_working_day and day.own[0][0] > start:
            return to_moment(day.own[0][0], calendar.tz)
    raise BeyondBound(f"{BOUND_DAYS} 天内日历“{calendar.name}”没有工作日,请调整日历的工作时间。")


def elapsed(
    calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> int:
    """Return the unpaused working minutes in [start, end); 0 if end is not after start.

    Both ends are known, so it is not bounded by 400 days: an old clock must still be told.
    """
    begin, stop = to_minute(start, calendar.tz), to_minute(end, calendar.tz)
    if stop <= begin:
        return 0
    united = pause_stretches(calendar, pauses)
    return sum(length(s) for _, s in working_stretches(calendar, begin, stop, united))
