"""Working calendars: which minutes of which dates are worked (clocks.md, Calendars)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from anju.clocks.reckoning.errors import CalendarRefused
from anju.clocks.reckoning.holidays import HolidayList, Marked, merged, years_listed
from anju.clocks.reckoning.moments import (
    Stretch,
    clip,
    length,
    local_date,
    local_minute,
    midnight,
    subtract,
    to_minute,
    to_moment,
    unite,
)
from anju.clocks.reckoning.windows import Closure, Window

Week = tuple[tuple[Window, ...], ...]
OWN_NOTICE = "本日历自行设定"


class DayKind(StrEnum):
    """What decides a date's hours."""

    PLAIN = "plain"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A date that a calendar itself makes a holiday or a make-up working day.

    It is later than every notice: an own holiday cancels a listed make-up day; an own make-up
    day on a listed holiday works like the make-up weekday.
    """

    on: date
    is_work: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One date of a calendar, reckoned; stretches are minutes since 1970 (`moments.to_moment`).

    `planned` are the windows begun this date, united; `own` is that without closures;
    `working` is `own` without what a night window of the date before already covers, so the
    `working` of all dates are disjoint and in order.
    """

    on: date
    kind: DayKind
    marked: Marked | None
    windows: tuple[Window, ...]
    begin: int
    end: int
    planned: tuple[Stretch, ...]
    own: tuple[Stretch, ...]
    working: tuple[Stretch, ...]
    minutes: int
    is_working_day: bool
    has_list: bool


@dataclass(frozen=True)
class Calendar:
    """Windows per weekday (Monday first), holidays, make-up days and closures, in one zone.

    Hours of a date = (its weekday's, unless it is a holiday) ∪ (the make-up weekday's, if it
    is a make-up working day) − closures. `lists` counts only if the calendar follows the State
    Council; `own_days` always. Dates are reckoned once and kept.

    :raises CalendarRefused: if the weekly pattern has no working minute, the zone is unknown,
        a closure ends before it begins, or an own date stands there twice.
    """

    code: str
    name: str
    weekly: Week
    zone: str = "Asia/Shanghai"
    follows_state_council: bool = False
    makeup_weekday: int = 0
    closures: tuple[Closure, ...] = ()
    own_days: tuple[OwnDay, ...] = ()
    lists: tuple[HolidayList, ...] = ()
    tz: ZoneInfo = field(init=False, repr=False, compare=False)
    _cut: tuple[Stretch, ...] = field(init=False, repr=False, compare=False)
    _listed: Mapping[date, Marked] = field(init=False, repr=False, compare=False)
    _own: Mapping[date, Marked] = field(init=False, repr=False, compare=False)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)
    _days: dict[int, Day] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        _check_week(self.weekly, self.makeup_weekday)
        _set(self, "tz", _zone(self.zone))
        _set(self, "_cut", unite(self.closure_stretches()))
        _set(self, "_listed", merged(self.lists) if self.follows_state_council else {})
        own = {
            day.on: Marked(day.on, day.name or "本日历", day.is_work, OWN_NOTICE)
            for day in self.own_days
        }
        if len(own) < len(self.own_days):
            raise CalendarRefused("自行设定的放假或调休日期有重复,请每个日期只保留一条。")
        _set(self, "_own", own)
        _set(self, "_years", years_listed(self.lists))

    def closure_stretches(self) -> tuple[Stretch, ...]:
        """Return the closures in their order, not united.

        :raises CalendarRefused: if one ends at or before its begin.
        """
        found = []
        for closure in self.closures:
            begin, end = to_minute(closure.begin, self.tz), to_minute(closure.end, self.tz)
            if end <= begin:
                raise CalendarRefused("停业时段的结束须晚于开始,请检查。")
            found.append((begin, end))
        return tuple(found)

    def day(self, on: date) -> Day:
        """Return everything known of a date."""
        found = self._days.get(on.toordinal())
        if found is None:
            found = self._days[on.toordinal()] = self._reckon(on)
        return found

    def is_working_day(self, on: date) -> bool:
        """Tell whether a working minute of a window begun that date lies before midnight."""
        return self.day(on).is_working_day

    def is_working(self, at: datetime) -> bool:
        """Tell whether the minute of a moment is a working one."""
        minute = to_minute(at, self.tz)
        return any(clip(day.working, minute, minute + 1) for day in self.days_from(minute, 1))

    def has_list(self, year: int) -> bool:
        """Tell whether holidays of a year are known, as far as the calendar asks for them."""
        return not self.follows_state_council or year in self._years

    def days_from(self, minute: int, count: int) -> Iterator[Day]:
        """Yield the dates whose windows may reach a minute and the `count` dates from its own.

        The first is the date before: its night window may reach over midnight.
        """
        first = local_date(minute, self.tz).toordinal() - 1
        for ordinal in range(first, first + count + 1):
            yield self._days.get(ordinal) or self.day(date.fromordinal(ordinal))

    def local(self, at: datetime) -> datetime:
        """Return a moment as this calendar's clocks show it, seconds cut off."""
        return to_moment(to_minute(at, self.tz), self.tz)

    def _reckon(self, on: date) -> Day:
        marked = self._own.get(on) or self._listed.get(on)
        kind, hours = self._hours(on)
        planned = self._stretches(on, hours)
        own = subtract(planned, self._cut)
        before = on - timedelta(days=1)
        # Of the date before only its windows are asked, not its own working time: no recursion.
        night = subtract(self._stretches(before, self._hours(before)[1]), self._cut)
        working = subtract(own, night)
        begin = local_minute(midnight(on), self.tz)
        end = local_minute(midnight(on + timedelta(days=1)), self.tz)
        return Day(
            on=on,
            kind=kind,
            marked=marked,
            windows=hours,
            begin=begin,
            end=end,
            planned=planned,
            own=own,
            working=working,
            minutes=length(working),
            is_working_day=bool(clip(own, begin, end)),
            has_list=self.has_list(on.year),
        )

    def _hours(self, on: date) -> tuple[DayKind, tuple[Window, ...]]:
        own, listed = self._own.get(on), self._listed.get(on)
        is_holiday = any(mark is not None and not mark.is_work for mark in (own, listed))
        is_makeup = bool(own.is_work if own else listed and listed.is_work)
        hours = () if is_holiday else self.weekly[on.weekday()]
        if not is_makeup:
            return (DayKind.HOLIDAY if is_holiday else DayKind.PLAIN), hours
        return DayKind.MAKEUP, tuple(sorted({*hours, *self.weekly[self.makeup_weekday]}))

    def _stretches(self, on: date, hours: tuple[Window, ...]) -> tuple[Stretch, ...]:
        if not hours:
            return ()
        start = midnight(on)
        return unite(
            (
                local_minute(start + timedelta(minutes=window.begin), self.tz),
                local_minute(start + timedelta(minutes=window.end), self.tz),
            )
            for window in hours
        )


def _set(calendar: Calendar, name: str, value: object) -> None:
    object.__setattr__(calendar, name, value)


def _check_week(weekly: Week, makeup_weekday: int) -> None:
    if len(weekly) != 7:
        raise CalendarRefused("每周时段须正好七天,从周一到周日。")
    if not any(weekly):
        raise CalendarRefused("每周至少要有一段工作时间,请至少填写一天。")
    if makeup_weekday not in range(7):
        raise CalendarRefused("调休日须指定照周几上班(周一至周日)。")


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarRefused(f"没有“{key}”这个时区,请填写如 Asia/Shanghai。") from error
