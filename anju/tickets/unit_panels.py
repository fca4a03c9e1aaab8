"""What tickets show on a unit's page, and say of a unit in a line."""

from collections.abc import Collection
from datetime import date, datetime

from anju.estate.hooks import UnitPanel
from anju.estate.models import Unit
from anju.organization.access import Access
from anju.organization.models import Project
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.rows import rows_of
from anju.tickets.queries.units import open_counts, tickets_of_unit


def panels(unit: Unit, access: Access, at: datetime) -> list[UnitPanel]:
    """Return the unit's last tickets, open ones first; nothing for who may not read them."""
    if not access.may(May.READ):
        return []
    context = {
        "rows": rows_of(unit.project, tickets_of_unit(unit.project, unit), access),
        "unit": unit,
        "code": unit.project.code,
        "now": at,
        "may_take": access.may(May.TAKE),
    }
    live = (f"project:{unit.project_id}:tickets",)
    return [
        UnitPanel("工单", "tickets/panels/unit.html", context, rank=20, is_wide=True, live=live)
    ]


def unit_lines(project: Project, ids: Collection[int], access: Access, day: date) -> dict[int, str]:
    """Return for each unit with open tickets a line: 未结工单 2."""
    if not access.may(May.READ):
        return {}
    return {pk: f"未结工单 {count}" for pk, count in open_counts(project, ids).items()}
