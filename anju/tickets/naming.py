"""Who brought a ticket and who works on it, in the words of a list; masked for who may not read."""

from anju.core.masking import mask_name
from anju.organization.access import Access
from anju.residents import sight
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import OrderState


def who_of(ticket: Ticket, access: Access | None) -> str:
    """Return who brought it as this viewer may see it; empty if nobody knows."""
    if ticket.person is not None:
        return sight.called(ticket.person, access)
    if ticket.is_unnamed:
        return "不愿留名"
    name = ticket.caller_name
    if name and not sight.reads_names(access):
        name = mask_name(name)
    return name or ticket.masked_phone


def hands_of(order: WorkOrder) -> str:
    """Return who has a work order, and that nobody has it, in words."""
    department = order.department.name if order.department else "待定部门"
    if order.assignee is not None:
        return f"{department} {order.assignee.name}"
    waits = "待抢单" if order.is_grab else OrderState(order.state).label
    return f"{department}({waits})"
