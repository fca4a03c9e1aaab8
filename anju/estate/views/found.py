"""What an address names, or 404."""

from typing import TypeVar

from django.http import Http404

from anju.estate.models import Building, Entrance, Meter, ParkingSpace, Place, StorageRoom, Unit
from anju.estate.queries.buildings import building_in, entrance_in
from anju.estate.queries.things import meter_in, place_in, space_in, storage_room_in
from anju.estate.queries.units import unit_in
from anju.organization.doors import StaffRequest

T = TypeVar("T")


def building_or_404(request: StaffRequest, code: str) -> Building:
    return _there(building_in(request.project, code))


def entrance_or_404(request: StaffRequest, entrance_id: int) -> Entrance:
    return _there(entrance_in(request.project, entrance_id))


def unit_or_404(request: StaffRequest, unit_id: int) -> Unit:
    return _there(unit_in(request.project, unit_id))


def space_or_404(request: StaffRequest, space_id: int) -> ParkingSpace:
    return _there(space_in(request.project, space_id))


def storage_room_or_404(request: StaffRequest, room_id: int) -> StorageRoom:
    return _there(storage_room_in(request.project, room_id))


def place_or_404(request: StaffRequest, place_id: int) -> Place:
    return _there(place_in(request.project, place_id))


def meter_or_404(request: StaffRequest, meter_id: int) -> Meter:
    return _there(meter_in(request.project, meter_id))


def _there(found: T | None) -> T:
    if found is None:
        raise Http404
    return found
