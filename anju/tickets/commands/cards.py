"""Opinion cards (意见卡) as the ticket feels them: a good one closes, a bad one is followed up.

A card that comes before the answer waits for it. A closed ticket is not opened by a card: somebody
asks the owner within a day, and what they say then decides (`closing.follow_up`).
"""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.tickets import deadlines
from anju.tickets.commands.settling import settle_closed
from anju.tickets.deadlines import FOLLOW_UP
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import FollowUp, Ticket, WorkOrder
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.states import ClosedBy, ContactWay, Rating, TicketState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb

GONE = (TicketState.CANCELLED, TicketState.MERGED)


@transaction.atomic
def record_card(
    *,
    ticket: Ticket,
    rating: Rating,
    words: str = "",
    order: WorkOrder | None = None,
    way: ContactWay = ContactWay.VISIT,
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Take an opinion card: a good one closes, a bad one is followed up within a day.

    Before the answer it is kept and takes effect with it. A complaint stays until its follow-up,
    whatever its card says.

    :raises NotAllowedNow: for a ticket that was called off or absorbed.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.state in GONE:
        raise NotAllowedNow("这件事已经取消或并入另一件,不再收意见卡。")
    said = FollowUp.objects.create(
        project=ticket.project,
        ticket=ticket,
        order=order,
        is_card=True,
        way=way,
        rating=rating,
        words=words.strip()[:500],
        waits=ticket.state == TicketState.OPEN,
        by_id=by.id,
        by_name=by.label,
        at=at,
    )
    _say(Verb.CARD_GIVEN, said, None, by=by, at=at)
    _heed(ticket, rating, by=by, at=at)
    return said


@transaction.atomic
def change_card(
    *, said: FollowUp, rating: Rating, words: str = "", by: Actor, at: datetime
) -> FollowUp:
    """Let an owner think better of a card, with the effect of the new rating.

    From bad to good ends the follow-up that the card alone had called for, and closes; from good
    to bad calls for one, on a closed ticket too. Fair leaves what runs: something was wrong.

    :raises NotAllowedNow: for a ticket that was called off or absorbed.
    """
    ticket = Ticket.objects.with_case().lock(said.ticket_id)
    if ticket.state in GONE:
        raise NotAllowedNow("这件事已经取消或并入另一件,意见卡不能再改。")
    said = FollowUp.objects.select_for_update().get(pk=said.pk)
    before, said.rating, said.words = Rating(said.rating), rating, words.strip()[:500]
    said.save(update_fields=["rating", "words"])
    _say(Verb.CARD_CHANGED, said, before, by=by, at=at)
    if rating != before and not said.waits:
        if rating == Rating.GOOD and ticket.state == TicketState.CLOSED:
            deadlines.drop(ticket, FOLLOW_UP, reason="业主改为满意", by=by, at=at)
        _heed(ticket, rating, by=by, at=at)
    return said


@transaction.atomic
def heed_waiting_cards(*, ticket: Ticket, by: Actor, at: datetime) -> None:
    """Give the cards of a ticket that has just been answered their effect, once; the worst decides.

    Leaves no event of its own: clocks and closing do.
    """
    waiting = FollowUp.objects.filter(ticket=ticket, is_card=True, waits=True)
    ratings = {Rating(each) for each in waiting.values_list("rating", flat=True)}
    if ratings:
        waiting.update(waits=False)
        worst = next(each for each in (Rating.BAD, Rating.FAIR, Rating.GOOD) if each in ratings)
        _heed(ticket, worst, by=by, at=at)


def _heed(ticket: Ticket, rating: Rating, *, by: Actor, at: datetime) -> None:
    if rating == Rating.BAD and ticket.state in (TicketState.ANSWERED, TicketState.CLOSED):
        deadlines.drop(ticket, FOLLOW_UP, reason="意见卡不满意,改为 1 天内回访", by=by, at=at)
        facts = {**facts_of_ticket(ticket, at=at), "category": ["bad_card"]}
        deadlines.start(ticket, FOLLOW_UP, facts=facts, holder=ticket.holder, by=by, at=at)
        return
    is_answered = ticket.state == TicketState.ANSWERED and not ticket.is_complaint
    if rating == Rating.GOOD and is_answered and not _is_bad_elsewhere(ticket):
        deadlines.stop(ticket, FOLLOW_UP, note="意见卡满意", by=by, at=at)
        settle_closed(ticket=ticket, closed_by=ClosedBy.CARD, by=by, at=at)


def _is_bad_elsewhere(ticket: Ticket) -> bool:
    """Tell whether another card of it is bad and nobody has asked the owner since."""
    asked = FollowUp.objects.filter(ticket=ticket, is_card=False).order_by("-at").first()
    bad = FollowUp.objects.filter(ticket=ticket, is_card=True, rating=Rating.BAD)
    return (bad.filter(at__gt=asked.at) if asked is not None else bad).exists()


def _say(verb: Verb, said: FollowUp, before: Rating | None, *, by: Actor, at: datetime) -> None:
    ticket = said.ticket
    record(
        verb,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"rating": (before.label if before else None, Rating(said.rating).label)},
        reason=said.words[:300],
    )
