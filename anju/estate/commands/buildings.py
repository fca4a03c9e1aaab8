"""Buildings of a project."""

from datetime import datetime

from django.db import connection, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.unit_codes import UnitCode, is_plain, natural_key, parse_unit_code, plain_code
from anju.estate.commands.addresses import readdress
from anju.estate.commands.refusals import CodeUnreadable, Once, Removal
from anju.estate.finding import BUILDING, building_entry
from anju.estate.models import Building, Unit
from anju.estate.verbs import EstateVerb as Verb
from anju.organization.models import Project
from anju.search.indexing import index, unindex


@transaction.atomic
def add_building(
    *,
    project: Project,
    code: str,
    name: str = "",
    floors_above: int | None = None,
    floors_below: int = 0,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Building:
    """Enter a building; its code is kept plain (`3栋` → `3`), its name is `3栋` unless told.

    :raises CodeUnreadable: if the code could not stand in a unit's code.
    :raises CodeTaken: if the project has it already.
    """
    plain = _plain(code)
    building = Building(
        project=project,
        code=plain,
        code_key=natural_key(plain),
        name=name.strip() or f"{plain}栋",
        floors_above=floors_above,
        floors_below=floors_below,
        note=note.strip(),
    )
    with _once(plain), transaction.atomic():
        building.save()
    index(project, building_entry(building))
    record(Verb.BUILDING_ADDED, subject=building, project_id=project.pk, by=by, at=at)
    return building


@transaction.atomic
def change_building(
    *,
    building: Building,
    code: str,
    name: str,
    floors_above: int | None,
    floors_below: int,
    note: str,
    by: Actor,
    at: datetime,
) -> Building:
    """Change a building; with a new code all its units get new addresses.

    :raises CodeUnreadable: if the code could not stand in a unit's code.
    :raises CodeTaken: if another building has it.
    """
    building = Building.objects.select_for_update(of=("self",)).get(pk=building.pk)
    plain = _plain(code)
    wanted = {
        "code": plain,
        "name": name.strip() or f"{plain}栋",
        "floors_above": floors_above,
        "floors_below": floors_below,
        "note": note.strip(),
    }
    changes = {field: (getattr(building, field), value) for field, value in wanted.items()}
    for field, value in wanted.items():
        setattr(building, field, value)
    building.code_key = natural_key(plain)
    with _once(plain), transaction.atomic():
        building.save()
    if changes["code"][0] != plain:
        readdress(units=Unit.objects.filter(building=building), by=by, at=at)
    index(building.project, building_entry(building))
    record(
        Verb.BUILDING_CHANGED,
        subject=building,
        project_id=building.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return building


@transaction.atomic
def remove_building(*, building: Building, by: Actor, at: datetime) -> None:
    """Take out a building that was entered by mistake.

    :raises StillInUse: while entrances, units, places or anything else hang on it.
    """
    building = Building.objects.select_for_update(of=("self",)).get(pk=building.pk)
    record(Verb.BUILDING_REMOVED, subject=building, project_id=building.project_id, by=by, at=at)
    unindex(building.project, BUILDING, [building.pk])
    with Removal(building.name), transaction.atomic():
        building.delete()
        connection.check_constraints()


def _plain(code: str) -> str:
    plain = plain_code(code)
    if not is_plain(plain) or parse_unit_code(f"{plain}-1") != UnitCode(plain, "", "1"):
        raise CodeUnreadable(
            f"“{code.strip()}”不能作楼栋编号。请用数字、字母或汉字,如 3、A、东1,不带横线。"
        )
    return plain


def _once(code: str) -> Once:
    return Once("building_code_once", f"楼栋 {code} 已经登记过了,请换一个编号。")
