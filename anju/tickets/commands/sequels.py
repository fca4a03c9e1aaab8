"""What comes after a ticket that can no longer be opened again: one of its own, linked (rule 8)."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.organization.models import User
from anju.tickets.commands.joining import link_tickets
from anju.tickets.commands.taking import take_ticket
from anju.tickets.contents import Matter, Promised
from anju.tickets.models import Ticket
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import LinkKind, MatterKind, Source, TicketState, Urgency


@transaction.atomic
def take_sequel(
    *,
    ticket: Ticket,
    words: str,
    kind: MatterKind,
    out: Promised,
    taker: User,
    once: str = "",
    by: Actor,
    at: datetime,
) -> Ticket:
    """Take what came after an ended ticket; person and place are the same, and the two are linked.

    Taking and linking leave their events; it leaves no event of its own.

    :raises NotAllowedNow: for a ticket that is still open: it goes on itself.
    :raises NotTaken: without words.
    """
    if ticket.state == TicketState.OPEN:
        raise NotAllowedNow(f"{ticket.number}还没有答复,请在原工单上继续处理。")
    matter = Matter(
        kind=kind,
        words=words,
        source=Source(ticket.source),
        person=ticket.person,
        caller_name=ticket.caller_name,
        caller_phone=ticket.caller_phone,
        is_unnamed=ticket.is_unnamed,
        unit=ticket.unit,
        place=ticket.place,
        building=ticket.building,
        category=ticket.category if ticket.category and not ticket.category.retired_at else None,
        urgency=Urgency(ticket.urgency),
    )
    new = take_ticket(
        project=ticket.project,
        matter=matter,
        out=out,
        taker=taker,
        post=None,
        once=once,
        by=by,
        at=at,
    )
    link_tickets(earlier=ticket, later=new, kind=LinkKind.SEQUEL, by=by, at=at)
    return new
