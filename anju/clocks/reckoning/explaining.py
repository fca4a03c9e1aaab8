"""Why a deadline is at its minute, in Chinese (rule 12): rows for screens, sentences for shells.

Whoever keeps clocks adds rows of its own kinds: the policy that matched, who changed what.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anju.clocks.reckoning.calendars import Calendar, Day, DayKind
from anju.clocks.reckoning.checking import list_missing
from anju.clocks.reckoning.deadlines import due
from anju.clocks.reckoning.durations import pause_stretches, working_stretches
from anju.clocks.reckoning.moments import (
    WEEKDAYS,
    Stretch,
    clip,
    length,
    said_date,
    said_moment,
    to_minute,
    to_moment,
    unite,
    written_time,
)
from anju.clocks.reckoning.promises import dates_after, receipt
from anju.clocks.reckoning.targets import Duration, Pause, Promise, Target
from anju.clocks.reckoning.windows import said_windows


class RowKind(StrEnum):
    """What a row of an explanation tells."""

    RULE = "rule"
    COUNTED = "counted"
    OFF = "off"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    CLOSURE = "closure"
    PAUSE = "pause"
    RECEIPT = "receipt"
    WORKING_DAY = "working_day"
    LIST_MISSING = "list_missing"
    RESULT = "result"
    POLICY = "policy"  # added by whoever keeps clocks
    CHANGE = "change"  # likewise


@dataclass(frozen=True, slots=True)
class Row:
    """One step of an explanation: a whole sentence, and its figures for a table.

    `minutes` are counted (or taken away, for pauses and closures), `total` counted so far.
    """

    kind: RowKind
    text: str
    begin: datetime | None = None
    end: datetime | None = None
    minutes: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A due time with the way to it."""

    due_at: datetime
    rows: tuple[Row, ...]

    @property
    def sentences(self) -> list[str]:
        """The rows' texts, for shells and JSON."""
        return [row.text for row in self.rows]


def explain(
    calendar: Calendar, target: Target, start: datetime, pauses: Iterable[Pause] = ()
) -> Explanation:
    """Return the due time of `deadlines.due` and why it is there.

    :raises BeyondBound: as `due` does.
    """
    pauses = tuple(pauses)
    due_at = due(calendar, target, start, pauses)
    begin, end = to_minute(start, calendar.tz), to_minute(due_at, calendar.tz)
    if isinstance(target, Duration):
        united = pause_stretches(calendar, pauses)
        rows = _duration(calendar, target, begin, end, united)
    elif isinstance(target, Promise):
        rows = _promise(calendar, target, begin, end)
    else:
        said = "由续诺确定" if target.is_renewed else "由人工设定,保持到人工取消为止"
        rows = [Row(RowKind.RULE, f"到期时间{said}。")]
    if pauses and not isinstance(target, Duration):
        rows.append(Row(RowKind.PAUSE, "暂停不影响这个到期时间。"))
    result = f"到期时间:{said_moment(end, calendar.tz)}。"
    return Explanation(due_at, (*rows, Row(RowKind.RESULT, result, due_at, due_at)))


def _named(calendar: Calendar) -> str:
    zone = "" if calendar.zone == "Asia/Shanghai" else f",时区 {calendar.zone}"
    return f"日历“{calendar.name}”({calendar.code}{zone})"


def _duration(
    calendar: Calendar, target: Duration, start: int, end: int, pauses: Sequence[Stretch]
) -> list[Row]:
    zone = calendar.tz
    rule = f"从 {said_moment(start, zone)} 起,按{_named(calendar)}计 {target.minutes} 个工作分钟。"
    pairs = list(working_stretches(calendar, start, end, pauses))
    # The date before the start matters only by a night window that reaches over midnight.
    if not clip(pairs[0][0].working, start, end):
        del pairs[0]
    days = [day for day, _ in pairs]
    placed = [
        *_counted(calendar, pairs, start),
        *_off(calendar, days, lambda day: not day.planned),
        *_makeups(calendar, days),
        *_closures(calendar, days, start, end),
        *_paused(calendar, days, start, end, pauses),
    ]
    placed.sort(key=lambda pair: pair[0])
    rows = [row for _, row in placed]
    return [Row(RowKind.RULE, rule), *rows, *_years(calendar, days)]


Placed = tuple[int, Row]


def _counted(
    calendar: Calendar, days: Iterable[tuple[Day, tuple[Stretch, ...]]], start: int
) -> Iterator[Placed]:
    zone, total = calendar.tz, 0
    for day, stretches in days:
        if stretches:
            minutes = length(stretches)
            total += minutes
            hours = "、".join(_hours(calendar, day.on, stretch) for stretch in stretches)
            text = f"{said_date(day.on)}{hours} 计 {minutes} 分钟,累计 {total} 分钟。"
            begin, end = to_moment(stretches[0][0], zone), to_moment(stretches[-1][1], zone)
            yield stretches[0][0], Row(RowKind.COUNTED, text, begin, end, minutes, total)
        elif day.begin <= start and day.working and day.working[-1][1] <= start < day.end:
            text = f"{said_moment(start, zone)} 起当天已没有工作时间,不计。"
            yield start, Row(RowKind.OFF, text)


def _hours(calendar: Calendar, on: date, stretch: Stretch) -> str:
    """Return 17:00–17:30, 20:00–24:00, 20:00–次日06:00 or 次日00:00–06:00, seen from a date."""
    begin, end = (to_moment(minute, calendar.tz) for minute in stretch)
    told = "次日" if begin.date() > on else ""
    if end.date() == begin.date():
        return f"{told}{begin:%H:%M}–{end:%H:%M}"
    if end.hour == end.minute == 0:
        return f"{told}{begin:%H:%M}–24:00"
    return f"{told}{begin:%H:%M}–次日{end:%H:%M}"


def _off(
    calendar: Calendar, days: Sequence[Day], is_off: Callable[[Day], bool]
) -> Iterator[Placed]:
    """Yield the dates off, neighbours with the same reason in one row."""
    run: list[Day] = []
    for day in [*days, None]:
        if run and (day is None or not is_off(day) or _reason(day) != _reason(run[-1])):
            yield run[0].begin, _off_row(calendar, run)
            run = []
        if day is not None and is_off(day):
            run.append(day)


def _reason(day: Day) -> str:
    if day.kind is DayKind.HOLIDAY and day.marked:
        return f"{day.marked.name}放假({day.marked.notice})"
    return "停业" if day.planned else "不上班"


def _off_row(calendar: Calendar, run: Sequence[Day]) -> Row:
    dates = said_date(run[0].on)
    if len(run) > 1:
        dates += f"至 {said_date(run[-1].on)}"
    kind = RowKind.HOLIDAY if run[0].kind is DayKind.HOLIDAY else RowKind.OFF
    begin, end = to_moment(run[0].begin, calendar.tz), to_moment(run[-1].end, calendar.tz)
    return Row(kind, f"{dates}{_reason(run[0])},不计。", begin, end)


def _makeups(calendar: Calendar, days: Iterable[Day]) -> Iterator[Placed]:
    like = f"按周{WEEKDAYS[calendar.makeup_weekday]}时段"
    for day in days:
        if day.kind is DayKind.MAKEUP and day.marked:
            text = (
                f"{said_date(day.on)}{day.marked.name}调休上班({day.marked.notice}),"
                f"{like},当天工作时间 {said_windows(day.windows)}。"
            )
            zone = calendar.tz
            yield (
                day.begin,
                Row(RowKind.MAKEUP, text, to_moment(day.begin, zone), to_moment(day.end, zone)),
            )


def _closures(calendar: Calendar, days: Sequence[Day], start: int, end: int) -> Iterator[Placed]:
    near = [
        (closure, stretch)
        for closure, stretch in zip(calendar.closures, calendar.closure_stretches(), strict=True)
        if stretch[0] < end and stretch[1] > start
    ]
    if not near:
        return
    planned = unite(stretch for day in days for stretch in day.planned)
    for closure, stretch in near:
        lost = length(clip(planned, max(start, stretch[0]), min(end, stretch[1])))
        named = f"“{closure.name}”" if closure.name else ""
        zone = calendar.tz
        text = (
            f"停业{named} {said_moment(stretch[0], zone)} 至 {said_moment(stretch[1], zone)},"
            f"其中工作时段 {lost} 分钟不计。"
        )
        begin, stop = to_moment(stretch[0], zone), to_moment(stretch[1], zone)
        yield max(start, stretch[0]), Row(RowKind.CLOSURE, text, begin, stop, lost)


def _paused(
    calendar: Calendar, days: Sequence[Day], start: int, end: int, pauses: Sequence[Stretch]
) -> Iterator[Placed]:
    zone = calendar.tz
    for begin, stop in pauses:
        if begin >= end or stop <= start:
            continue
        lost = sum(length(clip(day.working, max(begin, start), min(stop, end))) for day in days)
        said = f"扣除其中 {lost} 个工作分钟" if lost else "期间没有工作时间,不影响到期"
        text = f"暂停 {said_moment(begin, zone)} 至 {said_moment(stop, zone)},{said}。"
        moments = to_moment(begin, zone), to_moment(stop, zone)
        yield max(begin, start), Row(RowKind.PAUSE, text, *moments, lost)


def _years(calendar: Calendar, days: Iterable[Day]) -> list[Row]:
    years = sorted({day.on.year for day in days if not day.has_list})
    return [Row(RowKind.LIST_MISSING, list_missing(year)) for year in years]


def _promise(calendar: Calendar, target: Promise, start: int, end: int) -> list[Row]:
    rule = (
        f"承诺:收到之日后第 {target.day} 个工作日 {written_time(target.at)} 前答复,"
        f"按{_named(calendar)}。"
    )
    received = receipt(calendar, target, start)
    said = f"收到时间 {said_moment(start, calendar.tz)}"
    if target.cutoff is None:
        said += f",收到日期为 {said_date(received.on)}。"
    elif received.is_after_cutoff:
        cutoff = written_time(target.cutoff)
        said += f",已过当天截止 {cutoff},按次日 {said_date(received.on)}收到计。"
    else:
        said += f",未过当天截止 {written_time(target.cutoff)},按当天收到计。"
    rows = [Row(RowKind.RULE, rule), Row(RowKind.RECEIPT, said)]
    days, count = [], 0
    for on in dates_after(received.on):
        days.append(calendar.day(on))
        count += days[-1].is_working_day
        if count == target.day:
            break
    placed = [
        *_off(calendar, days, lambda day: not day.is_working_day),
        *_makeups(calendar, days),
        *_working_days(days),
    ]
    placed.sort(key=lambda pair: pair[0])
    return [*rows, *(row for _, row in placed), *_years(calendar, days)]


def _working_days(days: Iterable[Day]) -> Iterator[Placed]:
    working = (day for day in days if day.is_working_day)
    for count, day in enumerate(working, 1):
        text = f"{said_date(day.on)}是第 {count} 个工作日。"
        yield day.begin, Row(RowKind.WORKING_DAY, text, total=count)
