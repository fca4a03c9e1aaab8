"""The building chart (房态图) as a grid: floors down, doors across, grouped by entrance. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from anju.core.unit_codes import floor_of, natural_key

MOST_EMPTY_FLOORS = 20
NO_FLOOR = -999


@dataclass(frozen=True, slots=True)
class Door:
    """A unit as the chart draws it: `mark` is the place of its value in the facet's list."""

    id: int
    room: str
    code: str
    floor: int
    mark: int


@dataclass(frozen=True, slots=True)
class Column:
    """The doors of one entrance; empty name in a building without entrances."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A floor: for every entrance the doors in their places, None where there is none."""

    name: str
    doors: list[list[Door | None]]


@dataclass(frozen=True, slots=True)
class Grid:
    """One building, from the top floor down."""

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many doors the widest floor has places for."""
        return sum(column.width for column in self.columns)


def floor_or_guess(floor: int | None, room: str) -> int:
    """Return a unit's floor, else the one its number tells, else NO_FLOOR."""
    if floor is not None:
        return floor
    guess = floor_of(room)
    return NO_FLOOR if guess is None else guess


def grid_of(entrances: Sequence[tuple[str, Sequence[Door]]]) -> Grid:
    """Return the grid of a building from its entrances' names and doors, in their order."""
    laid = [(name, *_laid(doors)) for name, doors in entrances if doors]
    floors = {door.floor for _, doors in entrances for door in doors}
    columns = [Column(name, width) for name, width, _ in laid]
    rows = [
        Row(_named(floor), [places.get(floor, [None] * width) for _, width, places in laid])
        for floor in _with_gaps(floors)
    ]
    return Grid(columns, rows)


def _laid(doors: Sequence[Door]) -> tuple[int, Mapping[int, list[Door | None]]]:
    """Return how many places a floor has, and every floor's doors in them.

    Doors of one number stand above each other (301 over 201); where the numbers do not follow
    the floors, they stand one after the other.
    """
    by_floor: dict[int, list[Door]] = {}
    for door in doors:
        by_floor.setdefault(door.floor, []).append(door)
    most = max(len(row) for row in by_floor.values())
    numbers = sorted({_number(door) for door in doors}, key=natural_key)
    places = {number: place for place, number in enumerate(numbers)}
    is_unique = all(len({_number(door) for door in row}) == len(row) for row in by_floor.values())
    if is_unique and len(numbers) <= most + max(2, most // 2):
        return len(numbers), {
            floor: _at_places(row, places, len(numbers)) for floor, row in by_floor.items()
        }
    return most, {
        floor: [*sorted(row, key=lambda door: natural_key(door.room)), *[None] * (most - len(row))]
        for floor, row in by_floor.items()
    }


def _at_places(doors: Sequence[Door], places: Mapping[str, int], width: int) -> list[Door | None]:
    row: list[Door | None] = [None] * width
    for door in doors:
        row[places[_number(door)]] = door
    return row


def _number(door: Door) -> str:
    """Return a door's number on its floor: 01 of 301."""
    prefix = f"B{-door.floor}" if door.floor < 0 else str(door.floor)
    rest = door.room.removeprefix(prefix)
    return rest or door.room


def _with_gaps(floors: set[int]) -> list[int]:
    """Return the floors from the top, empty ones between them too, unnumbered ones last."""
    real = floors - {NO_FLOOR}
    if real:
        every = {floor for floor in range(min(real), max(real) + 1) if floor or 0 in real}
        real = every if len(every) - len(real) <= MOST_EMPTY_FLOORS else real
    return [*sorted(real, reverse=True), *({NO_FLOOR} & floors)]


def _named(floor: int) -> str:
    if floor == NO_FLOOR:
        return "其他"
    return f"B{-floor}" if floor < 0 else str(floor)


CELL_WIDTH, CELL_HEIGHT, GAP, BETWEEN = 9, 6, 1, 5
HATCHES = {
    "up": "M-1 1l2-2M0 4l4-4M3 5l2-2",
    "down": "M-1 3l2 2M0 0l4 4M3-1l2 2",
    "cross": "M0 4l4-4M0 0l4 4",
    "dots": "M1 1h1v1h-1z",
    "rows": "M0 2h4",
    "cols": "M2 0v4",
}
"""The hatches beside the colours, each as a path in a tile of 4 × 4."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A building in small: what an SVG needs; a path for every mark."""

    width: int
    height: int
    paths: list[tuple[int, str]]


def picture_of(grid: Grid) -> Picture:
    """Return a building drawn small, a rectangle for every door."""
    parts: dict[int, list[str]] = {}
    box = f"h{CELL_WIDTH}v{CELL_HEIGHT}h-{CELL_WIDTH}z"
    for line, row in enumerate(grid.rows):
        x, y = 0, line * (CELL_HEIGHT + GAP)
        for group in row.doors:
            for door in group:
                if door is not None:
                    parts.setdefault(door.mark, []).append(f"M{x} {y}{box}")
                x += CELL_WIDTH + GAP
            x += BETWEEN
    width = grid.width * (CELL_WIDTH + GAP) + BETWEEN * max(len(grid.columns) - 1, 0)
    height = len(grid.rows) * (CELL_HEIGHT + GAP)
    return Picture(width, height, [(mark, "".join(parts[mark])) for mark in sorted(parts)])
