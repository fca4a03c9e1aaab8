"""What a calendar's editor warns of, and which dates a change of it touches."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.durations import working_stretches
from anju.clocks.reckoning.holidays import HolidayList, years_listed
from anju.clocks.reckoning.moments import (
    BOUND_DAYS,
    DAY,
    WEEKDAYS,
    local_minute,
    midnight,
    said_moment,
    written_time,
)
from anju.clocks.reckoning.targets import Promise

LONGEST_GAP_DAYS = 14


def warnings(calendar: Calendar, today: date) -> list[str]:
    """Return what a supervisor should know before saving a calendar; empty if nothing.

    :param today: the date the next 400 are counted from, itself included.
    """
    return [*_gap(calendar, today), *_missing(calendar, today.year)]


def _gap(calendar: Calendar, today: date) -> list[str]:
    begin, end = longest_gap(calendar, today)
    if end - begin <= LONGEST_GAP_DAYS * DAY:
        return []
    return [
        f"从 {said_moment(begin, calendar.tz)} 到 {said_moment(end, calendar.tz)} 共 "
        f"{(end - begin) // DAY} 天没有工作时间,期间的时限都不会走动,请确认。"
    ]


def longest_gap(calendar: Calendar, today: date) -> tuple[int, int]:
    """Return the longest stretch without a working minute within the next 400 dates."""
    begin = local_minute(midnight(today), calendar.tz)
    end = local_minute(midnight(today + timedelta(days=BOUND_DAYS)), calendar.tz)
    longest, last = (begin, begin), begin
    for _, stretches in working_stretches(calendar, begin, end):
        for one, other in stretches:
            if one - last > longest[1] - longest[0]:
                longest = (last, one)
            last = other
    return (last, end) if end - last > longest[1] - longest[0] else longest


def _missing(calendar: Calendar, year: int) -> list[str]:
    if not calendar.follows_state_council:
        return []
    return [list_missing(each) for each in missing_years(calendar.lists, year)]


def missing_years(lists: Iterable[HolidayList], year: int) -> list[int]:
    """Return which of this year and the next have no list; an empty list counts as none."""
    known = years_listed(lists)
    return [each for each in (year, year + 1) if each not in known]


def list_missing(year: int) -> str:
    """Return the sentence about a year without a list."""
    return (
        f"{year} 年的国务院放假安排尚未导入,该年暂按每周时段推算;"
        "通知发布后请导入,未到期的时限会重新计算。"
    )


def promise_warnings(calendar: Calendar, promise: Promise) -> list[str]:
    """Return a warning if hh:mm lies outside the windows of some weekday that works (rule 3).

    The end of a window still counts as inside: due at closing is due at closing.
    """
    outside = [
        weekday
        for weekday, those in enumerate(calendar.weekly)
        if those and not any(window.begin <= promise.at <= window.end for window in those)
    ]
    if not outside:
        return []
    days = "、".join(f"周{WEEKDAYS[weekday]}" for weekday in outside)
    return [f"承诺时间 {written_time(promise.at)} 在{days}的工作时段之外,请确认是否有人答复。"]


def changed_dates(old: Calendar, new: Calendar, first: date, last: date) -> list[date]:
    """Return the dates in [first, last] whose working time differs between two versions."""
    count = (last - first).days + 1
    dates = (first + timedelta(days=each) for each in range(count))
    return [on for on in dates if _is_changed(old, new, on)]


def _is_changed(old: Calendar, new: Calendar, on: date) -> bool:
    before, after = old.day(on), new.day(on)
    return (before.working, before.own) != (after.working, after.own)


def reaches(old: Calendar, new: Calendar, *, start: datetime, due_at: datetime) -> bool:
    """Tell whether a clock's stretch from start to due touches a date that changed."""
    first = old.local(start).date() - timedelta(days=1)
    return bool(changed_dates(old, new, first, old.local(due_at).date()))
