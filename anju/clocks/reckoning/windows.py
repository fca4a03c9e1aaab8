"""Working windows of a weekday, and closures: intervals of time in which nobody works."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from anju.clocks.reckoning.errors import CalendarRefused, QuestionRefused
from anju.clocks.reckoning.moments import DAY, read_time, shortened, written_time

_WINDOW = re.compile(r"\s*(\d\d:\d\d)\s*[-–—~至]\s*(\d\d:\d\d)\s*", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Working time of a date, in minutes after its 00:00; half-open.

    `end` lies beyond 1440 when the window runs over midnight: its tail belongs to the date on
    which it begins. 1440 is 24:00.

    :raises CalendarRefused: unless 0 ≤ begin < 1440 and begin < end < begin + 1440 (or 0–1440).
    """

    begin: int
    end: int

    def __post_init__(self) -> None:
        longest = self.begin + DAY - (1 if self.begin else 0)
        if not 0 <= self.begin < DAY or not self.begin < self.end <= longest:
            raise CalendarRefused("工作时段须在当天开始,结束晚于开始,且不到 24 小时(全天除外)。")

    def __str__(self) -> str:
        if self.end <= DAY:
            return f"{written_time(self.begin)}–{written_time(self.end)}"
        return f"{written_time(self.begin)}–次日{written_time(self.end - DAY)}"

    @property
    def written(self) -> str:
        """The window as `read_window` reads it: 20:00-06:00."""
        end = self.end if self.end <= DAY else self.end - DAY
        return f"{written_time(self.begin)}-{written_time(end)}"


def read_window(text: str) -> Window:
    """Return the window written as `08:30-12:00`; an end before the begin is on the next date.

    :raises CalendarRefused: if it is none.
    """
    found = _WINDOW.fullmatch(text)
    if not found:
        raise CalendarRefused(f"“{shortened(text)}”不是有效的时段,请写成 08:30-12:00。")
    try:
        begin, end = read_time(found[1]), read_time(found[2])
    except QuestionRefused as error:
        raise CalendarRefused(str(error)) from error
    if begin == end:
        raise CalendarRefused("时段的开始和结束相同;全天请写 00:00-24:00,跨夜 24 小时请分成两段。")
    return Window(begin, end if end > begin else end + DAY)


def windows(*texts: str) -> tuple[Window, ...]:
    """Return several windows, in order of the day."""
    return tuple(sorted(read_window(text) for text in texts))


def said_windows(those: Iterable[Window]) -> str:
    """Return windows as people read them: 08:30–12:00、13:30–17:30."""
    return "、".join(map(str, those)) or "无"


@dataclass(frozen=True, slots=True)
class Closure:
    """An interval of time [begin, end) in which the calendar does not work; cuts any window.

    Seconds are cut off; without an offset the calendar's zone is meant.
    """

    begin: datetime
    end: datetime
    name: str = ""
