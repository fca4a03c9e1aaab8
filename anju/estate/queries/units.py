"""Units: the list, one unit's page (一户一档), its card on the chart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from anju.audit.timeline import Line, timeline
from anju.core.periods import local_date
from anju.estate.finding import typed_codes
from anju.estate.hooks import UnitPanel, unit_lines, unit_panels
from anju.estate.models import (
    Building,
    BuildingCare,
    DeliveryState,
    Entrance,
    Meter,
    OccupancyState,
    Unit,
    UnitUse,
)
from anju.estate.models.buildings import UnitQuerySet
from anju.estate.queries.buildings import care_of
from anju.organization.access import Access
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class UnitFile:
    """All that a unit's page shows."""

    unit: Unit
    care: BuildingCare | None
    meters: list[Meter]
    removed_meters: list[Meter]
    panels: list[UnitPanel]
    checks: list[tuple[str, bool]]
    lines: list[Line]

    @property
    def missing(self) -> list[str]:
        """What a complete file would have and this one has not."""
        return [label for label, is_there in self.checks if not is_there]

    @property
    def there(self) -> int:
        """How many of the checked things are there."""
        return len(self.checks) - len(self.missing)


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit in a few lines."""

    unit: Unit
    lines: list[str]


def unit_list(
    project: Project,
    *,
    words: str = "",
    building: str = "",
    use: str = "",
    delivery: str = "",
    occupancy: str = "",
    noted: bool = False,
    among: Collection[int] | None = None,
) -> UnitQuerySet:
    """Return the project's units as people count them, ready to list.

    :param words: a unit however it is written, or half of it; or part of a standing note.
    :param building: a building's code.
    :param noted: those with a standing note alone.
    :param among: these alone, e.g. what the chart counts under a value.
    """
    units = Unit.objects.of(project)
    if words:
        units = units.filter(_means(words))
    if building:
        units = units.filter(building__code=building)
    for field, value, known in (
        ("use", use, UnitUse),
        ("delivery", delivery, DeliveryState),
        ("occupancy", occupancy, OccupancyState),
    ):
        if value in known.values:
            units = units.filter(**{field: value})
    if noted:
        units = units.exclude(standing_note="")
    if among is not None:
        units = units.filter(pk__in=among)
    return units.select_related("building", "entrance").by_code()


def unit_in(project: Project, unit_id: int) -> Unit | None:
    """Return one unit of the project with building and entrance, else None."""
    found = Unit.objects.of(project).filter(pk=unit_id)
    return found.select_related("project", "building", "entrance").first()


def rooms_there(
    project: Project, building: Building, entrance: Entrance | None, rooms: Collection[str]
) -> set[str]:
    """Return which of some rooms an entrance (or a building without any) has already."""
    found = Unit.objects.of(project).filter(building=building, entrance=entrance, room__in=rooms)
    return set(found.values_list("room", flat=True))


def unit_file(project: Project, unit: Unit, access: Access, *, at: datetime) -> UnitFile:
    """Return a unit's page: what the estate knows, and what every app adds for this person."""
    meters = list(
        Meter.objects.filter(project=project, unit=unit).order_by("kind", "removed_on", "pk")
    )
    in_use = [meter for meter in meters if meter.removed_on is None]
    panels = unit_panels(unit, access, at)
    return UnitFile(
        unit=unit,
        care=care_of(project, unit.building, day=local_date(at)),
        meters=in_use,
        removed_meters=[meter for meter in meters if meter.removed_on is not None],
        panels=panels,
        checks=[*_checks(unit, in_use), *(check for panel in panels for check in panel.checks)],
        lines=timeline(unit, *meters, may=access.may),
    )


def unit_card(project: Project, unit: Unit, access: Access, *, day: date) -> UnitCard:
    """Return a unit in a few lines, with what every app says of it to this person."""
    return UnitCard(unit, unit_lines(project, [unit.pk], access, day).get(unit.pk, []))


def _checks(unit: Unit, meters: list[Meter]) -> list[tuple[str, bool]]:
    """Return what a complete file has of the estate's own (一户一档), each with whether it is."""
    checks = [
        ("楼层", unit.floor is not None),
        ("建筑面积", unit.area_built is not None),
        ("套内面积", unit.area_inner is not None),
        ("计费面积", unit.area_billed is not None),
        ("交付状态", unit.delivery != DeliveryState.UNKNOWN),
        ("使用状态", unit.occupancy != OccupancyState.UNKNOWN),
        ("计量表", bool(meters)),
    ]
    if unit.use == UnitUse.HOME:
        checks.append(("户型", bool(unit.layout)))
    if unit.delivery == DeliveryState.DELIVERED:
        checks.append(("交付日期", unit.delivered_on is not None))
    return checks


def _means(words: str) -> Q:
    """Return the condition that a text means a unit: its front, its back, or its note."""
    found = Q(standing_note__icontains=words)
    for code in typed_codes(words):
        found |= Q(code__startswith=code) | Q(room__startswith=code)
        found |= Q(code__endswith=f"-{code}")
        if "-" in code.strip("-"):
            building, _, room = code.partition("-")
            found |= Q(building__code=building, room__startswith=room)
    return found
