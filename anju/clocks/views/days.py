"""A calendar's dates as screens show them: word, mark, hours and why. Pure; no request."""

from calendar import Calendar as Months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from anju.clocks.reckoning.calendars import OWN_NOTICE, Calendar, Day, DayKind
from anju.clocks.reckoning.checking import list_missing
from anju.clocks.reckoning.moments import (
    WEEKDAYS,
    Stretch,
    said_moment,
    to_minute,
    to_moment,
)


class Look(StrEnum):
    """How a date looks in the year view."""

    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    CLOSED = "closed"


LABELS = {
    Look.WORK: "工作日",
    Look.REST: "休息",
    Look.HOLIDAY: "法定节假日",
    Look.MAKEUP: "调休上班",
    Look.CLOSED: "停业",
}
MARKS = {Look.HOLIDAY: "休", Look.MAKEUP: "班", Look.CLOSED: "停"}


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One date: how it looks, its hours, and why."""

    on: date
    look: Look
    label: str
    hours: str
    why: str
    is_today: bool = False

    @property
    def mark(self) -> str:
        """The sign in the corner, which tells the kinds apart without colour."""
        return MARKS.get(self.look, "")

    @property
    def named(self) -> str:
        """The date as people name it: 10月1日 周四."""
        return f"{self.on.month}月{self.on.day}日 周{WEEKDAYS[self.on.weekday()]}"

    @property
    def said(self) -> str:
        """Everything in one line, for hover and for those who listen."""
        return ",".join(part for part in (self.named, self.label, self.hours, self.why) if part)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: weeks of dates, None outside the month."""

    number: int
    weeks: tuple[tuple[ShownDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Today's hours in words and whether somebody works now."""

    hours: str
    state: str
    tone: str


def shown_day(calendar: Calendar, on: date, *, today: date) -> ShownDay:
    """Return a date as the year view shows it."""
    day = calendar.day(on)
    look = _look(day)
    label = LABELS[look]
    if look is Look.HOLIDAY and day.marked and day.marked.notice == OWN_NOTICE:
        label = "本日历放假"
    if look is Look.CLOSED and day.own:
        label = "部分停业"
    why = ";".join(_why(calendar, day))
    return ShownDay(on, look, label, hours_of(calendar, day), why, is_today=on == today)


def year_of(calendar: Calendar, year: int, *, today: date) -> list[Month]:
    """Return the twelve months of a year, weeks beginning on Monday."""
    months = Months(firstweekday=0)
    return [
        Month(
            number,
            tuple(
                tuple(
                    shown_day(calendar, on, today=today) if on.month == number else None
                    for on in week
                )
                for week in months.monthdatescalendar(year, number)
            ),
        )
        for number in range(1, 13)
    ]


def specials_of(months: list[Month]) -> list[ShownDay]:
    """Return the dates that are not as their weekday says: the year view as a plain table."""
    days = (day for month in months for week in month.weeks for day in week if day)
    return [day for day in days if day.look not in (Look.WORK, Look.REST)]


def hours_of(calendar: Calendar, day: Day) -> str:
    """Return a date's working hours in words, closures taken out."""
    if not day.own:
        return "无工作时间"
    if day.own == ((day.begin, day.end),):
        return "全天"
    return "、".join(_stretch(calendar, day.on, stretch) for stretch in day.own)


def today_of(calendar: Calendar, now: datetime) -> Today:
    """Return today's hours, and whether somebody works this minute: in words and a tone."""
    minute = to_minute(now, calendar.tz)
    day = calendar.day(calendar.local(now).date())
    hours = hours_of(calendar, day)
    running = _running(calendar, minute)
    if running is not None:
        if hours == "全天":
            return Today(hours, "正在上班", "good")
        return Today(hours, f"正在上班,{to_moment(running, calendar.tz):%H:%M} 结束", "good")
    later = [begin for begin, _ in day.working if begin > minute]
    if later:
        begins = f"{to_moment(later[0], calendar.tz):%H:%M}"
        is_break = day.working[0][0] < minute
        state = f"休息中,{begins} 继续" if is_break else f"还没上班,{begins} 开始"
        return Today(hours, state, "plain")
    return Today(hours, "已下班" if day.own else "今天不上班", "plain")


def _running(calendar: Calendar, minute: int) -> int | None:
    """Return the end of the working stretch that a minute lies in."""
    for day in calendar.days_from(minute, 1):
        for begin, end in day.working:
            if begin <= minute < end:
                return end
    return None


def _look(day: Day) -> Look:
    if day.planned and day.own != day.planned:
        return Look.CLOSED
    if day.kind is DayKind.HOLIDAY:
        return Look.HOLIDAY
    if day.kind is DayKind.MAKEUP:
        return Look.MAKEUP
    return Look.WORK if day.is_working_day else Look.REST


def _why(calendar: Calendar, day: Day) -> Iterator[str]:
    if day.marked and day.kind is DayKind.HOLIDAY:
        yield f"{day.marked.name}放假({day.marked.notice})"
    if day.marked and day.kind is DayKind.MAKEUP:
        like = f"按周{WEEKDAYS[calendar.makeup_weekday]}时段"
        yield f"{day.marked.name}调休上班({day.marked.notice}),{like}"
    if day.planned != day.own:
        for closure, (begin, end) in zip(
            calendar.closures, calendar.closure_stretches(), strict=True
        ):
            if any(begin < stop and end > start for start, stop in day.planned):
                zone = calendar.tz
                span = f"{said_moment(begin, zone)} 至 {said_moment(end, zone)}"
                yield f"停业“{closure.name}” {span}"
    if not day.has_list:
        yield list_missing(day.on.year).split(";")[0]


def _stretch(calendar: Calendar, on: date, stretch: Stretch) -> str:
    begin, end = (to_moment(minute, calendar.tz) for minute in stretch)
    first = "次日" if begin.date() > on else ""
    if end.hour == end.minute == 0 and end.date() == begin.date() + timedelta(days=1):
        return f"{first}{begin:%H:%M}–24:00"
    second = "次日" if end.date() > begin.date() else ""
    return f"{first}{begin:%H:%M}–{second}{end:%H:%M}"
