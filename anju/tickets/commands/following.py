"""A follow-up with the new problem that the owner spoke of: one step for who asks."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.organization.models import User
from anju.tickets.commands.closing import follow_up
from anju.tickets.commands.sequels import take_sequel
from anju.tickets.contents import Finding, Promised
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import ContactWay, MatterKind, Rating


@transaction.atomic
def follow_up_with(
    *,
    ticket: Ticket,
    way: ContactWay,
    rating: Rating,
    words: str,
    finding: Finding | None,
    number_used: str,
    redo: WorkOrder | None,
    problem: str,
    taker: User,
    by: Actor,
    at: datetime,
) -> Ticket | None:
    """Record a follow-up as `closing.follow_up` does; returns the linked ticket of a new problem.

    Both leave their events; it leaves no event of its own. Where it is too late to open the
    ticket again, the linked one takes the discontent on.

    :param problem: what else is wrong, in the owner's words; empty for nothing.
    :raises DomainError: what following up or taking refuses; then nothing of both is kept.
    """
    new = None
    if problem.strip():
        new = take_sequel(
            ticket=ticket,
            words=problem.strip(),
            kind=MatterKind(ticket.kind),
            out=Promised(),
            taker=taker,
            by=by,
            at=at,
        )
    follow_up(
        ticket=ticket,
        way=way,
        rating=rating,
        words=words,
        finding=finding,
        number_used=number_used,
        redo=redo,
        sequel=new,
        by=by,
        at=at,
    )
    return new
