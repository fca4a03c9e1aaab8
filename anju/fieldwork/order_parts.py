"""What the desk sees of visits with each work order: how far the newest one is."""

from collections.abc import Mapping, Sequence

from anju.fieldwork.permissions import FieldPermission
from anju.fieldwork.queries.visits import progress_of, visits_of_order
from anju.organization.access import Access
from anju.organization.models import Project
from anju.tickets.hooks import OrderPart
from anju.tickets.models import WorkOrder

TEMPLATE, WHOLE = "fieldwork/progress.html", "fieldwork/visits_of_order.html"


def order_parts(
    project: Project, orders: Sequence[WorkOrder], access: Access
) -> Mapping[int, Sequence[OrderPart]]:
    """Return the line of each order that has been visited."""
    found = progress_of(project, orders)
    return {pk: [OrderPart(TEMPLATE, {"progress": progress})] for pk, progress in found.items()}


def order_details(project: Project, order: WorkOrder, access: Access) -> Sequence[OrderPart]:
    """Return all visits of one order with what they left, for who may read visits."""
    if not access.may(FieldPermission.READ):
        return ()
    visits = visits_of_order(project, order)
    return [OrderPart(WHOLE, {"visits": visits})] if visits else ()
