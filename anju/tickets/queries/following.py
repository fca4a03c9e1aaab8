"""Following up: who may, and what of a ticket may be done again."""

from collections.abc import Sequence

from anju.organization.models import Project
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.permissions import DeskPermission, ManagerPermission
from anju.tickets.states import OrderState


def follow_up_right(subject: Ticket) -> DeskPermission | ManagerPermission:
    """Return who follows up: the manager what is major, the supervisor complaints (domain 2.5)."""
    if subject.is_major:
        return ManagerPermission.CLOSE_MAJOR
    if subject.is_complaint:
        return DeskPermission.FOLLOW_COMPLAINT
    return DeskPermission.FOLLOW_UP


def finished_orders(project: Project, ticket: Ticket) -> Sequence[WorkOrder]:
    """Return the finished work of a ticket, the last first: what may be done again."""
    orders = WorkOrder.objects.of(project).filter(ticket=ticket)
    over = orders.filter(state__in=(OrderState.DONE, OrderState.CHECKED))
    return list(over.select_related("department", "assignee").order_by("-done_at", "-pk"))


def numbers_of(subject: Ticket) -> Sequence[str]:
    """Return the numbers by which the owner of a ticket is called, whole; none for no owner."""
    known = [phone.number for phone in subject.person.phones.all()] if subject.person else []
    return [*known, *([subject.caller_phone] if subject.caller_phone else [])]
