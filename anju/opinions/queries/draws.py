"""What a sample is drawn from, and the samples that were drawn."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from anju.core.periods import SHANGHAI, local_date
from anju.opinions.drawing import Candidate, monday_of
from anju.opinions.models import DrawnTicket, FollowUpDraw
from anju.organization.models import Project
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import MatterKind, OrderState, TicketState

WEEK = timedelta(days=7)
_DONE = (OrderState.DONE, OrderState.CHECKED)


def draw_of(project: Project, begins_on: date) -> FollowUpDraw | None:
    """Return the draw of a week, None while there is none."""
    return FollowUpDraw.objects.filter(project=project, begins_on=begins_on).first()


def candidates_of(project: Project, begins_on: date, *, at: datetime) -> list[Candidate]:
    """Return the repairs that were answered in a week and still are, by number.

    None before its end. A worker is whoever finished work of it.
    """
    begin = datetime.combine(begins_on, time(), SHANGHAI)
    if local_date(at) < begins_on + WEEK:
        return []
    tickets = list(
        Ticket.objects.of(project)
        .filter(kind=MatterKind.REPAIR, answered_at__gte=begin, answered_at__lt=begin + WEEK)
        .filter(state__in=(TicketState.ANSWERED, TicketState.CLOSED))
        .select_related("building")
        .order_by("number")
    )
    orders = WorkOrder.objects.of(project).filter(ticket__in=tickets, state__in=_DONE)
    workers: dict[int, dict[str, str]] = defaultdict(dict)
    for order in orders.exclude(assignee=None).select_related("assignee").order_by("pk"):
        assert order.assignee is not None
        workers[order.ticket_id][str(order.assignee_id)] = order.assignee.name
    return [
        Candidate(
            each.pk,
            each.number,
            (str(each.building_id), each.building.name) if each.building else None,
            tuple(workers[each.pk].items()),
        )
        for each in tickets
    ]


def draws_of(project: Project) -> list[FollowUpDraw]:
    """Return the last year's draws with their tickets, the newest first."""
    draws = FollowUpDraw.objects.filter(project=project).prefetch_related("tickets__ticket")
    return list(draws.order_by("-begins_on")[:53])


def draw_in(project: Project, draw_id: int) -> FollowUpDraw | None:
    """Return one draw with its tickets, else None."""
    draws = FollowUpDraw.objects.filter(project=project, pk=draw_id)
    return draws.prefetch_related("tickets__ticket__building").first()


def drawn_for(project: Project, ids: Collection[int]) -> dict[int, DrawnTicket]:
    """Return why tickets are in the sample, the last time they were drawn."""
    found = DrawnTicket.objects.filter(project=project, ticket__in=ids).order_by("pk")
    return {each.ticket_id: each for each in found}


def undrawn_weeks(project: Project, *, at: datetime, most: int = 4) -> list[date]:
    """Return the Mondays of the last full weeks without a draw, the newest first."""
    this = monday_of(local_date(at))
    weeks = [this - WEEK * number for number in range(1, most + 1)]
    drawn = FollowUpDraw.objects.filter(project=project, begins_on__in=weeks)
    known = set(drawn.values_list("begins_on", flat=True))
    return [each for each in weeks if each not in known]


def drawn_of(project: Project, ticket: Ticket) -> list[DrawnTicket]:
    """Return how often and why a ticket was put on the list, the newest first."""
    return list(DrawnTicket.objects.filter(project=project, ticket=ticket).order_by("-pk"))


def undrawn_across_projects(*, at: datetime) -> list[tuple[Project, date]]:
    """Return the open projects whose last full week has no draw, each with its Monday."""
    last = monday_of(local_date(at)) - WEEK
    drawn = FollowUpDraw.objects.filter(begins_on=last).values("project")
    projects = Project.objects.open().exclude(pk__in=drawn).order_by("pk")
    return [(project, last) for project in projects]
