"""One's own day on the phone: in order of time, to be grabbed, asked for help, done today."""

from dataclasses import dataclass
from datetime import datetime

from anju.clocks.models import Clock
from anju.core.periods import local_date
from anju.fieldwork.models import Visit
from anju.fieldwork.queries.places import Door, doors_of
from anju.fieldwork.states import VisitState
from anju.organization.access import Access
from anju.tickets.models import HelpRequest, WorkOrder
from anju.tickets.queries.board import nearest_clocks
from anju.tickets.queries.orders import my_work
from anju.tickets.states import OrderState

MOST_DONE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One order of the list: where, what to heed, its nearest deadline, how far the visit is."""

    order: WorkOrder
    door: Door
    clock: Clock | None
    state: str


@dataclass(frozen=True, slots=True)
class MyDay:
    """What lies before one worker, and what they finished today."""

    held: list[Line]
    free: list[Line]
    done: list[Line]
    asked: list[HelpRequest]


def my_day(access: Access, at: datetime) -> MyDay:
    """Return somebody's day; the same queries however much it is."""
    project = access.project
    assert project is not None, "a work order is a project's"
    work = my_work(access, at)
    done = WorkOrder.objects.of(project).with_tickets().filter(assignee=access.user)
    done = done.filter(state__in=(OrderState.DONE, OrderState.CHECKED))
    today = [
        each
        for each in done.order_by("-done_at", "pk")[:MOST_DONE]
        if each.done_at and local_date(each.done_at) == local_date(at)
    ]
    orders = [*work.held, *work.free, *today]
    clocks = nearest_clocks(project, [*work.held, *work.free])
    doors = doors_of(project, orders, day=local_date(at))
    visits = Visit.objects.of(project).open().filter(order__in=[each.pk for each in orders])
    states = {each.order_id: VisitState(each.state).label for each in visits.order_by("pk")}

    def lines(rows: list[WorkOrder]) -> list[Line]:
        return [
            Line(
                order=each,
                door=doors[each.pk],
                clock=clocks.get(each.pk),
                state=states.get(each.pk) or OrderState(each.state).label,
            )
            for each in rows
        ]

    return MyDay(lines(work.held), lines(work.free), lines(today), work.asked)
