"""What an owner sees of their matter: who comes, when, what was promised, what was done. No names
of residents, no numbers."""

from dataclasses import dataclass
from datetime import datetime

from anju.clocks.models import Clock
from anju.core.periods import spoken_time
from anju.opinions.queries.cards import PROGRESS_DAYS
from anju.organization.models import Project, User
from anju.residents.addressing import surname_of
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.queries.owner_lines import owner_line
from anju.tickets.queries.ticket_page import TicketPage, ticket_page
from anju.tickets.states import OrderState, TicketState

_IN_HAND = (OrderState.ASSIGNED, OrderState.ACCEPTED, OrderState.STARTED, OrderState.DEFERRED)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, in plain words."""

    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Who works on it, without their whole name: 张师傅, 工程部."""

    who: str
    department: str


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the progress page shows."""

    ticket: Ticket
    line: str
    coming: list[Coming]
    promised: str
    steps: list[Step]
    wished: str

    @property
    def may_urge(self) -> bool:
        return self.ticket.state == TicketState.OPEN


def ticket_across_projects(ticket_id: int) -> Ticket | None:
    """Return the ticket that a link stands for."""
    return Ticket.objects.with_places().filter(pk=ticket_id).first()


def progress_ends(subject: Ticket) -> datetime | None:
    """Return until when the page of an ended ticket is there; None while it goes on."""
    return subject.closed_at + PROGRESS_DAYS if subject.closed_at else None


def progress_of(project: Project, ticket: Ticket, *, at: datetime) -> Progress:
    """Return what an owner sees of a ticket."""
    shown = ticket_page(project, ticket, at=at)
    orders = [each.order for each in shown.orders if each.order.state != OrderState.CANCELLED]
    return Progress(
        ticket=ticket,
        line=owner_line(shown.standing, now=at),
        coming=[_coming(each) for each in orders if each.state in _IN_HAND],
        promised=_promised(shown.promise, at, is_broken=shown.is_broken),
        steps=_steps(shown, orders),
        wished=_wished(ticket, at),
    )


def worker_called(user: User) -> str:
    """Return what an owner calls a worker: 张师傅; 师傅 for who has no Chinese surname."""
    return f"{surname_of(user.name)}师傅"


def _coming(order: WorkOrder) -> Coming:
    who = worker_called(order.assignee) if order.assignee else ""
    return Coming(who, order.department.name if order.department else "")


def _promised(promise: Clock | None, at: datetime, *, is_broken: bool) -> str:
    if promise is None:
        return ""
    said = spoken_time(promise.due_at, now=at)
    return f"原定{said} 前答复,已经超过" if is_broken else f"{said} 前答复您"


def _wished(ticket: Ticket, at: datetime) -> str:
    if ticket.wished_from is None or ticket.wished_until is None or ticket.wished_until < at:
        return ""
    begin, end = (spoken_time(each, now=at) for each in (ticket.wished_from, ticket.wished_until))
    return f"{begin} 至 {end}"


def _steps(shown: TicketPage, orders: list[WorkOrder]) -> list[Step]:
    """Return what was done so far, the newest first."""
    ticket = shown.ticket
    found = [Step(ticket.received_at, "您的事已登记")]
    for order in orders:
        department = order.department.name if order.department else "服务中心"
        again = "再次" if order.round > 1 else ""
        who = worker_called(order.assignee) if order.assignee else "师傅"
        found.append(Step(order.ordered_at, f"已{again}安排{department}"))
        if order.accepted_at:
            found.append(Step(order.accepted_at, f"{who}已接单"))
        if order.started_at:
            found.append(Step(order.started_at, f"{who}已到场开工"))
        if order.done_at:
            found.append(Step(order.done_at, "现场处理完成"))
    if ticket.answered_at:
        found.append(Step(ticket.answered_at, "已答复您"))
    if ticket.closed_at and ticket.state == TicketState.CLOSED:
        found.append(Step(ticket.closed_at, "已办结"))
    return sorted(found, key=lambda step: step.at)[::-1]
