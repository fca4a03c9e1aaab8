"""Parking spaces and storage rooms, found by the number people say."""

from anju.estate.models import ParkingSpace, StorageRoom
from anju.organization.models import Project


def space_by_code(project: Project, code: str) -> ParkingSpace | None:
    """Return the parking space of this number; of several car parks, the first one's."""
    found = ParkingSpace.objects.filter(project=project, code__iexact=code.strip())
    return found.order_by("lot", "pk").first()


def storage_by_code(project: Project, code: str) -> StorageRoom | None:
    """Return the storage room of this number, else None."""
    return StorageRoom.objects.filter(project=project, code__iexact=code.strip()).first()
