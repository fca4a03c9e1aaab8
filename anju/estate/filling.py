"""Many rooms at once: floors 1–18 with doors 01–04 each. Pure: a plan, and the rooms it makes."""

import re
from dataclasses import dataclass

from anju.core.errors import DomainError
from anju.core.unit_codes import LONGEST_PART

MOST_ROOMS = 2000
MOST_DOORS = 60
TOP_FLOOR = 120


class PlanUnclear(DomainError):
    """The plan makes no rooms, or too many."""


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room that the plan makes."""

    floor: int
    room: str


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """Floors from–to without some, on each of them the same doors; 3 and 01 make `301`."""

    floor_from: int
    floor_to: int
    doors: tuple[str, ...]
    without: frozenset[int] = frozenset()

    def rooms(self) -> list[PlannedRoom]:
        """Return the rooms from the ground up.

        :raises PlanUnclear: if there are none, or more than one entrance can have.
        """
        if not 1 <= self.floor_from <= self.floor_to <= TOP_FLOOR:
            raise PlanUnclear(f"楼层要从低到高,在 1 到 {TOP_FLOOR} 之间。")
        floors = [
            floor
            for floor in range(self.floor_from, self.floor_to + 1)
            if floor not in self.without
        ]
        rooms = [PlannedRoom(floor, f"{floor}{door}") for floor in floors for door in self.doors]
        if not rooms:
            raise PlanUnclear("按这样填没有一间房,请核对楼层和跳过的楼层。")
        if len(rooms) > MOST_ROOMS:
            raise PlanUnclear(f"一次最多登记 {MOST_ROOMS} 户,这里有 {len(rooms)} 户,请分几次。")
        return rooms


def read_doors(text: str) -> tuple[str, ...]:
    """Return the doors that a text names: `01-04` → 01 02 03 04; `01、03、A` → those.

    :raises PlanUnclear: if the text cannot be read, names none, or one twice.
    """
    doors: list[str] = []
    for part in re.split(r"[,,、;;\s]+", text.strip().upper()):
        run = re.fullmatch(r"([0-9]{1,3})[-–—~至]([0-9]{1,3})", part)
        if run:
            first, last = int(run[1]), int(run[2])
            width = len(run[1])
            doors += [str(door).zfill(width) for door in range(first, min(last, first + 99) + 1)]
        elif re.fullmatch(r"[0-9A-Z]{1,4}", part):
            doors.append(part)
        else:
            raise PlanUnclear(f"“{part}”看不懂。户号请写成 01-04,或 01、02、03。")
    if not doors or len(doors) > MOST_DOORS or len(set(doors)) != len(doors):
        raise PlanUnclear(f"每层要有 1 到 {MOST_DOORS} 个户号,不能重复。")
    assert all(len(door) + 3 <= LONGEST_PART for door in doors)
    return tuple(doors)


def read_floors(text: str) -> frozenset[int]:
    """Return the floors that a text names: `4、13、14`; nothing names none.

    :raises PlanUnclear: if the text cannot be read.
    """
    parts = [part for part in re.split(r"[,,、;;\s]+", text.strip()) if part]
    if not all(re.fullmatch(r"[0-9]{1,3}", part) for part in parts):
        raise PlanUnclear("跳过的楼层只写数字,用逗号隔开,如 4,13,14。")
    return frozenset(int(part) for part in parts)
