"""催单: the owner presses on the progress page; counted, shown, answered by a person in time."""

from datetime import datetime, timedelta

from django.db import transaction

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.core.actors import Actor
from anju.tickets import deadlines
from anju.tickets.deadlines import PROMISE, RESPOND
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import Ticket
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import TicketState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb

OWNER = Actor(id=None, name="业主")
ONE_URGE = timedelta(minutes=10)
"""Within it an owner's presses are one."""


@transaction.atomic
def urge_ticket(*, ticket: Ticket, by: Actor = OWNER, at: datetime) -> bool:
    """Count an owner's urging; tells whether it counts, or belongs to the one before.

    Unless a promise runs that is not broken, a response clock starts: somebody of ours contacts
    the owner in its time, or it escalates.

    :raises NotAllowedNow: once the ticket is answered or ended.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.state != TicketState.OPEN:
        raise NotAllowedNow("这件事已经答复或结束,不用再催。还有问题请打客服电话。")
    last = Event.objects.about(Ticket._meta.label_lower, ticket.pk).filter(
        verb=Verb.OWNER_URGED, at__gt=at - ONE_URGE
    )
    if last.exists():
        return False
    ticket.urge_count, ticket.urged_at = ticket.urge_count + 1, at
    ticket.save(update_fields=["urge_count", "urged_at"])
    is_late = deadlines.open_of(ticket, RESPOND).exists()
    if answered_by(ticket, at=at) is None and not is_late:
        facts = facts_of_ticket(ticket, at=at)
        deadlines.start(ticket, RESPOND, facts=facts, holder=ticket.holder, by=by, at=at)
    changes = {"urge_count": (ticket.urge_count - 1 or None, ticket.urge_count)}
    project_id = ticket.project_id
    record(Verb.OWNER_URGED, subject=ticket, project_id=project_id, by=by, at=at, changes=changes)
    return True


def answered_by(ticket: Ticket, *, at: datetime) -> Clock | None:
    """Return the deadline by which the owner hears from us, if one runs and is ahead; no event."""
    running = deadlines.open_of(ticket, PROMISE, RESPOND).filter(due_at__gte=at)
    return running.order_by("due_at").first()
