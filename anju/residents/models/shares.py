"""Shares of a unit's owners over time: never more than the whole on any day. Pure."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple


class Share(NamedTuple):
    """A part of a unit for a half-open period; None is open."""

    part: Fraction
    starts_on: date | None
    ends_on: date | None


class Overfull(NamedTuple):
    """The first day on which the shares exceed the whole, and what they come to."""

    day: date
    total: Fraction


def first_overfull(shares: Iterable[Share]) -> Overfull | None:
    """Return the first day on which the shares exceed the whole, else None."""
    steps: dict[date, Fraction] = {}
    for part, starts_on, ends_on in shares:
        begins = starts_on or date.min
        steps[begins] = steps.get(begins, Fraction()) + part
        if ends_on is not None:
            steps[ends_on] = steps.get(ends_on, Fraction()) - part
    total = Fraction()
    for day in sorted(steps):
        total += steps[day]
        if total > 1:
            return Overfull(day, total)
    return None


def spoken_share(part: Fraction) -> str:
    """Return a share as people write it: 全部, 1/2; more than the whole as a number."""
    return "全部" if part == 1 else str(part)
