"""Moments and stretches of time: whole minutes, in any zone, whatever zone the process is in.

Inside, a moment is the number of minutes since 1970 in UTC and a `Stretch` a half-open pair of
them (rule 2: windows are half-open), so no arithmetic here ever meets a change of the clocks.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from anju.clocks.reckoning.errors import QuestionRefused

DAY = 1440
BOUND_DAYS = 400
BOUND = BOUND_DAYS * DAY
FIRST_YEAR, LAST_YEAR = 1980, 8999
WEEKDAYS = "一二三四五六日"

Stretch = tuple[int, int]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_TIME = re.compile(r"(\d\d):(\d\d)", re.ASCII)


def to_minute(at: datetime, zone: ZoneInfo) -> int:
    """Return the minute a moment lies in; seconds are cut off, no offset means `zone`.

    :raises QuestionRefused: for a year outside 1980–8999.
    """
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise QuestionRefused(
            f"{at.year} 年不在可计算的范围内({FIRST_YEAR}–{LAST_YEAR} 年),请检查日期。"
        )
    if at.tzinfo is None:
        return local_minute(at, zone)
    return (at - _EPOCH) // _MINUTE


def local_minute(naive: datetime, zone: ZoneInfo) -> int:
    """Return the minute at which the clocks of a zone show `naive`.

    A time shown twice means its first showing; a time the clocks skip means the skip itself.
    """
    first = naive.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    assert before is not None and after is not None
    wall = (naive - _EPOCH.replace(tzinfo=None)) // _MINUTE
    if before >= after:
        return wall - before // _MINUTE
    return _skip(wall - after // _MINUTE, wall - before // _MINUTE, zone)


def _skip(low: int, high: int, zone: ZoneInfo) -> int:
    """Return the first minute after the clocks went forward, somewhere in (low, high]."""
    before = to_moment(low, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if to_moment(middle, zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def to_moment(minute: int, zone: ZoneInfo) -> datetime:
    """Return the moment as the clocks of the zone show it, with its offset."""
    return datetime.fromtimestamp(minute * 60, zone)


def local_date(minute: int, zone: ZoneInfo) -> date:
    """Return the date of a minute in the zone."""
    return to_moment(minute, zone).date()


def midnight(day: date) -> datetime:
    """Return 00:00 of a date, without an offset."""
    return datetime.combine(day, time())


def read_moment(text: str) -> datetime:
    """Return the moment written as `2026-11-20T17:00`, with or without seconds and an offset.

    :raises QuestionRefused: if the text is none.
    """
    if _MOMENT.fullmatch(text.strip()):
        try:
            return datetime.fromisoformat(text.strip())
        except ValueError:
            pass
    raise QuestionRefused(
        f"“{shortened(text)}”不是有效的时间,请写成 2026-11-20T17:00(年-月-日T时:分)。"
    )


def read_time(text: str) -> int:
    """Return the minutes after 00:00 of `17:30`; `24:00` is the end of a day.

    :raises QuestionRefused: if the text is no time of day.
    """
    found = _TIME.fullmatch(text.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    if not found or int(found[2]) > 59 or minutes > DAY:
        raise QuestionRefused(f"“{shortened(text)}”不是有效的钟点,请写成 17:30(00:00 至 24:00)。")
    return minutes


def written_time(minutes: int) -> str:
    """Return minutes after 00:00 as `17:30`, and 1440 as `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def shortened(text: object) -> str:
    """Return somebody's input, short enough to be quoted back."""
    # Half a surrogate pair cannot be written; it becomes a question mark.
    said = " ".join(str(text).encode("utf-8", "replace").decode().split())
    return said if len(said) <= 40 else said[:39] + "…"


@lru_cache(maxsize=4096)
def said_date(day: date) -> str:
    """Return a date as explanations name it: 2026-11-20(周五)."""
    return f"{day.isoformat()}(周{WEEKDAYS[day.weekday()]})"


def said_moment(minute: int, zone: ZoneInfo) -> str:
    """Return a moment as explanations name it: 2026-11-20(周五)17:00."""
    local = to_moment(minute, zone)
    return f"{said_date(local.date())}{local.hour:02d}:{local.minute:02d}"


def unite(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the union: in order, disjoint, without empty ones; touching ones are one."""
    united: list[Stretch] = []
    for begin, end in sorted(stretches):
        if begin >= end:
            continue
        if united and begin <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((begin, end))
    return tuple(united)


def subtract(stretches: Sequence[Stretch], away: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return what is left of `stretches`; both are in order and disjoint."""
    if not away or not stretches:
        return tuple(stretches)
    left: list[Stretch] = []
    for begin, end in stretches:
        for cut_begin, cut_end in away:
            if cut_begin >= end:
                break
            if cut_end <= begin:
                continue
            if begin < cut_begin:
                left.append((begin, cut_begin))
            begin = max(begin, cut_end)
        if begin < end:
            left.append((begin, end))
    return tuple(left)


def clip(stretches: Iterable[Stretch], begin: int, end: int) -> tuple[Stretch, ...]:
    """Return the parts of `stretches` that lie in [begin, end)."""
    return tuple(
        (max(one, begin), min(other, end))
        for one, other in stretches
        if one < end and other > begin and begin < end
    )


def length(stretches: Iterable[Stretch]) -> int:
    """Return how many minutes disjoint stretches hold."""
    return sum(end - begin for begin, end in stretches)
