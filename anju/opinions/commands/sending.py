"""What the desk sends the owner about their opinion: the card's link, and thanks."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.contacts.commands.contacting import contact
from anju.contacts.models import Outreach
from anju.contacts.queries.templates import texts_for
from anju.contacts.states import Channel, ContactReason
from anju.core.actors import Actor
from anju.opinions.refusals import NobodyToTell
from anju.opinions.verbs import OpinionVerb as Verb
from anju.tickets.models import Ticket, WorkOrder

CARD, PRAISE = "card", "praise"


@transaction.atomic
def send_card_link(
    *, order: WorkOrder, url: str, channel: Channel | None = None, by: Actor, at: datetime
) -> Outreach:
    """Send an owner the link of a card, through the door; once a day for the same work.

    :param url: the whole address of the card.
    :raises NobodyToTell: for a ticket without anybody in register.
    :raises DomainError: what the door refuses.
    """
    ticket = order.ticket
    if ticket.person is None:
        raise NobodyToTell("这张工单没有登记的业主,请当面递意见卡或扫码。")
    plain = "" if texts_for(ticket.project, CARD) else _plain(ticket, url)
    sent = contact(
        project=ticket.project,
        person=ticket.person,
        unit=ticket.unit,
        reason=ContactReason.CARD,
        text=plain,
        occasion="" if plain else CARD,
        values={"事项": ticket.summary, "编号": ticket.number, "意见卡链接": url},
        channel=channel,
        subject=ticket,
        is_started_by_us=True,
        key=f"card:{order.pk}:{order.round}:{at:%Y%m%d}",
        by=by,
        at=at,
    )
    record(Verb.LINK_SENT, subject=ticket, project_id=ticket.project_id, by=by, at=at)
    return sent


@transaction.atomic
def thank_owner(*, ticket: Ticket, names: str, by: Actor, at: datetime) -> Outreach:
    """Thank an owner for their good words, through the door; once for a ticket.

    :param names: whom they praised: 赵师傅.
    :raises NobodyToTell: for a ticket without anybody in register.
    :raises DomainError: what the door refuses.
    """
    if ticket.person is None:
        raise NobodyToTell("这张工单没有登记的业主,请当面致谢。")
    plain = "" if texts_for(ticket.project, PRAISE) else "谢谢您的肯定,我们会继续做好。"
    sent = contact(
        project=ticket.project,
        person=ticket.person,
        unit=ticket.unit,
        reason=ContactReason.CARD,
        text=plain,
        occasion="" if plain else PRAISE,
        values={"师傅": names or "同事"},
        subject=ticket,
        is_started_by_us=True,
        key=f"thanks:{ticket.pk}",
        by=by,
        at=at,
    )
    record(Verb.THANKED, subject=ticket, project_id=ticket.project_id, by=by, at=at)
    return sent


def _plain(ticket: Ticket, url: str) -> str:
    return f"您好,“{ticket.summary}”处理得怎么样?请点开评一评,一分钟就好:{url}"
