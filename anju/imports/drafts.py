"""What a workbook says of the community, before anybody compares it with the register. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from anju.core.phones import PhoneNumber
from anju.imports.findings import Place
from anju.residents.models import HoldingGround, IdentityKind, OccupancyRole, PersonKind

UnitKey = tuple[str, str, str]
"""Plain codes of building, entrance (empty: none) and room."""


@dataclass(slots=True)
class BuildingDraft:
    code: str
    name: str
    floors: int | None = None


@dataclass(slots=True)
class EntranceDraft:
    building: str
    code: str
    floors: int | None = None
    has_lift: bool | None = None


@dataclass(slots=True)
class UnitDraft:
    """A unit; `facts` are the model's fields that the workbook fills."""

    key: UnitKey
    place: Place
    facts: dict[str, Any] = field(default_factory=dict)
    is_reference: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)

    @property
    def code(self) -> str:
        return "-".join(part for part in self.key if part)

    def place_of(self, fact: str) -> Place:
        """Return the cell that a fact was read from, the row alone where that is not known."""
        return replace(self.place, column=self.columns.get(fact, self.place.column))


@dataclass(slots=True)
class PersonDraft:
    """Somebody whom the workbook names; rows that name the same person share one draft."""

    name: str
    kind: PersonKind
    place: Place
    phones: dict[str, PhoneNumber] = field(default_factory=dict)
    identity_kind: IdentityKind = IdentityKind.NONE
    identity: str = ""
    identity_place: Place | None = None
    is_man: bool | None = None
    form_of_address: str = ""
    units: set[UnitKey] = field(default_factory=set)
    is_listed: bool = False


@dataclass(slots=True)
class RelationDraft:
    """Somebody's relation to a unit; no share: the whole is divided evenly."""

    unit: UnitKey
    person: PersonDraft
    role: OccupancyRole
    place: Place
    share: Fraction | None = None
    starts_on: date | None = None


@dataclass(slots=True)
class SpaceDraft:
    lot: str
    code: str
    place: Place
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class HoldingDraft:
    space: tuple[str, str]
    person: PersonDraft
    ground: HoldingGround
    place: Place


@dataclass(slots=True)
class VehicleDraft:
    plate: str
    person: PersonDraft
    place: Place
    space: tuple[str, str] | None = None
    brand: str = ""
    colour: str = ""


@dataclass(slots=True)
class MeterDraft:
    kind: str
    number: str
    place: Place
    unit: UnitKey | None = None
    multiplier: Decimal | None = None
    digits: int | None = None


@dataclass(slots=True)
class Draft:
    """Everything a workbook says, each thing once."""

    buildings: dict[str, BuildingDraft] = field(default_factory=dict)
    entrances: dict[tuple[str, str], EntranceDraft] = field(default_factory=dict)
    units: dict[UnitKey, UnitDraft] = field(default_factory=dict)
    people: list[PersonDraft] = field(default_factory=list)
    relations: dict[tuple[UnitKey, int, str], RelationDraft] = field(default_factory=dict)
    spaces: dict[tuple[str, str], SpaceDraft] = field(default_factory=dict)
    holdings: list[HoldingDraft] = field(default_factory=list)
    vehicles: dict[str, VehicleDraft] = field(default_factory=dict)
    meters: dict[tuple[str, str], MeterDraft] = field(default_factory=dict)

    def relations_of(self, unit: UnitKey) -> Iterator[RelationDraft]:
        return (each for each in self.relations.values() if each.unit == unit)
