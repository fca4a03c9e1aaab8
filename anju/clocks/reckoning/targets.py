"""What a deadline is made of: its target, the pauses of its case, its stages."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from anju.clocks.reckoning.errors import BeyondBound, QuestionRefused
from anju.clocks.reckoning.moments import BOUND, BOUND_DAYS, DAY, read_time, shortened, written_time

_PROMISE = re.compile(r"(\d{1,6})@(\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many working minutes after the start (rule 2).

    :raises QuestionRefused: below one minute; `BeyondBound` for more than 400 days hold.
    """

    minutes: int

    def __post_init__(self) -> None:
        if type(self.minutes) is not int or self.minutes < 1:
            raise QuestionRefused("时限至少 1 分钟,且须为整数分钟,请重新填写。")
        if self.minutes > BOUND:
            raise BeyondBound(f"时限超过 {BOUND_DAYS} 天,无法计算,请缩短时限。")


@dataclass(frozen=True, slots=True)
class Promise:
    """By `at` on the `day`-th working day after the receiving date (rule 3); never paused.

    `at` and `cutoff` are minutes after 00:00; a receipt after the cut-off minute counts as
    received on the next date.

    :raises QuestionRefused: for a day below 1 or a time that is none.
    """

    day: int = 1
    at: int = 17 * 60 + 30
    cutoff: int | None = None

    def __post_init__(self) -> None:
        if type(self.day) is not int or self.day < 1:
            raise QuestionRefused("承诺的工作日从第 1 个算起,请填写不小于 1 的整数。")
        if self.day > BOUND_DAYS:
            raise BeyondBound(f"承诺超过 {BOUND_DAYS} 天,无法计算,请承诺更近的日期。")
        for minutes in (self.at, 0 if self.cutoff is None else self.cutoff):
            if type(minutes) is not int or not 0 <= minutes <= DAY:
                raise QuestionRefused("承诺和截止的钟点须在 00:00 至 24:00 之间,请重新填写。")

    def __str__(self) -> str:
        return f"{self.day}@{written_time(self.at)}"


def read_promise(text: str, *, cutoff: str = "") -> Promise:
    """Return the promise written as `1@17:30`, with a cut-off like `17:30` or none.

    :raises QuestionRefused: if it is none.
    """
    found = _PROMISE.fullmatch(text.strip())
    if not found:
        raise QuestionRefused(
            f"“{shortened(text)}”不是有效的承诺,请写成 1@17:30(第几个工作日@几点)。"
        )
    return Promise(int(found[1]), read_time(found[2]), read_time(cutoff) if cutoff else None)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A due time that somebody said: by hand (rule 13, marked), or a renewed promise (rule 4)."""

    at: datetime
    is_renewed: bool = False


Target = Duration | Promise | Fixed


@dataclass(frozen=True, slots=True)
class Pause:
    """The case waited over [begin, end); ended early, `end` is when it ended (rule 5).

    An empty one, ended in the minute it began, changes nothing.
    """

    begin: datetime
    end: datetime
    reason: str = ""


class Unit(StrEnum):
    """What a stage's offset is counted in."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment before (minutes < 0), at or after (> 0) due at which something happens (rule 10).

    :raises BeyondBound: if the offset is more than 400 days.
    """

    minutes: int
    unit: Unit = Unit.WORKING

    def __post_init__(self) -> None:
        if type(self.minutes) is not int:
            raise QuestionRefused("提醒和升级的时间差须为整数分钟,请重新填写。")
        if abs(self.minutes) > BOUND:
            raise BeyondBound(f"提醒或升级的时间差超过 {BOUND_DAYS} 天,请缩短。")
