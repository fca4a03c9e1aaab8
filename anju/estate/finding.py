"""What people type to find the estate's things; `searching.py` shows what was found."""

import unicodedata
from collections.abc import Iterator

from anju.core.unit_codes import parse_partly
from anju.estate.models import Building, ParkingSpace, Place, StorageRoom, Unit
from anju.estate.permissions import EstatePermission as May
from anju.search.entries import Entry

UNIT, BUILDING = Unit._meta.label_lower, Building._meta.label_lower
SPACE, STORAGE = ParkingSpace._meta.label_lower, StorageRoom._meta.label_lower
PLACE = Place._meta.label_lower


def unit_entry(unit: Unit) -> Entry:
    """Return how a unit is found: `1-2-301`, `1-301`, `2-301`, `301` and `12301`.

    Its building and entrance come with it (`select_related`).
    """
    building, room = unit.building.code, unit.room
    codes = {unit.code, f"{building}-{room}", room, unit.code.replace("-", "")}
    if unit.entrance:
        codes.add(f"{unit.entrance.code}-{room}")
    return Entry(UNIT, unit.pk, May.READ.value, codes=sorted(codes))


def building_entry(building: Building) -> Entry:
    """Return how a building is found: its name, `3`, and `3栋` however that is written."""
    codes = (building.code, f"{building.code}栋")
    return Entry(BUILDING, building.pk, May.READ.value, names=(building.name,), codes=codes)


def space_entry(space: ParkingSpace) -> Entry:
    """Return how a parking space is found: its code as it is written, and plain."""
    return Entry(SPACE, space.pk, May.READ.value, codes=_written(space.code))


def storage_entry(room: StorageRoom) -> Entry:
    """Return how a storage room is found."""
    return Entry(STORAGE, room.pk, May.READ.value, codes=_written(room.code))


def place_entry(place: Place) -> Entry:
    """Return how a public place is found: by its name, until it is retired."""
    names = () if place.retired_at else (place.name,)
    return Entry(PLACE, place.pk, May.READ.value, names=names)


def typed_codes(text: str) -> Iterator[str]:
    """Yield the codes that a typed text may begin: `3栋5` → `3-5`; `3栋` → `3栋` and `3-`."""
    yield from _written(text)
    code = parse_partly(text)
    if code is None or code.room:
        return
    yield f"{code}-"
    if code.building and not code.entrance:
        yield f"{code.building}栋"


def _written(text: str) -> tuple[str, ...]:
    """Return a code in capitals and half width, and as the reading of units' codes has it."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    code = parse_partly(text)
    return (plain, str(code)) if code and code.room else (plain,)
