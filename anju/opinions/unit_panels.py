"""What opinions show on a unit's page: praise both ways."""

from collections.abc import Collection
from datetime import date, datetime

from anju.estate.hooks import UnitPanel
from anju.estate.models import Unit
from anju.opinions.permissions import OpinionPermission as May
from anju.opinions.queries.praise import praise_of_unit
from anju.organization.access import Access
from anju.organization.models import Project

SHOWN = 5


def panels(unit: Unit, access: Access, at: datetime) -> list[UnitPanel]:
    """Return the last praise by or for a household; nothing where there is none."""
    if not access.may(May.READ):
        return []
    rows = list(praise_of_unit(unit.project, unit)[:SHOWN])
    if not rows:
        return []
    return [UnitPanel("表扬", "opinions/panels/praise.html", {"rows": rows}, rank=60)]


def unit_lines(project: Project, ids: Collection[int], access: Access, day: date) -> dict[int, str]:
    """Return nothing: the chart has no room for praise."""
    return {}
