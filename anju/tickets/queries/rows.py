"""Tickets as lines of a list: what each needs beside itself, loaded for all lines together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from anju.clocks.models import Clock
from anju.organization.access import Access
from anju.organization.models import Project
from anju.tickets.models import Ticket, TicketQuerySet, WorkOrder
from anju.tickets.naming import hands_of, who_of
from anju.tickets.queries.lists import ORDER, TICKET
from anju.tickets.states import UNFINISHED, OrderState

JOINED = ("person", "unit")
# Of these a project has few, and many tickets share one: read apart. With seven joins PostgreSQL
# planned the list for 20 ms and read it in half of one.
SHARED = ("place", "building", "category", "holder", "raised_to")


def for_lines(project: Project, tickets: TicketQuerySet) -> TicketQuerySet:
    """Return tickets with what lines show of them loaded."""
    shown: TicketQuerySet = tickets.select_related(None).select_related(*JOINED)
    return shown.filter(project=project).prefetch_related(*SHARED)


@dataclass(slots=True)
class TicketRow:
    """A line: the ticket, who brought it as this viewer may see it, its nearest deadline."""

    ticket: Ticket
    who: str
    clock: Clock | None = None
    orders: list[WorkOrder] = field(default_factory=list)

    @property
    def hands(self) -> str:
        """Who works on it: 工程部 赵志强、保洁部(待派人)."""
        return "、".join(hands_of(order) for order in self.orders)


def rows_of(project: Project, tickets: Sequence[Ticket], access: Access | None) -> list[TicketRow]:
    """Return lines in the given order; two queries however many there are.

    :param tickets: their people and places loaded.
    """
    if not tickets:
        return []
    rows = {each.pk: TicketRow(each, who_of(each, access)) for each in tickets}
    unfinished = WorkOrder.objects.filter(
        project=project, ticket__in=rows, state__in=(*UNFINISHED, OrderState.DONE)
    ).select_related("department", "assignee")
    behind = {}
    for order in unfinished.order_by("ordered_at", "pk"):
        rows[order.ticket_id].orders.append(order)
        behind[order.pk] = order.ticket_id
    about = Q(subject_type=TICKET, subject_id__in=rows)
    about |= Q(subject_type=ORDER, subject_id__in=behind)
    clocks = Clock.objects.filter(about, project=project, stopped_at=None)
    clocks = clocks.defer("facts", "explanation")  # what a line never says
    nearest: dict[int, list[Clock]] = defaultdict(list)
    for clock in clocks.order_by("due_at", "pk"):
        is_own = clock.subject_type == TICKET
        nearest[clock.subject_id if is_own else behind[clock.subject_id]].append(clock)
    for ticket_id, running in nearest.items():
        rows[ticket_id].clock = running[0]
    return list(rows.values())


def rows_in_portions(
    project: Project, tickets: Iterable[Ticket], access: Access | None, per: int = 500
) -> Iterable[TicketRow]:
    """Yield lines of many tickets, read in portions, so that an export needs little memory."""
    portion: list[Ticket] = []
    for ticket in tickets:
        portion.append(ticket)
        if len(portion) == per:
            yield from rows_of(project, portion, access)
            portion = []
    yield from rows_of(project, portion, access)
