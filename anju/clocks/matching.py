"""Which policy a case gets: an ordered list, the first that fits, and why (rule 1). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from anju.core.errors import DomainError

Facts = Mapping[str, Any]

FACTS = {
    "category": "类别",
    "kind": "种类",
    "level": "级别",
    "priority": "优先级",
    "building": "楼栋",
    "hour": "钟点",
    "weekday": "星期",
    "channel": "来源",
    "department": "部门",
}
AT_LEAST, AT_MOST = "at_least", "at_most"


class ConditionRefused(DomainError):
    """A condition is not one that can be read."""


class HasConditions(Protocol):
    """What matching needs of a policy."""

    @property
    def name(self) -> str: ...

    @property
    def conditions(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Looked:
    """One policy that was looked at, and why it fits or does not."""

    index: int
    name: str
    fits: bool
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """The first policy that fits, by its place in the list (None: none does), and the way there."""

    index: int | None
    looked: tuple[Looked, ...]

    @property
    def sentences(self) -> list[str]:
        """The way in words, as a clock keeps it."""
        return [f"“{each.name}”:{each.why}" for each in self.looked]


def match(policies: Sequence[HasConditions], facts: Facts) -> Match:
    """Return the first policy whose every condition the facts meet."""
    looked: list[Looked] = []
    for index, policy in enumerate(policies):
        missed = [
            why for name, wanted in policy.conditions.items() if (why := _miss(name, wanted, facts))
        ]
        if not missed:
            why = "条件全部符合,采用。" if policy.conditions else "适用于其他所有情况,采用。"
            return Match(index, (*looked, Looked(index, policy.name, True, why)))
        looked.append(Looked(index, policy.name, False, ";".join(missed) + ",不采用。"))
    return Match(None, tuple(looked))


def check_conditions(conditions: Mapping[str, Any]) -> None:
    """Refuse conditions that could never be read.

    Each fact has a list of values, one of which must be met, or `at_least`/`at_most` numbers.

    :raises ConditionRefused: with the fact's name.
    """
    for name, wanted in conditions.items():
        if name not in FACTS:
            raise ConditionRefused(f"没有“{name}”这个条件,请从列表中选择。")
        if isinstance(wanted, list) and wanted:
            continue
        if isinstance(wanted, Mapping) and _is_range(wanted):
            continue
        raise ConditionRefused(f"条件“{FACTS[name]}”请填写一个或多个值,或数字的上下限。")


def _is_range(wanted: Mapping[str, Any]) -> bool:
    known = wanted and set(wanted) <= {AT_LEAST, AT_MOST}
    return bool(known) and all(type(value) is int for value in wanted.values())


def said_condition(name: str, wanted: Any) -> str:
    """Return a condition as people read it: 类别为 噪声 或 渗水."""
    label = FACTS.get(name, name)
    if isinstance(wanted, Mapping):
        low, high = wanted.get(AT_LEAST), wanted.get(AT_MOST)
        parts = [f"不低于 {low}"] * (low is not None) + [f"不高于 {high}"] * (high is not None)
        return label + "且".join(parts)
    return f"{label}为“{'”或“'.join(map(str, wanted))}”"


def _miss(name: str, wanted: Any, facts: Facts) -> str:
    """Return why a condition is not met, or nothing."""
    given = facts.get(name)
    if _meets(given, wanted):
        return ""
    known = f"实为“{given}”" if given is not None else "未提供"
    return f"要求{said_condition(name, wanted)},{known}"


def _meets(given: Any, wanted: Any) -> bool:
    if given is None:
        return False
    values = given if isinstance(given, list | tuple) else [given]
    if isinstance(wanted, Mapping):
        return any(type(value) is int and _between(value, wanted) for value in values)
    return any(value in wanted for value in values)


def _between(value: int, wanted: Mapping[str, int]) -> bool:
    low, high = wanted.get(AT_LEAST, value), wanted.get(AT_MOST, value)
    return low <= value <= high
