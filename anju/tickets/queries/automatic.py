"""What the house looks for by itself, over all projects."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F

from anju.clocks.models import Clock
from anju.organization.models import Project
from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.states import MatterKind, OrderState, TicketState

MOST = 2000


def waiting_across_projects(*, project_id: int | None = None) -> Iterator[WorkOrder]:
    """Yield the orders that a department has and nobody of it, emergencies and the oldest first."""
    waiting = WorkOrder.objects.waiting().filter(is_grab=False, department__isnull=False)
    if project_id is not None:
        waiting = waiting.filter(project=project_id)
    yield from waiting.select_related("project", "department").oldest_first()[:MOST]


def woken_across_projects(*, day: date) -> Iterator[WorkOrder]:
    """Yield the deferred orders whose day has come."""
    deferred = WorkOrder.objects.filter(state=OrderState.DEFERRED, deferred_until__lte=day)
    yield from deferred.order_by("deferred_until", "pk")[:MOST]


def answered_across_projects() -> Iterator[Ticket]:
    """Yield what may close by time, the longest answered first; who closes them asks the rest."""
    answered = Ticket.objects.filter(state=TicketState.ANSWERED)
    answered = answered.exclude(kind=MatterKind.COMPLAINT)
    yield from answered.order_by(F("answered_at"), "pk")[:MOST]


def order_behind(project: Project, clock: Clock) -> WorkOrder | None:
    """Return the work order that a clock is about, else None."""
    if clock.subject_type != WorkOrder._meta.label_lower:
        return None
    orders = WorkOrder.objects.of(project).with_tickets()
    return orders.filter(pk=clock.subject_id).first()


def ticket_behind(project: Project, clock: Clock) -> Ticket | None:
    """Return the ticket that a clock is about, itself or by its work order or help request."""
    tickets = Ticket.objects.of(project).with_places()
    match clock.subject_type:
        case "tickets.ticket":
            return tickets.filter(pk=clock.subject_id).first()
        case "tickets.workorder":
            return tickets.filter(orders__pk=clock.subject_id).first()
        case "tickets.helprequest":
            asked = HelpRequest.objects.filter(pk=clock.subject_id)
            return tickets.filter(pk__in=asked.values("ticket")).first()
    return None
