"""What the residents show on a unit's page, and say of a unit in a line."""

from collections.abc import Collection
from datetime import date, datetime

from anju.core.periods import local_date
from anju.estate.hooks import UnitPanel
from anju.estate.models import Unit
from anju.organization.access import Access
from anju.organization.models import Project
from anju.residents import sight
from anju.residents.models import Occupancy, OccupancyRole, PersonState
from anju.residents.models.shares import spoken_share
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.households import household_of, occupants_by_unit


def panels(unit: Unit, access: Access, at: datetime) -> list[UnitPanel]:
    """Return who lives in a unit, who did, and what is theirs; nothing for who may not read."""
    if not access.may(May.READ):
        return []
    day = local_date(at)
    found = household_of(unit.project, unit, day=day)
    missing = 1 - found.owned
    context = {
        "unit": unit,
        "household": found,
        "access": access,
        "code": unit.project.code,
        "missing": spoken_share(missing) if 0 < missing < 1 else "",
        "has_tenant": any(each.role == OccupancyRole.TENANT for each in found.today),
        "states": PersonState,
        "may_manage": access.may(May.MANAGE),
        "may_transfer": access.may(May.TRANSFER),
    }
    where = "residents/panels/"
    owners = [each for each in found.today if each.role == OccupancyRole.OWNER]
    checks = (
        ("业主", bool(owners)),
        ("业主电话", any(each.person.phones.all() for each in owners)),
        ("产权份额", found.owned == 1),
        ("紧急联系人", bool(found.contacts)),
    )
    live = tuple(sorted({f"residents.person:{each.person_id}" for each in found.today}))
    return [
        UnitPanel(
            "现在的住户",
            f"{where}occupants.html",
            context,
            rank=10,
            is_wide=True,
            checks=checks,
            live=live,
        ),
        UnitPanel("车辆与车位", f"{where}vehicles.html", context, rank=30),
        UnitPanel("紧急联系人", f"{where}contacts.html", context, rank=35),
        UnitPanel("宠物", f"{where}pets.html", context, rank=40),
        UnitPanel("以前的住户", f"{where}past.html", context, rank=80, is_wide=True),
    ]


def unit_lines(project: Project, ids: Collection[int], access: Access, day: date) -> dict[int, str]:
    """Return for each unit with people a line: 李阿姨(业主)等 4 人."""
    if not access.may(May.READ):
        return {}
    found = occupants_by_unit(project, ids, day=day)
    return {unit_id: _line(entries, access) for unit_id, entries in found.items()}


def _line(entries: list[Occupancy], access: Access) -> str:
    first, count = entries[0], len({each.person_id for each in entries})
    said = f"{sight.called(first.person, access)}({first.role_name})"
    return f"{said}等 {count} 人" if count > 1 else said
