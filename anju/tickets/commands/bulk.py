"""One step on one of many chosen work orders; the same form sent twice does it once."""

from datetime import datetime

from django.db import transaction

from anju.audit.models import Event
from anju.core.actors import Actor
from anju.tickets.changing import LEAVES, BulkChange, Step
from anju.tickets.commands.dispatching import (
    assign_order,
    dispatch_order,
    locked_order,
    refuse_stale_order,
)
from anju.tickets.commands.working import cancel_order, urge_order
from anju.tickets.models import WorkOrder
from anju.tickets.refusals import NotTaken


@transaction.atomic
def change_order(
    *,
    order: WorkOrder,
    change: BulkChange,
    seen: int | None,
    since: datetime,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Do what was decided for one order of a selection; it leaves no event beside the step's own.

    :param seen: the edition that the preview showed.
    :param since: when the preview was shown; what this person did with the order after it is not
        done again.
    :raises StaleEdit: if somebody else changed it after the preview.
    :raises DomainError: whatever the step itself refuses.
    """
    order = locked_order(order)
    if _was_done(order, change.step, since, by):
        return order
    match change.step:
        case Step.ASSIGN:
            if change.to is None:
                raise NotTaken("请选择指派给谁。")
            return assign_order(
                order=order, to=change.to, reason=change.reason, seen=seen, by=by, at=at
            )
        case Step.DISPATCH:
            if change.department is None:
                raise NotTaken("请选择改派到哪个部门。")
            return dispatch_order(
                order=order,
                department=change.department,
                reason=change.reason,
                seen=seen,
                by=by,
                at=at,
            )
        case Step.URGE:
            return urge_order(order=order, words=change.reason, by=by, at=at)
        case Step.CANCEL:
            refuse_stale_order(order, seen)
            return cancel_order(order=order, reason=change.reason, by=by, at=at)


def _was_done(order: WorkOrder, step: Step, since: datetime, by: Actor) -> bool:
    """Tell whether this person has done this step on the order since then."""
    events = Event.objects.about(WorkOrder._meta.label_lower, order.pk)
    mine = events.filter(by_id=by.id, verb__in=LEAVES[step], at__gte=since)
    return by.id is not None and mine.exists()
