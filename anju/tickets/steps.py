"""A step of a work order: kept with its next edition, and noted in the trail."""

from collections.abc import Mapping
from datetime import datetime

from anju.core.actors import Actor
from anju.organization.models import User
from anju.tickets import trail
from anju.tickets.models import WorkOrder
from anju.tickets.states import OrderState
from anju.tickets.verbs import DeskVerb as Verb


def keep(order: WorkOrder) -> None:
    """Save an order as its next edition, so that a stale form shows."""
    order.edition += 1
    order.save()


def record(
    verb: Verb,
    order: WorkOrder,
    before: str,
    *,
    assignee: User | None = None,
    more: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record what a step made of an order that was in the state `before`."""
    changes: dict[str, tuple[object, object]] = {
        "state": (OrderState(before).label, OrderState(order.state).label),
        **(more or {}),
    }
    if assignee is not None:
        changes["assignee"] = (assignee, order.assignee)
    trail.record(
        verb,
        subject=order,
        project_id=order.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
