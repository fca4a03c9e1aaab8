"""Whether the work of an order disturbs those who live around it (C6.17.1)."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.tickets import steps
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.models import WorkOrder
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import UNFINISHED
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def set_disturbs(*, order: WorkOrder, disturbs: bool, by: Actor, at: datetime) -> WorkOrder:
    """Say that a work disturbs its neighbours, or that it does not; the category's is the default.

    :raises NotAllowedNow: once the work is over.
    """
    order = locked_order(order)
    if order.disturbs == disturbs:
        return order
    if order.state not in UNFINISHED:
        raise NotAllowedNow(f"{order.number}已经完成或取消,不能再改。")
    before, order.disturbs = order.disturbs, disturbs
    steps.keep(order)
    record(
        Verb.DISTURBS_SET,
        subject=order,
        project_id=order.project_id,
        by=by,
        at=at,
        changes={"disturbs": ("是" if before else "否", "是" if disturbs else "否")},
    )
    return order
