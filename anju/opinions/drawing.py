"""Drawing a sample that anybody can draw again from its seed. Pure.

Every ticket gets a place in a row by a hash of the seed and its own number. From the front of the
row: the first of every building and of every worker is taken, so that nobody is left out; then,
still from the front, as many more as the share of all asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from anju.opinions.states import DrawnFor


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket that may be drawn: its building and who worked on it, each by code and name."""

    id: int
    number: str
    building: tuple[str, str] | None
    workers: tuple[tuple[str, str], ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return it as a draw keeps it."""
        building = list(self.building) if self.building else None
        workers = [list(each) for each in self.workers]
        return {"id": self.id, "number": self.number, "building": building, "workers": workers}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Candidate":
        """Return what a draw has kept."""
        building = stored["building"]
        return cls(
            stored["id"],
            stored["number"],
            (building[0], building[1]) if building else None,
            tuple((code, name) for code, name in stored["workers"]),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A ticket that was drawn, and for which buildings and workers it is the first."""

    id: int
    why: DrawnFor
    named: str = ""


def drawn(candidates: Sequence[Candidate], *, seed: str, share: int) -> list[Drawn]:
    """Return the sample in the order of the row; nothing for a share of nothing.

    At least the share (rounded up), at most that or one for each building and worker.

    :param share: percent of all candidates, 0 to 100.
    """
    if share <= 0:
        return []
    row = sorted(candidates, key=lambda each: (place(seed, each.number), each.id))
    seen: set[tuple[DrawnFor, str]] = set()
    first: dict[int, Drawn] = {}
    for each in row:
        new = [(kind, code, name) for kind, code, name in _keys(each) if (kind, code) not in seen]
        if new:
            seen.update((kind, code) for kind, code, _ in new)
            first[each.id] = Drawn(each.id, new[0][0], "、".join(name for _, _, name in new))
    wanted = -(-len(row) * share // 100)
    more = wanted - len(first)
    found = []
    for each in row:
        if each.id in first:
            found.append(first[each.id])
        elif more > 0:
            more -= 1
            found.append(Drawn(each.id, DrawnFor.CHANCE))
    return found


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def place(seed: str, number: str) -> str:
    """Return a ticket's place in the row of a seed."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def _keys(each: Candidate) -> list[tuple[DrawnFor, str, str]]:
    building = [(DrawnFor.BUILDING, *each.building)] if each.building else []
    return [*building, *((DrawnFor.WORKER, code, name) for code, name in each.workers)]
