"""Parking spaces, storage rooms, public places and meters as lists."""

from django.db.models import Q, QuerySet

from anju.estate.models import (
    Meter,
    MeterKind,
    ParkingSpace,
    Place,
    PlaceKind,
    SpaceKind,
    StorageRoom,
)
from anju.organization.models import Project


def parking_spaces(
    project: Project, *, words: str = "", lot: str = "", kind: str = ""
) -> "QuerySet[ParkingSpace]":
    """Return the parking spaces by car park and code."""
    found = ParkingSpace.objects.filter(project=project)
    if words:
        found = found.filter(code__icontains=words)
    if lot:
        found = found.filter(lot=lot)
    if kind in SpaceKind.values:
        found = found.filter(kind=kind)
    return found.order_by("lot", "code_key", "pk")


def lots_of(project: Project) -> list[str]:
    """Return the car parks that have spaces."""
    lots = ParkingSpace.objects.filter(project=project).order_by("lot")
    return list(lots.values_list("lot", flat=True).distinct())


def space_in(project: Project, space_id: int) -> ParkingSpace | None:
    """Return one parking space of the project, else None."""
    found = ParkingSpace.objects.filter(project=project, pk=space_id)
    return found.select_related("project").first()


def storage_rooms(
    project: Project, *, words: str = "", building: str = ""
) -> "QuerySet[StorageRoom]":
    """Return the storage rooms by code."""
    found = StorageRoom.objects.filter(project=project)
    if words:
        found = found.filter(code__icontains=words)
    if building:
        found = found.filter(building__code=building)
    return found.select_related("building").order_by("code_key", "pk")


def storage_room_in(project: Project, room_id: int) -> StorageRoom | None:
    """Return one storage room of the project, else None."""
    found = StorageRoom.objects.filter(project=project, pk=room_id)
    return found.select_related("project", "building").first()


def places(
    project: Project, *, words: str = "", kind: str = "", retired: bool = False
) -> "QuerySet[Place]":
    """Return the public places by name.

    :param retired: those out of use instead of those in use.
    """
    found = Place.objects.filter(project=project, retired_at__isnull=not retired)
    if words:
        found = found.filter(name__icontains=words)
    if kind in PlaceKind.values:
        found = found.filter(kind=kind)
    return found.select_related("building").order_by("name_key", "pk")


def place_in(project: Project, place_id: int) -> Place | None:
    """Return one public place of the project, else None."""
    found = Place.objects.filter(project=project, pk=place_id)
    return found.select_related("project", "building").first()


def meters(
    project: Project, *, words: str = "", kind: str = "", removed: bool = False
) -> "QuerySet[Meter]":
    """Return the meters by unit and kind, those of places and of the project last.

    :param words: part of a number, of a unit's code or of a place's name.
    :param removed: those taken out instead of those in use.
    """
    found = Meter.objects.filter(project=project, removed_on__isnull=not removed)
    if words:
        found = found.filter(
            Q(number__icontains=words)
            | Q(unit__code__istartswith=words)
            | Q(place__name__icontains=words)
        )
    if kind in MeterKind.values:
        found = found.filter(kind=kind)
    return found.select_related("unit", "place").order_by("unit__code_key", "kind", "number", "pk")


def meter_in(project: Project, meter_id: int) -> Meter | None:
    """Return one meter of the project, else None."""
    found = Meter.objects.filter(project=project, pk=meter_id)
    return found.select_related("project", "unit", "place").first()
