"""The building chart: the whole project as small multiples, or one building door by door."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.html import escape

from anju.core.unit_codes import natural_key
from anju.estate.chart import HATCHES, Door, Grid, floor_or_guess, grid_of
from anju.estate.hooks import Facet, FacetValue, facets
from anju.estate.models import Building, Unit
from anju.organization.access import Access
from anju.organization.models import Project

UNTOLD = FacetValue("-", "未登记", "plain", "dots")


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A value of the facet with how many units have it; `mark` is its place among the values."""

    value: FacetValue
    mark: int
    count: int

    @property
    def look(self) -> str:
        """The classes that colour and hatch it."""
        hatch = f" h-{self.value.hatch}" if self.value.hatch else ""
        return f"t-{self.value.tone}{hatch}"

    @property
    def words(self) -> str:
        """Its label as HTML."""
        return escape(self.value.label)

    @property
    def hatching(self) -> str:
        """Its hatch as a path of an SVG pattern, 4 × 4."""
        return HATCHES.get(self.value.hatch, "")


@dataclass(frozen=True, slots=True)
class BuildingChart:
    """A building with its doors."""

    building: Building
    grid: Grid
    legend: list[LegendLine]
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What a page of the chart shows."""

    facet: Facet
    facets: list[Facet]
    legend: list[LegendLine]
    buildings: list[BuildingChart]
    count: int


def chart_of(
    project: Project, access: Access, *, facet: str, day: date, building: Building | None = None
) -> Chart:
    """Return the chart of a project, or of one of its buildings, coloured by a facet.

    The same number of queries however many buildings and units there are.

    :param facet: code of a facet; one that is unknown, or not for this person, gets the first.
    """
    offered = facets_for(project, access)
    chosen = next((each for each in offered if each.code == facet), offered[0])
    buildings = [building] if building else list(_buildings(project))
    doors = _doors(project, buildings, chosen, day)
    charts = [_chart(each, doors.get(each.pk, {}), chosen) for each in buildings]
    totals: Counter[int] = Counter()
    for chart in charts:
        totals.update({line.mark: line.count for line in chart.legend})
    return Chart(chosen, offered, _legend(chosen, totals), charts, totals.total())


def facets_for(project: Project, access: Access) -> list[Facet]:
    """Return the ways to colour the chart that somebody may see."""
    return [each for each in facets() if not each.permission or access.may(each.permission)]


def values_of_units(
    project: Project, building_ids: Collection[int], field: str
) -> Mapping[int, str]:
    """Return a field of every unit of some buildings, by the unit's number."""
    units = Unit.objects.of(project).filter(building__in=building_ids)
    return dict(units.values_list("pk", field))


def units_with(
    project: Project, access: Access, *, facet: str, value: str, day: date
) -> list[int] | None:
    """Return the units that the chart counts under a value of a facet; None for no such value."""
    chosen = next((each for each in facets_for(project, access) if each.code == facet), None)
    known = {each.code for each in chosen.values} if chosen else set()
    if chosen is None or value not in known | {UNTOLD.code}:
        return None
    told = chosen.of(project, list(_buildings(project).values_list("pk", flat=True)), day)
    if value != UNTOLD.code:
        return [pk for pk, code in told.items() if code == value]
    valued = [pk for pk, code in told.items() if code in known]
    return list(Unit.objects.of(project).exclude(pk__in=valued).values_list("pk", flat=True))


def _buildings(project: Project) -> "QuerySet[Building]":
    return Building.objects.filter(project=project).order_by("code_key", "pk")


def _values(facet: Facet) -> list[FacetValue]:
    return [*facet.values, UNTOLD]


def _doors(
    project: Project, buildings: Sequence[Building], facet: Facet, day: date
) -> dict[int, dict[int | None, list[Door]]]:
    """Return the doors by building and entrance."""
    ids = [each.pk for each in buildings]
    told = facet.of(project, ids, day)
    marks = {value.code: mark for mark, value in enumerate(_values(facet))}
    untold = marks[UNTOLD.code]
    rows = Unit.objects.of(project).filter(building__in=ids).by_code()
    doors: dict[int, dict[int | None, list[Door]]] = defaultdict(lambda: defaultdict(list))
    for pk, building, entrance, room, code, floor in rows.values_list(
        "pk", "building_id", "entrance_id", "room", "code", "floor"
    ):
        mark = marks.get(told.get(pk, UNTOLD.code), untold)
        door = Door(pk, room, code, floor_or_guess(floor, room), mark)
        doors[building][entrance].append(door)
    return doors


def _chart(
    building: Building, doors: Mapping[int | None, list[Door]], facet: Facet
) -> BuildingChart:
    counts = Counter(door.mark for group in doors.values() for door in group)
    # The codes of the doors tell their entrance: no need to ask for the entrances themselves.
    groups = [
        (_entrance_of(building, group[0]) if pk else "", group) for pk, group in doors.items()
    ]
    groups.sort(key=lambda group: natural_key(group[0]))
    return BuildingChart(building, grid_of(groups), _legend(facet, counts), counts.total())


def _entrance_of(building: Building, door: Door) -> str:
    return f"{door.code.removeprefix(f'{building.code}-').removesuffix(f'-{door.room}')}单元"


def _legend(facet: Facet, counts: Mapping[int, int]) -> list[LegendLine]:
    lines = [
        LegendLine(value, mark, counts.get(mark, 0)) for mark, value in enumerate(_values(facet))
    ]
    return [line for line in lines if line.count or line.value is not UNTOLD]
