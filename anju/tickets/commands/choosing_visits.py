"""A ticket put on the list of follow-ups: by the draw of a week, or by hand."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.tickets import deadlines
from anju.tickets.deadlines import FOLLOW_UP
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import Ticket
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import TicketState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def owe_follow_up(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> bool:
    """Have an answered or closed ticket followed up in the policy's time; tells whether it was new.

    Who is to be asked already is asked once.

    :param reason: why this one, for the trail: 随机抽样.
    :raises NotAllowedNow: for a ticket that is open, called off or absorbed.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.state not in (TicketState.ANSWERED, TicketState.CLOSED):
        raise NotAllowedNow("只有已答复或已关闭的工单可以列入回访。")
    if deadlines.open_of(ticket, FOLLOW_UP).exists():
        return False
    facts = facts_of_ticket(ticket, at=at)
    deadlines.start(ticket, FOLLOW_UP, facts=facts, holder=ticket.holder, by=by, at=at)
    project_id = ticket.project_id
    record(Verb.CHOSEN, subject=ticket, project_id=project_id, by=by, at=at, reason=reason)
    return True
