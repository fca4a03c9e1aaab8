"""Tickets that belong together: changed, merged, split, linked, handed to somebody else."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.organization.models import Project, User
from anju.tickets import deadlines
from anju.tickets.commands.taking import take_ticket
from anju.tickets.contents import Matter, Promised
from anju.tickets.models import HelpRequest, Ticket, TicketLink, WorkOrder
from anju.tickets.refusals import (
    NotAllowedNow,
    NotTaken,
    refuse_no_reason,
    refuse_other_project,
)
from anju.tickets.states import (
    TICKET_LIFE,
    UNFINISHED,
    LinkKind,
    MatterKind,
    OrderState,
    Source,
    TicketState,
    Urgency,
)
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def link_tickets(
    *,
    earlier: Ticket,
    later: Ticket,
    kind: LinkKind = LinkKind.RELATED,
    by: Actor,
    at: datetime,
) -> TicketLink:
    """Say that two tickets belong together; said twice it stays one link.

    :raises NotAllowedNow: for a ticket with itself.
    """
    refuse_other_project(earlier.project, later)
    if earlier.pk == later.pk:
        raise NotAllowedNow("不能与自己关联,请选择另一张工单。")
    other_way = TicketLink.objects.filter(earlier=later, later=earlier).first()
    if other_way is not None:
        return other_way
    link, is_new = TicketLink.objects.get_or_create(
        project=earlier.project,
        earlier=earlier,
        later=later,
        defaults={"kind": kind, "made_at": at},
    )
    if is_new:
        for ticket, other in ((earlier, later), (later, earlier)):
            changes = {"linked": (None, other)}
            project_id = ticket.project_id
            record(
                Verb.LINKED, subject=ticket, project_id=project_id, by=by, at=at, changes=changes
            )
    return link


@transaction.atomic
def merge_tickets(
    *, ticket: Ticket, into: Ticket, reason: str = "", by: Actor, at: datetime
) -> Ticket:
    """Let an open ticket be absorbed by another about the same matter.

    Its clocks are cancelled with a pointer (rule 9); its unfinished work goes on under the other,
    whose answer is also its own: who reported it is named there.

    :raises ForbiddenTransition: if the absorbed one has ended.
    :raises NotAllowedNow: into itself, or into one that is no longer open.
    """
    refuse_other_project(ticket.project, into)
    if ticket.pk == into.pk:
        raise NotAllowedNow("不能并入自己,请选择另一张工单。")
    both = {pk: Ticket.objects.with_case().lock(pk) for pk in sorted((ticket.pk, into.pk))}
    ticket, into = both[ticket.pk], both[into.pk]
    if ticket.state == TicketState.ANSWERED:
        raise NotAllowedNow(f"{ticket.number}已经答复业主,不需要合并;可以关联。")
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.MERGED)
    if into.state != TicketState.OPEN:
        raise NotAllowedNow(f"{into.number}已经答复或结束,不能再并入;可以关联。")
    before = TicketState(ticket.state)
    deadlines.drop(ticket, reason=f"并入 {into.number}", merged_into=into, by=by, at=at)
    orders = list(WorkOrder.objects.filter(ticket=ticket, state__in=(*UNFINISHED, OrderState.DONE)))
    for order in orders:
        order.ticket = into
        order.edition += 1
        order.save(update_fields=["ticket", "edition"])
    helps = HelpRequest.objects.filter(ticket=ticket, answered_at=None, withdrawn_at=None)
    helps.update(ticket=into)
    ticket.state, ticket.merged_into, ticket.closed_at = TicketState.MERGED, into, at
    ticket.save()
    record(
        Verb.MERGED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={
            "state": (before.label, TicketState.MERGED.label),
            "merged_into": (None, into),
        },
        reason=reason.strip(),
    )
    moved = "、".join(order.number for order in orders)
    changes = {"absorbed": (None, ticket), "orders": (None, moved or None)}
    project_id = into.project_id
    record(Verb.ABSORBED, subject=into, project_id=project_id, by=by, at=at, changes=changes)
    return into


@transaction.atomic
def split_ticket(
    *,
    ticket: Ticket,
    words: str,
    kind: MatterKind,
    out: Promised,
    orders: Collection[WorkOrder] = (),
    taker: User,
    once: str = "",
    by: Actor,
    at: datetime,
) -> Ticket:
    """Make a ticket of its own of a part of an open one; person and place are the same.

    :param orders: unfinished work orders of the old one that go along.
    :param once: the form's key; the same form again returns the ticket it made before.
    :raises NotAllowedNow: unless the ticket is open, or for orders of another.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    made = Ticket.objects.of(ticket.project).filter(once=once).exclude(once="").first()
    if made is not None:
        return made
    if ticket.state != TicketState.OPEN:
        raise NotAllowedNow("只有待答复的工单可以拆分。")
    if any(order.ticket_id != ticket.pk or not order.is_unfinished for order in orders):
        raise NotAllowedNow("只能带走本工单里还没有完成的派工单,请重新选择。")
    if not words.strip():
        raise NotTaken("请写明拆出来的是什么事。")
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
    for order in orders:
        order.ticket = new
        order.edition += 1
        order.save(update_fields=["ticket", "edition"])
    TicketLink.objects.create(
        project=ticket.project, earlier=ticket, later=new, kind=LinkKind.SPLIT, made_at=at
    )
    changes = {"linked": (None, new)}
    project_id = ticket.project_id
    record(Verb.SPLIT, subject=ticket, project_id=project_id, by=by, at=at, changes=changes)
    return new


@transaction.atomic
def transfer_ticket(*, ticket: Ticket, to: User, reason: str, by: Actor, at: datetime) -> Ticket:
    """Let somebody else answer for an open ticket from now on; its clocks tell them first.

    :raises ReasonMissing: without a reason.
    :raises NotAllowedNow: once it has ended.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.closed_at is not None:
        raise NotAllowedNow("工单已经结束,不需要转交。")
    reason = refuse_no_reason(reason, "转交")
    before = ticket.holder
    ticket.holder = to
    ticket.save(update_fields=["holder"])
    deadlines.hand([ticket], holder=to, by=by, at=at)
    record(
        Verb.TRANSFERRED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"holder": (before, to)},
        reason=reason,
    )
    return ticket


@transaction.atomic
def hand_over_desk(*, project: Project, leaver: User, to: User, by: Actor, at: datetime) -> int:
    """Give what a leaver answers for or has in hand to a colleague; returns how many."""
    tickets = list(
        Ticket.objects.of(project)
        .filter(holder=leaver, closed_at=None)
        .select_related("project")
        .locked()
    )
    orders = list(
        WorkOrder.objects.of(project)
        .unfinished()
        .filter(assignee=leaver)
        .select_related("project", "department")
        .locked()
    )
    for ticket in tickets:
        ticket.holder = to
        ticket.save(update_fields=["holder"])
    for order in orders:
        order.assignee, order.edition = to, order.edition + 1
        order.save(update_fields=["assignee", "edition"])
        deadlines.hand([order], holder=to, department=order.department, by=by, at=at)
    deadlines.hand(tickets, holder=to, by=by, at=at)
    for case in (*tickets, *orders):
        changes = {"successor": (leaver, to)}
        record(Verb.HANDED_OVER, subject=case, project_id=project.pk, by=by, at=at, changes=changes)
    return len(tickets) + len(orders)
