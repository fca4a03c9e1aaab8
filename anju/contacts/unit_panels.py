"""What the door shows on a unit's page."""

from collections.abc import Collection
from datetime import date, datetime

from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.outreaches import contacts_of_unit
from anju.contacts.queries.terms import terms_of
from anju.contacts.queries.week import of_unit_in_week
from anju.estate.hooks import UnitPanel
from anju.estate.models import Unit
from anju.organization.access import Access
from anju.organization.models import Project


def panels(unit: Unit, access: Access, at: datetime) -> list[UnitPanel]:
    """Return the last contacts with a household; nothing for who may not read them."""
    if not access.may(May.READ):
        return []
    context = {
        "rows": contacts_of_unit(unit.project, unit),
        "week": of_unit_in_week(unit.project, unit, at=at),
        "cap": terms_of(unit.project).cap,
        "code": unit.project.code,
        "access": access,
    }
    live = (f"project:{unit.project_id}:contacts",)
    return [
        UnitPanel("联系", "contacts/panels/unit.html", context, rank=25, is_wide=True, live=live)
    ]


def unit_lines(project: Project, ids: Collection[int], access: Access, day: date) -> dict[int, str]:
    """Return nothing: the chart has no room for what was said."""
    return {}
