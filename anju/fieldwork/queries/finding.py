"""One thing of a project found by its number, for a step."""

from anju.organization.models import Project
from anju.tickets.models import Checklist, ChecklistItem, PriceItem, WorkOrder


def order_of_step(project: Project, order_id: int) -> WorkOrder | None:
    """Return a work order of the project with its ticket, in whosever hands; else None."""
    return WorkOrder.objects.of(project).with_tickets().filter(pk=order_id).first()


def checklist_in(project: Project, checklist_id: int) -> Checklist | None:
    """Return a checklist of the project, else None."""
    found: Checklist | None = Checklist.objects.of(project).filter(pk=checklist_id).first()
    return found


def price_item_in(project: Project, item_id: int) -> PriceItem | None:
    """Return an item of the project's price list, else None."""
    found: PriceItem | None = PriceItem.objects.of(project).filter(pk=item_id).first()
    return found


def item_said(project: Project, item_id: int) -> str:
    """Return what a thing on a checklist asks, or nothing."""
    found = ChecklistItem.objects.filter(project=project, pk=item_id).first()
    return found.text if found else ""
