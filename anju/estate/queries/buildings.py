"""Buildings and entrances, and who looks after them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from anju.estate.models import Building, BuildingCare, Entrance
from anju.organization.models import Project, User
from anju.organization.models.people import UserQuerySet
from anju.organization.queries.staff import staff_of


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building in the list: how much it holds, and who looks after it."""

    building: Building
    entrances: list[Entrance]
    units: int
    care: BuildingCare | None
    next_care: BuildingCare | None


def buildings_of(project: Project) -> "QuerySet[Building]":
    """Return the buildings as people count them."""
    return Building.objects.filter(project=project).order_by("code_key", "pk")


def building_rows(project: Project, *, day: date) -> list[BuildingRow]:
    """Return the buildings with entrances, number of units, and who looks after them that day."""
    entrances = Entrance.objects.order_by("code_key", "pk").annotate(unit_count=Count("units"))
    cares = (
        BuildingCare.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .select_related("user")
        .order_by("starts_on", "pk")
    )
    found = buildings_of(project).annotate(unit_count=Count("units"))
    found = found.prefetch_related(
        Prefetch("entrances", entrances, to_attr="in_order"),
        Prefetch("cares", cares, to_attr="running"),
    )
    return [_row(building, day) for building in found]


def building_in(project: Project, code: str) -> Building | None:
    """Return one building by its code, else None."""
    return Building.objects.filter(project=project, code=code).first()


def entrance_in(project: Project, entrance_id: int) -> Entrance | None:
    """Return one entrance of the project, else None."""
    found = Entrance.objects.filter(project=project, pk=entrance_id)
    return found.select_related("building").first()


def entrances_of(project: Project, building: Building) -> "QuerySet[Entrance]":
    """Return the entrances of a building as people count them."""
    found = Entrance.objects.filter(project=project, building=building)
    return found.select_related("building").order_by("code_key", "pk")


def care_of(project: Project, building: Building, *, day: date) -> BuildingCare | None:
    """Return who looks after a building on a day, else None."""
    running = Q(ends_on=None) | Q(ends_on__gt=day)
    cares = BuildingCare.objects.filter(running, project=project, building=building)
    return cares.filter(starts_on__lte=day).select_related("user").order_by("pk").first()


def cares_of(project: Project, building: Building) -> list[BuildingCare]:
    """Return who looked, looks and will look after a building, the latest first."""
    cares = BuildingCare.objects.filter(project=project, building=building)
    return list(cares.select_related("user").order_by("-starts_on", "-pk"))


def care_count(project: Project, user: User, *, day: date) -> int:
    """Return how many buildings somebody looks after on a day or is to."""
    held = BuildingCare.objects.filter(project=project, user=user)
    return held.filter(Q(ends_on=None) | Q(ends_on__gt=day)).count()


def buildings_cared_for(project: Project, user: User, *, day: date) -> "QuerySet[Building]":
    """Return the buildings somebody looks after on a day, with their number of units."""
    running = Q(ends_on=None) | Q(ends_on__gt=day)
    cares = BuildingCare.objects.filter(running, project=project, user=user, starts_on__lte=day)
    found = buildings_of(project).filter(pk__in=cares.values("building"))
    return found.annotate(unit_count=Count("units"))


def carers_for(project: Project, *, day: date) -> UserQuerySet:
    """Return who may be given a building on a day: the staff, by name."""
    return staff_of(project, on=day)


def _row(building: Building, day: date) -> BuildingRow:
    running: list[BuildingCare] = getattr(building, "running", [])
    return BuildingRow(
        building,
        getattr(building, "in_order", []),
        getattr(building, "unit_count", 0),
        next((care for care in running if care.starts_on <= day), None),
        next((care for care in running if care.starts_on > day), None),
    )
