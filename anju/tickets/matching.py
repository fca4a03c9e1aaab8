"""Which dispatch rule a matter gets: the first of an ordered list that fits, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Protocol


class RuleTerms(Protocol):
    """What matching needs of a rule; None asks nothing."""

    @property
    def category_id(self) -> int | None: ...
    @property
    def building_id(self) -> int | None: ...
    @property
    def starts(self) -> time | None: ...
    @property
    def ends(self) -> time | None: ...
    @property
    def is_open(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a matter.

    :param path: ids of its categories from the top down; empty while nobody named one.
    :param hour: the time of day in Shanghai.
    """

    path: tuple[int, ...] = ()
    building_id: int | None = None
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """One rule that was looked at; `missed` names what does not fit, empty if all does."""

    index: int
    missed: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.missed


@dataclass(frozen=True, slots=True)
class Match:
    """The first rule that fits, by its place in the list (None: none does), and the way there."""

    index: int | None
    looked: tuple[Looked, ...]


def match(rules: Sequence[RuleTerms], facts: Facts) -> Match:
    """Return the first rule whose every condition the facts meet."""
    looked: list[Looked] = []
    for index, rule in enumerate(rules):
        looked.append(Looked(index, tuple(_missed(rule, facts))))
        if looked[-1].fits:
            return Match(index, tuple(looked))
    return Match(None, tuple(looked))


def covers_hour(starts: time | None, ends: time | None, hour: time | None) -> bool:
    """Tell whether a time of day lies in [starts, ends); ends before starts passes midnight."""
    if starts is None or ends is None:
        return True
    if hour is None:
        return False
    if ends <= starts:
        return hour >= starts or hour < ends
    return starts <= hour < ends


def _missed(rule: RuleTerms, facts: Facts) -> list[str]:
    missed = []
    if rule.category_id is not None and rule.category_id not in facts.path:
        missed.append("事项分类不符")
    if rule.building_id is not None and rule.building_id != facts.building_id:
        missed.append("楼栋不符" if facts.building_id else "没有楼栋")
    if not covers_hour(rule.starts, rule.ends, facts.hour):
        missed.append("不在时段内")
    if not rule.is_open:
        missed.append("部门已停用")
    return missed
