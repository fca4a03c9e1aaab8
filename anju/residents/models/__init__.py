"""The people of a project: who they are, where they belong, and what they asked of their data."""

from anju.residents.models.belonging import (
    Holding,
    HoldingGround,
    Occupancy,
    OccupancyRole,
    Pet,
    Vehicle,
)
from anju.residents.models.people import (
    Channel,
    ContactGround,
    EmergencyContact,
    IdentityKind,
    Person,
    PersonKind,
    PersonState,
    Phone,
)
from anju.residents.models.requests import (
    DataRequest,
    DataRequestKind,
    DataRequestState,
    PersonChange,
)

__all__ = [
    "Channel",
    "ContactGround",
    "DataRequest",
    "DataRequestKind",
    "DataRequestState",
    "EmergencyContact",
    "Holding",
    "HoldingGround",
    "IdentityKind",
    "Occupancy",
    "OccupancyRole",
    "Person",
    "PersonChange",
    "PersonKind",
    "PersonState",
    "Pet",
    "Phone",
    "Vehicle",
]
