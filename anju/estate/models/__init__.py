"""The estate: what was built, and who of the staff looks after it."""

from anju.estate.models.buildings import (
    Building,
    DeliveryState,
    Entrance,
    OccupancyState,
    Unit,
    UnitUse,
)
from anju.estate.models.caring import BuildingCare
from anju.estate.models.things import (
    Meter,
    MeterKind,
    ParkingSpace,
    Place,
    PlaceKind,
    SpaceKind,
    StorageRoom,
)

__all__ = [
    "Building",
    "BuildingCare",
    "DeliveryState",
    "Entrance",
    "Meter",
    "MeterKind",
    "OccupancyState",
    "ParkingSpace",
    "Place",
    "PlaceKind",
    "SpaceKind",
    "StorageRoom",
    "Unit",
    "UnitUse",
]
