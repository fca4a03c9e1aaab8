"""The State Council's holidays and make-up working days, as lists that name their notice.

Lists are merged by date and the later notice wins; an empty list counts as no list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from anju.clocks.reckoning.errors import HolidayListRefused


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """One date of a list: off, or a make-up working day (调休上班)."""

    on: date
    name: str
    is_work: bool


@dataclass(frozen=True, slots=True)
class HolidayList:
    """One year's holidays as one notice announced them.

    `issued` is the notice's date, by which later notices win. A list may hold days of the
    December before its year.

    :raises HolidayListRefused: if a date stands there twice or lies outside.
    """

    year: int
    title: str
    number: str
    issued: date
    days: tuple[HolidayDay, ...]
    source: str = ""

    def __post_init__(self) -> None:
        seen: set[date] = set()
        for day in self.days:
            if day.on in seen:
                raise HolidayListRefused(f"{day.on} 在名单里出现了两次,请保留一次。")
            if day.on.year != self.year and (day.on.year, day.on.month) != (self.year - 1, 12):
                raise HolidayListRefused(
                    f"{day.on} 不属于 {self.year} 年(也不是上一年 12 月),请检查年份和日期。"
                )
            seen.add(day.on)

    @property
    def notice(self) -> str:
        """The notice as explanations name it: 《标题》,文号."""
        return f"《{self.title}》" + (f",{self.number}" if self.number else "")


@dataclass(frozen=True, slots=True)
class Marked:
    """A date that a list speaks of, with the notice that decided."""

    on: date
    name: str
    is_work: bool
    notice: str


def merged(lists: Iterable[HolidayList]) -> Mapping[date, Marked]:
    """Return every listed date as the latest notice that names it has it.

    Of two notices of one date the one given later wins.
    """
    found: dict[date, Marked] = {}
    for each in sorted(lists, key=lambda one: one.issued):
        for day in each.days:
            found[day.on] = Marked(day.on, day.name, day.is_work, each.notice)
    return found


def years_listed(lists: Iterable[HolidayList]) -> frozenset[int]:
    """Return the years that have a list; an empty list counts as no list."""
    return frozenset(each.year for each in lists if each.days)
