"""Opinion cards taken: once per work and round, changeable for a day by their owner."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.periods import spoken_time
from anju.opinions.contents import Answers
from anju.opinions.models import OpinionCard
from anju.opinions.queries.cards import card_for, may_be_given, round_of
from anju.opinions.refusals import AlreadyGiven, NotYet, TooLateToChange
from anju.opinions.states import CardWay
from anju.opinions.verbs import OpinionVerb as Verb
from anju.tickets.commands.cards import change_card as change_on_ticket
from anju.tickets.commands.cards import record_card
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import ContactWay, Rating, TicketState

OWNER = Actor(id=None, name="业主")
_WAYS = {CardWay.LINK: ContactWay.MESSAGE, CardWay.PAPER: ContactWay.VISIT}


@transaction.atomic
def give_card(
    *,
    ticket: Ticket,
    order: WorkOrder | None,
    answers: Answers,
    way: CardWay,
    by: Actor = OWNER,
    at: datetime,
) -> OpinionCard:
    """Keep an owner's card; its effect on the ticket is `tickets.record_card`'s.

    :param order: the work it is about; None for a ticket without work, once it is answered.
    :raises NotYet: before somebody has the work in hand (or the ticket is answered).
    :raises AlreadyGiven: for a second card of the same work and round.
    :raises NotAllowedNow: for a ticket that was called off or absorbed.
    """
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    if order is not None:
        order = WorkOrder.objects.get(pk=order.pk, ticket=ticket)
    _refuse_early(ticket, order)
    known = card_for(ticket, order)
    if known is not None:
        said = spoken_time(known.given_at, now=at)
        raise AlreadyGiven(f"这次服务的意见卡已经收到({said}),一次服务一张。")
    said_on_ticket = record_card(
        ticket=ticket,
        rating=answers.overall,
        words=answers.words,
        order=order,
        way=_WAYS[way],
        by=by,
        at=at,
    )
    card = OpinionCard.objects.create(
        project=ticket.project,
        ticket=ticket,
        order=order,
        round=round_of(ticket, order),
        said=said_on_ticket,
        way=way,
        given_at=at,
        by_id=by.id,
        by_name=by.label,
        **answers.fields(),
    )
    changes = {"overall": (None, Rating(card.overall).label), "way": (None, way.label)}
    record(Verb.CARD_KEPT, subject=card, project_id=card.project_id, by=by, at=at, changes=changes)
    return card


@transaction.atomic
def change_card(
    *, card: OpinionCard, answers: Answers, by: Actor = OWNER, at: datetime
) -> OpinionCard:
    """Let an owner change a card within a day of giving it; the same answers change nothing.

    :raises TooLateToChange: after that.
    """
    Ticket.objects.select_for_update(of=("self",)).get(pk=card.ticket_id)
    card = OpinionCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    fields = answers.fields()
    if all(getattr(card, name) == value for name, value in fields.items()):
        return card
    if not card.may_change(at):
        raise TooLateToChange("意见卡提交后 24 小时内可以修改,现在已超过。要补充请打客服电话。")
    before = Rating(card.overall)
    for name, value in fields.items():
        setattr(card, name, value)
    card.changed_at = at
    card.save()
    change_on_ticket(said=card.said, rating=answers.overall, words=answers.words, by=by, at=at)
    changes = {"overall": (before.label, answers.overall.label)}
    record(
        Verb.CARD_CHANGED, subject=card, project_id=card.project_id, by=by, at=at, changes=changes
    )
    return card


def _refuse_early(ticket: Ticket, order: WorkOrder | None) -> None:
    if order is None:
        if ticket.state not in (TicketState.ANSWERED, TicketState.CLOSED):
            raise NotYet("这件事还没有答复,答复以后再收意见卡。")
    elif not may_be_given(order):
        raise NotYet("这次服务还没有安排到人。师傅到场以后,您再来评价。")
