"""Parking spaces (车位) and storage rooms (储藏室)."""

import unicodedata
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.unit_codes import natural_key
from anju.estate.commands.refusals import CodeUnreadable, Once, Removal
from anju.estate.finding import SPACE, STORAGE, space_entry, storage_entry
from anju.estate.models import Building, ParkingSpace, SpaceKind, StorageRoom
from anju.estate.verbs import EstateVerb as Verb
from anju.organization.models import Project
from anju.search.indexing import index, unindex


@transaction.atomic
def add_space(
    *,
    project: Project,
    code: str,
    lot: str = "1",
    kind: str = SpaceKind.UNDERGROUND,
    area: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> ParkingSpace:
    """Enter a parking space of a car park.

    :raises CodeTaken: if the car park has it already.
    """
    code, lot = _written(code), lot.strip() or "1"
    space = ParkingSpace(
        project=project, lot=lot, code=code, code_key=natural_key(code), kind=kind, area=area
    )
    with _space_once(lot, code), transaction.atomic():
        space.save()
    index(project, space_entry(space))
    record(Verb.SPACE_ADDED, subject=space, project_id=project.pk, by=by, at=at)
    return space


@transaction.atomic
def change_space(
    *,
    space: ParkingSpace,
    code: str,
    lot: str,
    kind: str,
    area: Decimal | None,
    by: Actor,
    at: datetime,
) -> ParkingSpace:
    """Change a parking space.

    :raises CodeTaken: if the car park has another of this code.
    """
    space = ParkingSpace.objects.select_for_update(of=("self",)).get(pk=space.pk)
    code, lot = _written(code), lot.strip() or "1"
    changes = {
        "code": (space.code, code),
        "lot": (space.lot, lot),
        "kind": (SpaceKind(space.kind).label, SpaceKind(kind).label),
        "area": (space.area, area),
    }
    space.code, space.code_key, space.lot = code, natural_key(code), lot
    space.kind, space.area = kind, area
    with _space_once(lot, code), transaction.atomic():
        space.save()
    index(space.project, space_entry(space))
    record(
        Verb.SPACE_CHANGED,
        subject=space,
        project_id=space.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return space


@transaction.atomic
def remove_space(*, space: ParkingSpace, by: Actor, at: datetime) -> None:
    """Take out a parking space that was entered by mistake.

    :raises StillInUse: while somebody owns or rents it, or did.
    """
    space = ParkingSpace.objects.select_for_update(of=("self",)).get(pk=space.pk)
    record(Verb.SPACE_REMOVED, subject=space, project_id=space.project_id, by=by, at=at)
    unindex(space.project, SPACE, [space.pk])
    with Removal(str(space)), transaction.atomic():
        space.delete()
        connection.check_constraints()


@transaction.atomic
def add_storage_room(
    *,
    project: Project,
    code: str,
    building: Building | None = None,
    area: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> StorageRoom:
    """Enter a storage room.

    :raises CodeTaken: if the project has it already.
    """
    code = _written(code)
    room = StorageRoom(
        project=project, building=building, code=code, code_key=natural_key(code), area=area
    )
    with _storage_once(code), transaction.atomic():
        room.save()
    index(project, storage_entry(room))
    record(Verb.STORAGE_ADDED, subject=room, project_id=project.pk, by=by, at=at)
    return room


@transaction.atomic
def change_storage_room(
    *,
    storage_room: StorageRoom,
    code: str,
    building: Building | None,
    area: Decimal | None,
    by: Actor,
    at: datetime,
) -> StorageRoom:
    """Change a storage room.

    :raises CodeTaken: if another has the code.
    """
    room = StorageRoom.objects.select_for_update(of=("self",)).get(pk=storage_room.pk)
    code = _written(code)
    changes = {
        "code": (room.code, code),
        "building": (room.building, building),
        "area": (room.area, area),
    }
    room.code, room.code_key, room.building, room.area = code, natural_key(code), building, area
    with _storage_once(code), transaction.atomic():
        room.save()
    index(room.project, storage_entry(room))
    record(
        Verb.STORAGE_CHANGED,
        subject=room,
        project_id=room.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return room


@transaction.atomic
def remove_storage_room(*, storage_room: StorageRoom, by: Actor, at: datetime) -> None:
    """Take out a storage room that was entered by mistake.

    :raises StillInUse: while somebody owns or rents it, or did.
    """
    room = StorageRoom.objects.select_for_update(of=("self",)).get(pk=storage_room.pk)
    record(Verb.STORAGE_REMOVED, subject=room, project_id=room.project_id, by=by, at=at)
    unindex(room.project, STORAGE, [room.pk])
    with Removal(str(room)), transaction.atomic():
        room.delete()
        connection.check_constraints()


def _written(code: str) -> str:
    """Return a code in half width and capitals; spaces and dashes within stay."""
    written = unicodedata.normalize("NFKC", code).upper().strip()
    if not written:
        raise CodeUnreadable("请填写编号。")
    return written


def _space_once(lot: str, code: str) -> Once:
    return Once("parking_space_code_once", f"停车场 {lot} 的车位 {code} 已经登记过了。")


def _storage_once(code: str) -> Once:
    return Once("storage_room_code_once", f"储藏室 {code} 已经登记过了。")
