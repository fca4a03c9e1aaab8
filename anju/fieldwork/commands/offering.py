"""What a worker sets going from the place: another work, a notice to those disturbed, a call."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.fieldwork.hands import Hand, Missing, NotOnSite, lock_in_hand, lock_visit
from anju.fieldwork.queries.sheets import is_at_the_door
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.notices.commands.writing import draft_notice
from anju.notices.models import Notice
from anju.organization.models import User
from anju.residents.commands.revealing import reveal_phone
from anju.residents.models import Phone
from anju.tickets import trail
from anju.tickets.commands.dispatching import order_work
from anju.tickets.commands.joining import link_tickets
from anju.tickets.commands.revealing import reveal_caller
from anju.tickets.commands.taking import take_ticket
from anju.tickets.contents import Matter, OrderDraft, Promised
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import UNFINISHED, LinkKind, MatterKind, Source, TicketState


@transaction.atomic
def order_more(
    *, order: WorkOrder, worker: User, task: str, once: str, by: Actor, at: datetime
) -> WorkOrder | Ticket:
    """Have what was found wanting put right: a further work order of the same ticket.

    For a public place, and for a ticket that is answered, it is a ticket of its own, linked.
    The events are those of ordering, taking and linking; it leaves no event of its own.

    :param once: the key of the form; the same form again makes nothing new.
    :raises Missing: without words.
    """
    if not task.strip():
        raise Missing("请写明要做什么,接手的同事只看得到这一句。")
    ticket = order.ticket
    if is_at_the_door(order.project, ticket) and ticket.state == TicketState.OPEN:
        made = WorkOrder.objects.filter(ticket=ticket, task=task.strip()[:200]).first()
        return made or order_work(ticket=ticket, draft=OrderDraft(task), by=by, at=at)
    living = ticket.category if ticket.category and not ticket.category.retired_at else None
    matter = Matter(
        kind=MatterKind.REPAIR,
        words=task.strip(),
        source=Source.PATROL,
        unit=ticket.unit,
        place=ticket.place,
        building=ticket.building,
        category=living,
    )
    out = Promised(orders=(OrderDraft(task),))
    new = take_ticket(
        project=order.project,
        matter=matter,
        out=out,
        taker=worker,
        post=None,
        once=once,
        by=by,
        at=at,
    )
    link_tickets(earlier=ticket, later=new, kind=LinkKind.RELATED, by=by, at=at)
    return new


@transaction.atomic
def offer_notice(
    *, order: WorkOrder, worker: User, title: str, body: str, by: Actor, at: datetime
) -> Notice:
    """Draft a notice to those whom the work disturbs; the desk is told, edits and publishes it.

    One for each attempt of an order: offered again, it is the same draft.

    :raises TakenAway: if the order is in other hands.
    """
    order = lock_in_hand(order, Hand(worker), at)
    notice = draft_notice(
        project=order.project,
        title=title.strip()[:60],
        body=body.strip(),
        once=f"visit-{order.pk}-{order.round}",
        by=by,
        at=at,
    )
    visit = lock_visit(order)
    if visit is not None and notice.written_at == at:
        changes = {"number": (None, notice.number)}
        record(Verb.NOTICE_OFFERED, subject=visit, by=by, at=at, changes=changes)
    return notice


@transaction.atomic
def call_owner(
    *, order: WorkOrder, phone: Phone | None, worker: User, by: Actor, at: datetime
) -> str:
    """Return the whole number of whoever brought the matter, to call it; the trail keeps that.

    :param phone: one of the person's; None for the number that was said at the intake.
    :raises TakenAway: if the order is in other hands.
    :raises NotOnSite: once the work is over: then the desk calls.
    """
    order = lock_in_hand(order, Hand(worker), at)
    if order.state not in UNFINISHED:
        raise NotOnSite(f"{order.number}已经完成,要联系业主请找前台。")
    reason = "上门前联系业主"
    trail.record(Verb.CALLED, subject=order, project_id=order.project_id, by=by, at=at)
    if phone is not None:
        if phone.person_id != order.ticket.person_id:
            raise Missing("这个号码不是报事人的,请刷新后再试。")
        return reveal_phone(phone=phone, reason=reason, by=by, at=at)
    number: str = reveal_caller(ticket=order.ticket, reason=reason, by=by, at=at)
    return number
