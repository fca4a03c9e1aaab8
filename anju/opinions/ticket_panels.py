"""What opinions show on a ticket's page: cards, samples, praise, and the owner's links."""

from datetime import datetime

from anju.opinions.permissions import OpinionPermission as May
from anju.opinions.queries.cards import cards_of, started_orders
from anju.opinions.queries.draws import drawn_of
from anju.opinions.queries.praise import good_words_of, praise_of_ticket
from anju.opinions.queries.progress import progress_ends
from anju.organization.access import Access
from anju.tickets.hooks import TicketPanel
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission
from anju.tickets.states import TicketState

_ANSWERED = (TicketState.ANSWERED, TicketState.CLOSED)
_GONE = (TicketState.CANCELLED, TicketState.MERGED)


def panels(ticket: Ticket, access: Access, at: datetime) -> list[TicketPanel]:
    """Return the part of a ticket's page; nothing for who may not read opinions."""
    if not access.may(May.READ):
        return []
    project = ticket.project
    cards = cards_of(project, ticket)
    orders = [] if ticket.state in _GONE else list(started_orders(project, ticket))
    given = {(card.order_id, card.round) for card in cards}
    praised = list(praise_of_ticket(project, ticket))
    is_good = good_words_of(project, ticket, cards) is not None
    ends = progress_ends(ticket)
    context = {
        "ticket": ticket,
        "code": project.code,
        "cards": cards,
        "orders": orders,
        "unanswered": [each for each in orders if (each.pk, each.round) not in given],
        "drawn": drawn_of(project, ticket),
        "praise": praised,
        "has_progress": ticket.state not in _GONE and (ends is None or at < ends),
        "may_send": access.may(DeskPermission.ANSWER) and ticket.person_id is not None,
        "may_pick": access.may(May.SAMPLE) and ticket.state in _ANSWERED,
        "may_praise": access.may(May.PRAISE) and is_good and not praised,
        "may_thank": access.may(DeskPermission.ANSWER) and is_good and ticket.person_id is not None,
    }
    return [TicketPanel("意见与回访", "id-badge-2", "opinions/panels/ticket.html", context)]
