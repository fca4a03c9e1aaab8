"""What an escalation does to its case beyond telling people."""

from datetime import datetime

from django.db import transaction

from anju.clocks.models import StageFiring
from anju.core.actors import Actor
from anju.organization.models import Post
from anju.tickets.commands.taking import superior_on_duty
from anju.tickets.models import Ticket
from anju.tickets.queries.telling import SUPERVISOR
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def raise_ticket(
    *, ticket: Ticket, because: StageFiring, why: str, by: Actor, at: datetime
) -> Ticket | None:
    """Let a ticket go up one post because a deadline passed; None at the top, or if done before.

    Whoever holds it still answers for it; the higher post sees it among the escalated. Safe to
    run twice for one stage, since a ticket remembers what raised it.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    before = ticket.raised_to
    to = before.reports_to if before else Post.objects.filter(code=SUPERVISOR).first()
    if ticket.closed_at is not None or to is None or because.pk in ticket.raised_by:
        return None
    ticket.raised_by = [*ticket.raised_by, because.pk]
    ticket.raised_to, ticket.raised_why = to, why[:200]
    if ticket.holder is None:
        ticket.holder = superior_on_duty(ticket.project, to, at)
    ticket.save(update_fields=["raised_to", "raised_why", "raised_by", "holder"])
    record(
        Verb.RAISED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"raised_to": (before, to)},
        reason=why,
    )
    return ticket


@transaction.atomic
def want_reason(*, ticket: Ticket, why: str, by: Actor, at: datetime) -> Ticket | None:
    """Demand of the holder why it is late; None if it was demanded before and not yet given.

    The next note on the ticket gives it.
    """
    ticket = Ticket.objects.locked().get(pk=ticket.pk)
    if ticket.closed_at is not None or ticket.reason_wanted_at is not None:
        return None
    ticket.reason_wanted_at = at
    ticket.save(update_fields=["reason_wanted_at"])
    record(
        Verb.REASON_WANTED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        reason=why,
    )
    return ticket
