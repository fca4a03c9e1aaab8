"""A unit's address is built from its building, its entrance and its room; here it is written."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record_many
from anju.core.actors import Actor
from anju.core.unit_codes import UnitCode, is_plain, natural_key, parse_unit_code, plain_code
from anju.estate.commands.refusals import CodeUnreadable
from anju.estate.finding import unit_entry
from anju.estate.models import Building, Entrance, Unit
from anju.estate.models.buildings import UnitQuerySet
from anju.estate.verbs import EstateVerb as Verb
from anju.search.indexing import index


class Address:
    """Where a unit is to be: its parts, plain, and the code and key they make."""

    def __init__(self, building: Building, entrance: Entrance | None, room: str) -> None:
        """:raises CodeUnreadable: if the room could not stand in a unit's code."""
        self.room = plain_code(room)
        parts = UnitCode(building.code, entrance.code if entrance else "", self.room)
        self.code = str(parts)
        # What would be read as another door would never be found again.
        if not is_plain(self.room) or parse_unit_code(self.code) != parts:
            raise CodeUnreadable(
                f"“{room.strip()}”不能作房号。请用数字、字母或汉字,如 301、商铺2,不带横线。"
            )
        self.code_key = natural_key(self.code)


@transaction.atomic
def readdress(*, units: UnitQuerySet, by: Actor, at: datetime) -> int:
    """Give units the codes that their building and entrance have now; returns how many changed."""
    changed, changes = [], {}
    for unit in units.select_related("project", "building", "entrance").locked():
        address = Address(unit.building, unit.entrance, unit.room)
        if address.code == unit.code:
            continue
        changes[unit.pk] = {"code": (unit.code, address.code)}
        unit.code, unit.code_key = address.code, address.code_key
        changed.append(unit)
    Unit.objects.bulk_update(changed, ["code", "code_key"], batch_size=500)
    if changed:
        index(changed[0].project, *map(unit_entry, changed))
        record_many(
            Verb.UNIT_CHANGED,
            subjects=changed,
            project_id=changed[0].project_id,
            by=by,
            at=at,
            changes=changes,
        )
    return len(changed)
