"""What the visits on site answer to the service desk's questions (`anju/tickets/hooks.py`)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from anju.core.actors import Actor
from anju.fieldwork import gates, work_pages
from anju.organization.models import Project
from anju.tickets.hooks import PaperItem
from anju.tickets.models import WorkOrder


def before_start(order: WorkOrder) -> str:
    """Return why work on an order cannot begin yet, by the visits on site."""
    return gates.before_start(order)


def still_open(order: WorkOrder) -> Sequence[str]:
    """Return what of an order's checklists is not ticked, by the visits on site."""
    return gates.still_open(order)


def paper_items(order: WorkOrder) -> Sequence[PaperItem]:
    """Return what the desk may tick for a company without our telephone."""
    return gates.paper_items(order)


def take_paper(order: WorkOrder, done: Collection[int], by: Actor, at: datetime) -> None:
    """Keep what the paper of such a company says was done."""
    gates.take_paper(order, done, by, at)


def finished(order: WorkOrder, happened_at: datetime, by: Actor, at: datetime) -> None:
    """End the visit of an order that was reported done."""
    gates.finished(order, happened_at, by, at)


def work_page(project: Project, order: WorkOrder | None) -> str:
    """Return where a worker works on an order, or on all of theirs."""
    return work_pages.work_page(project, order)
