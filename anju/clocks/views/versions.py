"""What changed between two versions of a calendar, in words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anju.clocks.models import CalendarVersion
from anju.clocks.reckoning.calendars import Calendar, OwnDay
from anju.clocks.reckoning.moments import WEEKDAYS, said_date, said_moment, to_minute
from anju.clocks.reckoning.windows import Closure, said_windows


@dataclass(frozen=True, slots=True)
class Change:
    """A version with what it changed of the one before it."""

    version: CalendarVersion
    said: list[str]


def history_of(versions: Sequence[CalendarVersion], most: int) -> list[Change]:
    """Return versions (newest first, one more than shown) with what each changed."""
    changes = []
    for index, version in enumerate(versions[:most]):
        older = versions[index + 1] if index + 1 < len(versions) else None
        said = differences(older.reckoned(), version.reckoned()) if older else ["第一版"]
        changes.append(Change(version, said))
    return changes


def differences(before: Calendar, after: Calendar) -> list[str]:
    """Return in words what is different; empty if nothing is."""
    return [
        *_named("名称", before.name, after.name),
        *_week(before, after),
        *_named("按国务院放假安排", _yes(before), _yes(after)),
        *_named("调休上班日", _like(before), _like(after)),
        *_rows("停业", _closures(before), _closures(after)),
        *_rows("自定日期", _own_days(before), _own_days(after)),
        *_lists(before, after),
    ]


def _named(what: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{what}:{before} → {after}"


def _week(before: Calendar, after: Calendar) -> Iterator[str]:
    """Yield one line for all weekdays that change in the same way."""
    alike: dict[tuple[str, str], list[int]] = {}
    for day in range(len(WEEKDAYS)):
        pair = said_windows(before.weekly[day]), said_windows(after.weekly[day])
        if pair[0] != pair[1]:
            alike.setdefault(pair, []).append(day)
    for (old, new), days in alike.items():
        yield f"{_days(days)}:{_off(old)} → {_off(new)}"


def _days(days: list[int]) -> str:
    """Return weekdays in words: 每天, 周一至周五, 周二、四."""
    if len(days) == len(WEEKDAYS):
        return "每天"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"周{WEEKDAYS[days[0]]}至周{WEEKDAYS[days[-1]]}"
    return f"周{'、'.join(WEEKDAYS[day] for day in days)}"


def _off(hours: str) -> str:
    return "休息" if hours == "无" else hours


def _yes(calendar: Calendar) -> str:
    return "是" if calendar.follows_state_council else "否"


def _like(calendar: Calendar) -> str:
    return f"按周{WEEKDAYS[calendar.makeup_weekday]}时段"


def _closures(calendar: Calendar) -> list[str]:
    zone = calendar.tz

    def said(closure: Closure) -> str:
        begin, end = to_minute(closure.begin, zone), to_minute(closure.end, zone)
        return f"{said_moment(begin, zone)} 至 {said_moment(end, zone)} {closure.name}".strip()

    return [said(closure) for closure in calendar.closures]


def _own_days(calendar: Calendar) -> list[str]:
    def said(day: OwnDay) -> str:
        what = "调休上班" if day.is_work else "放假"
        return f"{said_date(day.on)}{what} {day.name}".strip()

    return [said(day) for day in calendar.own_days]


def _rows(what: str, before: list[str], after: list[str]) -> Iterator[str]:
    yield from (f"新增{what}:{row}" for row in after if row not in before)
    yield from (f"取消{what}:{row}" for row in before if row not in after)


def _lists(before: Calendar, after: Calendar) -> Iterator[str]:
    known = {(each.title, each.number, each.days) for each in before.lists}
    for each in after.lists:
        if (each.title, each.number, each.days) not in known and after.follows_state_council:
            yield f"放假安排:{each.notice}"
