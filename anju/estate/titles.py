"""How the estate's things are named in the trail."""

from collections.abc import Callable, Collection, Mapping

from django.urls import reverse

from anju.audit.hooks import Title
from anju.estate.models import (
    Building,
    Entrance,
    Meter,
    MeterKind,
    ParkingSpace,
    Place,
    StorageRoom,
    Unit,
)


def _units(ids: Collection[int]) -> dict[int, Title]:
    found = Unit.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(each.code, reverse("estate:unit", args=[each.project.code, each.pk]))
        for each in found
    }


def _buildings(ids: Collection[int]) -> dict[int, Title]:
    found = Building.objects.filter(pk__in=ids).select_related("project")
    return {each.pk: Title(each.name, _building_url(each)) for each in found}


def _entrances(ids: Collection[int]) -> dict[int, Title]:
    found = Entrance.objects.filter(pk__in=ids).select_related("building__project")
    return {each.pk: Title(str(each), _building_url(each.building)) for each in found}


def _spaces(ids: Collection[int]) -> dict[int, Title]:
    found = ParkingSpace.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(str(each), reverse("estate:space", args=[each.project.code, each.pk]))
        for each in found
    }


def _storage_rooms(ids: Collection[int]) -> dict[int, Title]:
    found = StorageRoom.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(str(each), reverse("estate:storage_room", args=[each.project.code, each.pk]))
        for each in found
    }


def _places(ids: Collection[int]) -> dict[int, Title]:
    found = Place.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(each.name, reverse("estate:place", args=[each.project.code, each.pk]))
        for each in found
    }


def _meters(ids: Collection[int]) -> dict[int, Title]:
    found = Meter.objects.filter(pk__in=ids).select_related("project", "unit")
    return {
        each.pk: Title(
            f"{MeterKind(each.kind).label} {each.number}",
            reverse("estate:unit", args=[each.project.code, each.unit_id])
            if each.unit_id
            else reverse("estate:meters", args=[each.project.code]),
        )
        for each in found
    }


def _building_url(building: Building) -> str:
    return reverse("estate:building", args=[building.project.code, building.code])


TITLES: Mapping[str, Callable[[Collection[int]], dict[int, Title]]] = {
    Unit._meta.label_lower: _units,
    Building._meta.label_lower: _buildings,
    Entrance._meta.label_lower: _entrances,
    ParkingSpace._meta.label_lower: _spaces,
    StorageRoom._meta.label_lower: _storage_rooms,
    Place._meta.label_lower: _places,
    Meter._meta.label_lower: _meters,
}
