"""By when an owner hears from us, in words they can hold us to."""

from datetime import datetime

from anju.clocks.models import Clock
from anju.core.periods import spoken_time
from anju.organization.models import Project
from anju.tickets.models import Ticket
from anju.tickets.states import TicketState

WAITING = ("promise", "respond", "follow-up")


def next_contact(project: Project, ticket: Ticket, *, at: datetime) -> str:
    """Return when somebody contacts the owner next: 明天 17:30 前会有同事联系您.

    Only times that a deadline of ours holds us to; without one, that a supervisor knows.
    """
    clocks = Clock.objects.of(project).about(ticket).open().filter(kind__in=WAITING)
    ahead = clocks.filter(due_at__gt=at).order_by("due_at").first()
    if ahead is None:
        return "客服主管已经收到提醒,会尽快联系您。"
    said = f"{spoken_time(ahead.due_at, now=at)} 前会有同事联系您。"
    if ticket.state == TicketState.OPEN:
        return said
    return f"客服主管已经看到,{said}"
