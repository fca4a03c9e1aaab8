"""What the worker's pages share: an order found, its address, who brought the matter."""

from django.http import Http404
from django.urls import reverse

from anju.core.masking import mask_name
from anju.organization.doors import StaffRequest
from anju.residents import sight
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.queries.orders import order_seen
from anju.tickets.states import OrderState


def order_or_404(request: StaffRequest, order_id: int) -> WorkOrder:
    """Return a work order that the reader may see."""
    found = order_seen(request.access, order_id, request.at)
    if found is None:
        raise Http404
    return found


def url_of(request: StaffRequest, name: str, *words: object) -> str:
    """Return the address of a page of work on site in this project."""
    return reverse(f"fieldwork:{name}", args=[request.project.code, *words])


def who_of(ticket: Ticket, request: StaffRequest) -> str:
    """Return who brought a matter, as this reader may see it."""
    if ticket.person is not None:
        return sight.called(ticket.person, request.access)
    if ticket.is_unnamed:
        return "不愿留名"
    name = ticket.caller_name
    return name if sight.reads_names(request.access) else mask_name(name) if name else ""


def is_in_hand(request: StaffRequest, order: WorkOrder) -> bool:
    """Tell whether the steps of an order are shown to this reader as theirs."""
    if order.state == OrderState.WAITING:
        return order.is_grab
    absent = {each.id for each in request.access.lent.values()}
    return order.assignee_id in {request.user.pk, *absent}
