"""Done work looked at by somebody else: found good, or sent back to be done again."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.tickets import deadlines, steps
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.deadlines import REWORK
from anju.tickets.facts import facts_of_order
from anju.tickets.models import WorkOrder
from anju.tickets.refusals import NotAllowedNow, NotYours, refuse_no_reason
from anju.tickets.states import ORDER_LIFE, OrderState
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def check_order(*, order: WorkOrder, note: str = "", by: Actor, at: datetime) -> WorkOrder:
    """Find the work good. Who did it does not check it.

    :raises NotYours: for one's own work.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.CHECKED)
    _refuse_own_work(order, by)
    before = order.state
    order.state, order.checked_at, order.checked_by_name = OrderState.CHECKED, at, by.label
    steps.keep(order)
    steps.record(Verb.CHECKED, order, before, reason=note.strip(), by=by, at=at)
    return order


@transaction.atomic
def return_order(*, order: WorkOrder, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """Send done work back to be done again: round 2, with a rework clock (rule 8).

    :raises ReasonMissing: without a reason.
    :raises NotYours: for one's own work.
    """
    order = locked_order(order)
    if order.state != OrderState.DONE:
        raise NotAllowedNow(f"{order.number}还没有完成,不能退回返工。")
    _refuse_own_work(order, by)
    reason = refuse_no_reason(reason, "退回返工")
    before = order.state
    order.state, order.done_at, order.round = OrderState.ACCEPTED, None, order.round + 1
    order.started_at = None
    steps.keep(order)
    facts = facts_of_order(order, at=at)
    deadlines.start(
        order,
        REWORK,
        facts=facts,
        holder=order.assignee,
        department=order.department,
        by=by,
        at=at,
    )
    changes = {"round": (order.round - 1, order.round)}
    steps.record(Verb.RETURNED, order, before, more=changes, reason=reason, by=by, at=at)
    return order


def _refuse_own_work(order: WorkOrder, by: Actor) -> None:
    if by.id is not None and by.id == order.assignee_id:
        raise NotYours("自己做的活请由别人检查。")
