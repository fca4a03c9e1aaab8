"""Work done again because its owner was not content: a work order of its own, round 2 (rule 8).

The first order keeps its visits, times and verdicts. The second goes to the same department, to
the same hands if they are there, and is accepted, done and checked like any other.
"""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.organization.models import User
from anju.tickets import deadlines
from anju.tickets.commands.dispatching import order_work
from anju.tickets.contents import OrderDraft
from anju.tickets.deadlines import REWORK
from anju.tickets.facts import facts_of_order
from anju.tickets.models import WorkOrder
from anju.tickets.queries.crews import workers_of
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import OrderState

AGAIN = "返工:"


@transaction.atomic
def redo_order(*, order: WorkOrder, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """Order finished work of an open ticket again, with a rework clock.

    Ordering and dispatching leave their events; it leaves no event of its own.

    :param reason: what the owner was not content with; it stands in the new task.
    :raises NotAllowedNow: for work that is not finished: it goes on itself.
    :raises NotTaken: unless the ticket is open.
    """
    order = WorkOrder.objects.with_case().lock(order.pk)
    if order.state not in (OrderState.DONE, OrderState.CHECKED):
        raise NotAllowedNow(f"{order.number}还没有完成,不用另派返工。")
    draft = OrderDraft(
        task=f"{AGAIN}{order.task.removeprefix(AGAIN)}。{reason}"[:200],
        department=order.department,
        assignee=_same_hands(order, at),
        round=order.round + 1,
    )
    again = order_work(ticket=order.ticket, draft=draft, by=by, at=at)
    deadlines.start(
        again,
        REWORK,
        facts=facts_of_order(again, at=at),
        holder=again.assignee,
        department=again.department,
        by=by,
        at=at,
    )
    return again


def _same_hands(order: WorkOrder, at: datetime) -> User | None:
    """Return who did it, if they are on duty in the department; else dispatch chooses."""
    if order.department is None or order.assignee is None:
        return None
    here = {user.pk for user, _ in workers_of(order.project, order.department, (), at)}
    return order.assignee if order.assignee_id in here else None
