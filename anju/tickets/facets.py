"""How tickets colour the building chart."""

from collections.abc import Collection, Mapping
from datetime import date

from anju.estate.hooks import Facet, FacetValue
from anju.organization.models import Project
from anju.tickets.permissions import DeskPermission
from anju.tickets.queries.units import open_by_unit


def _open(project: Project, buildings: Collection[int], day: date) -> Mapping[int, str]:
    return open_by_unit(project, buildings)


FACETS = (
    Facet(
        "tickets",
        "未结工单",
        (
            FacetValue("major", "重大投诉", "bad", "cross"),
            FacetValue("complaint", "投诉", "bad", "up"),
            FacetValue("repair", "报修", "warn", "dots"),
            FacetValue("other", "其他事项", "info", "rows"),
            FacetValue("none", "没有未结", "plain"),
        ),
        _open,
        permission=DeskPermission.READ.value,
    ),
)
