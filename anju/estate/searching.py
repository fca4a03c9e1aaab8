"""How the estate is found in the one search box."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from anju.estate.finding import (
    BUILDING,
    PLACE,
    SPACE,
    STORAGE,
    UNIT,
    building_entry,
    place_entry,
    space_entry,
    storage_entry,
    typed_codes,
    unit_entry,
)
from anju.estate.hooks import unit_lines
from anju.estate.models import Building, ParkingSpace, Place, StorageRoom, Unit, UnitUse
from anju.organization.access import Access
from anju.organization.models import Project
from anju.search.entries import Entry
from anju.search.hooks import Hit

CODES = typed_codes


def _units(ids: Collection[int], access: Access) -> dict[int, Hit]:
    found = Unit.objects.filter(pk__in=ids).select_related("project", "building", "entrance")
    units = list(found)
    # Over many projects the address is enough to choose by; asking each of them who lives there
    # would take a question per project.
    project = access.project
    there = [unit.pk for unit in units]
    lines = unit_lines(project, there, access, timezone.localdate()) if project else {}
    return {
        unit.pk: Hit(
            title=unit.spoken,
            url=reverse("estate:unit", args=[unit.project.code, unit.pk]),
            icon="home",
            kind=UnitUse(unit.use).label,
            detail=" · ".join(lines.get(unit.pk, [])),
        )
        for unit in units
    }


def _buildings(ids: Collection[int], access: Access) -> dict[int, Hit]:
    found = Building.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Hit(
            title=each.name,
            url=reverse("estate:building", args=[each.project.code, each.code]),
            icon="building",
            kind="楼栋",
            detail=each.note,
        )
        for each in found
    }


def _spaces(ids: Collection[int], access: Access) -> dict[int, Hit]:
    found = ParkingSpace.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Hit(
            title=str(each),
            url=reverse("estate:space", args=[each.project.code, each.pk]),
            icon="parking",
            kind=each.get_kind_display(),
            detail=f"停车场 {each.lot}",
        )
        for each in found
    }


def _storage_rooms(ids: Collection[int], access: Access) -> dict[int, Hit]:
    found = StorageRoom.objects.filter(pk__in=ids).select_related("project", "building")
    return {
        each.pk: Hit(
            title=str(each),
            url=reverse("estate:storage_room", args=[each.project.code, each.pk]),
            icon="archive",
            kind="储藏室",
            detail=str(each.building or ""),
        )
        for each in found
    }


def _places(ids: Collection[int], access: Access) -> dict[int, Hit]:
    found = Place.objects.filter(pk__in=ids).select_related("project", "building")
    return {
        each.pk: Hit(
            title=each.name,
            url=reverse("estate:place", args=[each.project.code, each.pk]),
            icon="map-pin",
            kind=each.get_kind_display(),
            detail=str(each.building or ""),
        )
        for each in found
    }


HITS = {
    UNIT: _units,
    BUILDING: _buildings,
    SPACE: _spaces,
    STORAGE: _storage_rooms,
    PLACE: _places,
}


def entries(project: Project) -> Iterator[Entry]:
    """Yield everything of the estate that can be found."""
    units = Unit.objects.of(project).select_related("building", "entrance").by_code()
    yield from map(unit_entry, units.iterator(2000))
    yield from map(building_entry, Building.objects.filter(project=project).order_by("pk"))
    yield from map(space_entry, ParkingSpace.objects.filter(project=project).order_by("pk"))
    yield from map(storage_entry, StorageRoom.objects.filter(project=project).order_by("pk"))
    yield from map(place_entry, Place.objects.filter(project=project).order_by("pk"))
