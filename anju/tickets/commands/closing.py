"""How a ticket ends after its answer: followed up, closed, reopened, or called off."""

from datetime import datetime, timedelta

from django.db import transaction

from anju.clocks.commands.starting import TooLateToReopen
from anju.clocks.queries.policies import setting
from anju.clocks.states import Setting
from anju.core.actors import Actor
from anju.core.masking import mask_phone
from anju.tickets import deadlines
from anju.tickets.commands.helping import withdraw_help
from anju.tickets.commands.reworking import redo_order
from anju.tickets.commands.settling import moved, settle_closed, settle_open
from anju.tickets.commands.working import cancel_order
from anju.tickets.contents import Finding
from anju.tickets.deadlines import FOLLOW_UP
from anju.tickets.doing import refuse_doer
from anju.tickets.models import FollowUp, HelpRequest, Ticket, WorkOrder
from anju.tickets.refusals import NotAllowedNow, NotTaken, ReasonMissing, refuse_no_reason
from anju.tickets.states import (
    TICKET_LIFE,
    ClosedBy,
    ContactWay,
    OrderState,
    Rating,
    TicketState,
)
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def follow_up(
    *,
    ticket: Ticket,
    way: ContactWay,
    rating: Rating,
    words: str = "",
    finding: Finding | None = None,
    number_used: str = "",
    redo: WorkOrder | None = None,
    sequel: Ticket | None = None,
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Record a follow-up visit or call: content closes the ticket, discontent opens it again.

    A major complaint then still waits for the manager. What a card or a sample calls for after the
    closing is recorded too: content, it stays closed.

    :param finding: cause and responsibility; a complaint is not closed without (S9).
    :param number_used: which number was called; it is kept masked.
    :param redo: the work order that a discontented owner wants done again: round 2.
    :param sequel: the ticket that takes the matter on where it is too late to open this one.
    :raises NotYours: for who did the work (they do not follow themselves up).
    :raises NotTaken: for a bad rating without words, or a complaint without its finding.
    :raises NotAllowedNow: unless the ticket is answered, or closed with a follow-up owed.
    :raises TooLateToReopen: for discontent after the project's number of dates without a sequel.
    """
    ticket = _to_be_asked(ticket)
    refuse_doer(ticket, by)
    if way == ContactWay.NOTE:
        raise NotTaken("回访请选择电话、上门或消息。")
    if rating == Rating.BAD and not words.strip():
        raise NotTaken("业主不满意时请记下哪里不满意,返工的同事要知道。")
    said = FollowUp.objects.create(
        project=ticket.project,
        ticket=ticket,
        order=redo,
        way=way,
        rating=rating,
        words=words.strip()[:500],
        number_used=mask_phone(number_used) if way == ContactWay.CALL else "",
        by_id=by.id,
        by_name=by.label,
        at=at,
    )
    _find(ticket, finding)
    deadlines.stop(ticket, FOLLOW_UP, note="已回访", by=by, at=at)
    _say(ticket, rating, words, by=by, at=at)
    if rating == Rating.BAD:
        _do_again(ticket, f"回访不满意:{words.strip()}", redo, sequel, by=by, at=at)
    elif not ticket.is_major and ticket.state == TicketState.ANSWERED:
        settle_closed(ticket=ticket, closed_by=ClosedBy.FOLLOW_UP, by=by, at=at)
    return said


@transaction.atomic
def close_major(*, ticket: Ticket, finding: Finding | None, by: Actor, at: datetime) -> Ticket:
    """Let the project manager close a major complaint, after its follow-up (S9).

    The right to do so is the manager's alone; the view's door asks for it.

    :raises NotAllowedNow: for what is not major, or was not followed up contentedly.
    """
    ticket = _answered(ticket)
    if not ticket.is_major:
        raise NotAllowedNow("只有重大投诉由项目经理关闭;其他工单在回访后自动关闭。")
    last = FollowUp.objects.filter(ticket=ticket, is_card=False).order_by("-pk").first()
    is_current = last is not None and ticket.answered_at and last.at >= ticket.answered_at
    if not is_current or last is None or last.rating == Rating.BAD:
        raise NotAllowedNow("重大投诉要先回访、业主满意或较满意,再由项目经理关闭。")
    _find(ticket, finding)
    settle_closed(ticket=ticket, closed_by=ClosedBy.MANAGER, by=by, at=at)
    return ticket


@transaction.atomic
def close_by_time(*, ticket: Ticket, by: Actor, at: datetime) -> bool:
    """Close a ticket nobody has objected to for so many days; tells whether it was due.

    Never a complaint, never one that is still to be followed up.
    """
    found = Ticket.objects.filter(pk=ticket.pk, state=TicketState.ANSWERED)
    if not found.select_for_update(skip_locked=True).values_list("pk"):
        return False
    ticket_now = Ticket.objects.with_case().get(pk=ticket.pk)
    if ticket_now.is_complaint or ticket_now.answered_at is None:
        return False
    days = timedelta(days=setting(ticket_now.project, Setting.CLOSE_AFTER_DAYS))
    if ticket_now.answered_at + days > at or deadlines.open_of(ticket_now, FOLLOW_UP).exists():
        return False
    settle_closed(ticket=ticket_now, closed_by=ClosedBy.TIME, by=by, at=at)
    return True


@transaction.atomic
def reopen_ticket(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> Ticket:
    """Open an answered or closed ticket again: instance 2 of its clock, the first stays (rule 8).

    :raises ReasonMissing: without a reason.
    :raises TooLateToReopen: after the project's number of dates; a linked ticket is made instead.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.OPEN)
    reason = refuse_no_reason(reason, "重新打开")
    settle_open(ticket=ticket, reason=reason, by=by, at=at)
    return ticket


@transaction.atomic
def cancel_ticket(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> Ticket:
    """Call an open ticket off (误报, 业主撤回): work orders, help and clocks end with it.

    :raises ReasonMissing: without a reason.
    :raises ForbiddenTransition: once it is answered.
    :raises NotAllowedNow: while work of it is done but not checked.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.CANCELLED)
    reason = refuse_no_reason(reason, "取消")
    _end_work(ticket, f"工单取消:{reason}", by=by, at=at)
    deadlines.drop(ticket, reason=f"工单取消:{reason}", by=by, at=at)
    ticket.state, ticket.closed_at, ticket.end_reason = TicketState.CANCELLED, at, reason[:200]
    ticket.save()
    moved(Verb.CANCELLED, ticket, TicketState.OPEN, reason=reason, by=by, at=at)
    return ticket


def _answered(ticket: Ticket) -> Ticket:
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.state != TicketState.ANSWERED:
        raise NotAllowedNow("只有已答复、还没有关闭的工单可以这样做,请刷新页面查看最新情况。")
    return ticket


def _to_be_asked(ticket: Ticket) -> Ticket:
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    is_owed = ticket.state == TicketState.CLOSED and deadlines.open_of(ticket, FOLLOW_UP).exists()
    if ticket.state != TicketState.ANSWERED and not is_owed:
        raise NotAllowedNow("只有已答复、还没有关闭的工单可以这样做,请刷新页面查看最新情况。")
    return ticket


def _do_again(
    ticket: Ticket,
    reason: str,
    redo: WorkOrder | None,
    sequel: Ticket | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Open the ticket again with its work in round 2, or leave it ended with what takes it on."""
    try:
        with transaction.atomic():
            settle_open(ticket=ticket, reason=reason, by=by, at=at)
    except TooLateToReopen:
        if sequel is None:
            raise
        ticket.refresh_from_db()
        if ticket.state == TicketState.ANSWERED:
            settle_closed(ticket=ticket, closed_by=ClosedBy.SEQUEL, by=by, at=at)
        return
    if redo is not None:
        redo_order(order=redo, reason=reason, by=by, at=at)


def _find(ticket: Ticket, finding: Finding | None) -> None:
    """Keep what the closing of a complaint found."""
    if finding is not None:
        if not finding.cause.strip():
            raise ReasonMissing("请写明投诉的原因认定。")
        ticket.cause, ticket.responsibility = finding.cause.strip()[:300], finding.responsibility
        ticket.prevention = finding.prevention.strip()[:300]
        ticket.save(update_fields=["cause", "responsibility", "prevention"])


def _end_work(ticket: Ticket, reason: str, *, by: Actor, at: datetime) -> None:
    """End what others still do for a ticket that is called off."""
    orders = WorkOrder.objects.of(ticket.project).filter(ticket=ticket)
    if orders.filter(state=OrderState.DONE).exists():
        raise NotAllowedNow("有派工单已经完成、等待检查,请先检查,再答复业主。")
    for order in orders.unfinished().order_by("pk"):
        cancel_order(order=order, reason=reason, by=by, at=at)
    helps = HelpRequest.objects.filter(ticket=ticket, answered_at=None, withdrawn_at=None)
    for asked in helps.order_by("pk"):
        withdraw_help(asked=asked, reason=reason, by=by, at=at)


def _say(ticket: Ticket, rating: Rating, words: str, *, by: Actor, at: datetime) -> None:
    record(
        Verb.FOLLOWED_UP,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"rating": (None, rating.label)},
        reason=words.strip()[:300],
    )
