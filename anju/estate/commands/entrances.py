"""Entrances (单元) of a building."""

from datetime import datetime

from django.db import connection, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.unit_codes import (
    NO_ENTRANCE,
    UnitCode,
    is_plain,
    natural_key,
    parse_unit_code,
    plain_code,
)
from anju.estate.commands.addresses import readdress
from anju.estate.commands.refusals import CodeUnreadable, Once, Removal
from anju.estate.models import Building, Entrance, Unit
from anju.estate.verbs import EstateVerb as Verb


@transaction.atomic
def add_entrance(
    *,
    building: Building,
    code: str,
    floors: int | None = None,
    has_lift: bool | None = None,
    by: Actor,
    at: datetime,
) -> Entrance:
    """Enter an entrance of a building; its code is kept plain (`2单元` → `2`).

    :raises CodeUnreadable: if the code could not stand in a unit's code; 0 means none.
    :raises CodeTaken: if the building has it already.
    """
    plain = _plain(code)
    entrance = Entrance(
        project_id=building.project_id,
        building=building,
        code=plain,
        code_key=natural_key(plain),
        floors=floors,
        has_lift=has_lift,
    )
    with _once(building, plain), transaction.atomic():
        entrance.save()
    record(Verb.ENTRANCE_ADDED, subject=entrance, project_id=building.project_id, by=by, at=at)
    return entrance


@transaction.atomic
def change_entrance(
    *,
    entrance: Entrance,
    code: str,
    floors: int | None,
    has_lift: bool | None,
    by: Actor,
    at: datetime,
) -> Entrance:
    """Change an entrance; with a new code all its units get new addresses.

    :raises CodeUnreadable: if the code could not stand in a unit's code; 0 means none.
    :raises CodeTaken: if the building has it already.
    """
    entrance = _locked(entrance)
    plain = _plain(code)
    wanted = {"code": plain, "floors": floors, "has_lift": has_lift}
    changes = {field: (getattr(entrance, field), value) for field, value in wanted.items()}
    entrance.code, entrance.code_key = plain, natural_key(plain)
    entrance.floors, entrance.has_lift = floors, has_lift
    with _once(entrance.building, plain), transaction.atomic():
        entrance.save()
    if changes["code"][0] != plain:
        readdress(units=Unit.objects.filter(entrance=entrance), by=by, at=at)
    record(
        Verb.ENTRANCE_CHANGED,
        subject=entrance,
        project_id=entrance.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return entrance


@transaction.atomic
def remove_entrance(*, entrance: Entrance, by: Actor, at: datetime) -> None:
    """Take out an entrance that was entered by mistake.

    :raises StillInUse: while units or anything else hang on it.
    """
    entrance = _locked(entrance)
    record(Verb.ENTRANCE_REMOVED, subject=entrance, project_id=entrance.project_id, by=by, at=at)
    with Removal(str(entrance)), transaction.atomic():
        entrance.delete()
        connection.check_constraints()


def _locked(entrance: Entrance) -> Entrance:
    locked = Entrance.objects.select_for_update(of=("self",)).select_related("building")
    return locked.get(pk=entrance.pk)


def _plain(code: str) -> str:
    plain = plain_code(code)
    if plain in NO_ENTRANCE:
        raise CodeUnreadable("单元编号 0 表示没有单元:这样的房屋直接登记在楼栋下,不用建单元。")
    if not is_plain(plain) or parse_unit_code(f"1-{plain}-1") != UnitCode("1", plain, "1"):
        raise CodeUnreadable(f"“{code.strip()}”不能作单元编号。请用数字或字母,如 2、A,不带横线。")
    return plain


def _once(building: Building, code: str) -> Once:
    return Once("entrance_code_once", f"{building.name}的 {code} 单元已经登记过了。")
