"""What deadlines may ask of a case: the facts that policies match (clocks.md, rule 1)."""

from datetime import datetime
from typing import Any

from anju.core.periods import SHANGHAI
from anju.tickets.models import Ticket, WorkOrder, path_of
from anju.tickets.states import Grade, Level, MatterKind, Source

_CODES = {MatterKind.COMPLAINT: "complaint", MatterKind.REPAIR: "repair"}


def facts_of_ticket(ticket: Ticket, *, at: datetime) -> dict[str, Any]:
    """Return category, kind, level, priority, building, hour, weekday and channel of a ticket.

    `category` holds the kind's code and the names on the branch, so a policy may ask for 投诉 as
    well as for 电梯; `level` is emergency or usual, and the complaint's grade in words.
    """
    path = path_of(ticket.category)
    kind = MatterKind(ticket.kind)
    clock = (ticket.received_at or at).astimezone(SHANGHAI)
    return {
        "category": [_CODES.get(kind, kind.label), *(each.name for each in path)],
        "kind": kind.label,
        "level": ["emergency" if ticket.is_emergency else "usual", Grade(ticket.grade).label],
        "priority": 3 if ticket.is_emergency else 2 if ticket.level == Level.URGENT else 1,
        "building": ticket.building.name if ticket.building else None,
        "hour": clock.hour,
        "weekday": clock.isoweekday(),
        "channel": Source(ticket.source).label,
    }


def facts_of_order(order: WorkOrder, *, at: datetime) -> dict[str, Any]:
    """Return the ticket's facts with the department that works."""
    facts = facts_of_ticket(order.ticket, at=at)
    if order.is_emergency:
        facts |= {"level": ["emergency"], "priority": 3}
    return {**facts, "department": order.department.name if order.department else None}
