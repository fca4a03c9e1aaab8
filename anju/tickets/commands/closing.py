"""How a ticket ends after its answer: followed up, closed, reopened, or called off."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from anju.clocks.commands.starting import TooLateToReopen, reopen_clock
from anju.clocks.models import Clock
from anju.clocks.queries.policies import setting
from anju.clocks.states import Setting
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.tickets import deadlines
from anju.tickets.commands.helping import withdraw_help
from anju.tickets.commands.working import cancel_order
from anju.tickets.contents import Finding
from anju.tickets.deadlines import FOLLOW_UP, RESOLVE, REWORK
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import FollowUp, HelpRequest, Ticket, WorkOrder
from anju.tickets.refusals import (
    NotAllowedNow,
    NotTaken,
    NotYours,
    ReasonMissing,
    refuse_no_reason,
)
from anju.tickets.states import (
    TICKET_LIFE,
    ClosedBy,
    ContactWay,
    OrderState,
    Rating,
    Responsibility,
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
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Record a follow-up visit or call: content closes the ticket, discontent opens it again.

    A major complaint then still waits for the manager.

    :param finding: cause and responsibility; a complaint is not closed without (S9).
    :raises NotYours: for who did the work (they do not follow themselves up).
    :raises NotTaken: for a bad rating without words, or a complaint without its finding.
    :raises NotAllowedNow: unless the ticket is answered.
    """
    ticket = _answered(ticket)
    _refuse_doer(ticket, by)
    if way == ContactWay.NOTE:
        raise NotTaken("回访请选择电话、上门或消息。")
    said = _opinion(ticket, way, rating, words, is_card=False, by=by, at=at)
    _find(ticket, finding)
    deadlines.stop(ticket, FOLLOW_UP, note="已回访", by=by, at=at)
    _say(Verb.FOLLOWED_UP, ticket, rating, words, by=by, at=at)
    if rating == Rating.BAD:
        _open_again(ticket, f"回访不满意:{words.strip()}", by=by, at=at)
    elif not ticket.is_major:
        _close(ticket, ClosedBy.FOLLOW_UP, by=by, at=at)
    return said


@transaction.atomic
def record_card(
    *, ticket: Ticket, rating: Rating, words: str = "", by: Actor, at: datetime
) -> FollowUp:
    """Key in an opinion card (意见卡): a good one closes, a bad one is followed up within a day.

    A complaint stays until its follow-up, whatever its card says.

    :raises NotAllowedNow: unless the ticket is answered.
    """
    ticket = _answered(ticket)
    said = _opinion(ticket, ContactWay.VISIT, rating, words, is_card=True, by=by, at=at)
    _say(Verb.CARD_GIVEN, ticket, rating, words, by=by, at=at)
    if rating == Rating.BAD:
        deadlines.drop(ticket, FOLLOW_UP, reason="意见卡不满意,改为 1 天内回访", by=by, at=at)
        facts = {**facts_of_ticket(ticket, at=at), "category": ["bad_card"]}
        deadlines.start(ticket, FOLLOW_UP, facts=facts, holder=ticket.holder, by=by, at=at)
    elif rating == Rating.GOOD and not ticket.is_complaint:
        deadlines.stop(ticket, FOLLOW_UP, note="意见卡满意", by=by, at=at)
        _close(ticket, ClosedBy.CARD, by=by, at=at)
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
    _close(ticket, ClosedBy.MANAGER, by=by, at=at)
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
    _close(ticket_now, ClosedBy.TIME, by=by, at=at)
    return True


@transaction.atomic
def reopen_ticket(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> Ticket:
    """Open an answered or closed ticket again: instance 2 of its clock, the first stays (rule 8).

    :raises ReasonMissing: without a reason.
    :raises TooLateToReopen: after the project's number of dates; a linked ticket is made instead.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.OPEN)
    _open_again(ticket, refuse_no_reason(reason, "重新打开"), by=by, at=at)
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
    _moved(Verb.CANCELLED, ticket, TicketState.OPEN, reason=reason, by=by, at=at)
    return ticket


def _answered(ticket: Ticket) -> Ticket:
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if ticket.state != TicketState.ANSWERED:
        raise NotAllowedNow("只有已答复、还没有关闭的工单可以这样做,请刷新页面查看最新情况。")
    return ticket


def _refuse_doer(ticket: Ticket, by: Actor) -> None:
    doers = WorkOrder.objects.filter(ticket=ticket, assignee=by.id, state=OrderState.CHECKED)
    if by.id is not None and doers.exists():
        raise NotYours("这件事是您处理的,请由别人回访。")


def _opinion(
    ticket: Ticket,
    way: ContactWay,
    rating: Rating,
    words: str,
    *,
    is_card: bool,
    by: Actor,
    at: datetime,
) -> FollowUp:
    if rating == Rating.BAD and not words.strip():
        raise NotTaken("业主不满意时请记下哪里不满意,返工的同事要知道。")
    return FollowUp.objects.create(
        project=ticket.project,
        ticket=ticket,
        is_card=is_card,
        way=way,
        rating=rating,
        words=words.strip()[:500],
        by_id=by.id,
        by_name=by.label,
        at=at,
    )


def _find(ticket: Ticket, finding: Finding | None) -> None:
    """Keep what the closing of a complaint found."""
    if finding is not None:
        if not finding.cause.strip():
            raise ReasonMissing("请写明投诉的原因认定。")
        ticket.cause, ticket.responsibility = finding.cause.strip()[:300], finding.responsibility
        ticket.prevention = finding.prevention.strip()[:300]
        ticket.save(update_fields=["cause", "responsibility", "prevention"])


def _close(ticket: Ticket, closed_by: ClosedBy, *, by: Actor, at: datetime) -> None:
    if ticket.is_complaint and not ticket.responsibility:
        raise NotTaken("投诉关闭前请写明原因认定和责任(有效/无效)。")
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.CLOSED)
    deadlines.drop(ticket, FOLLOW_UP, reason="工单已关闭", by=by, at=at)
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.CLOSED, at, closed_by
    ticket.save()
    found = {"closed_by": (None, closed_by.label)}
    if ticket.responsibility:
        found["responsibility"] = (None, Responsibility(ticket.responsibility).label)
    _moved(Verb.CLOSED, ticket, TicketState.ANSWERED, more=found, by=by, at=at)


def _open_again(ticket: Ticket, reason: str, *, by: Actor, at: datetime) -> None:
    before = TicketState(ticket.state)
    ended = ticket.closed_at or ticket.answered_at or at
    deadlines.drop(ticket, FOLLOW_UP, reason="重新打开", by=by, at=at)
    last = Clock.objects.of(ticket.project).about(ticket).filter(kind__in=(RESOLVE, REWORK))
    clock = last.order_by("-pk").first()
    facts = facts_of_ticket(ticket, at=at)
    if clock is not None:
        reopen_clock(clock=clock, closed_at=ended, facts=facts, kind=REWORK, by=by, at=at)
    else:
        _refuse_too_late(ticket, ended, at)
        deadlines.start(ticket, REWORK, facts=facts, holder=ticket.holder, by=by, at=at)
    ticket.state, ticket.answered_at, ticket.closed_at = TicketState.OPEN, None, None
    ticket.answered_by_name = ticket.answer = ticket.closed_by = ""
    ticket.save()
    _moved(Verb.REOPENED, ticket, before, reason=reason, by=by, at=at)


def _refuse_too_late(ticket: Ticket, ended: datetime, at: datetime) -> None:
    """Hold what was answered on the spot, and had no clock, to the same number of dates."""
    days = setting(ticket.project, Setting.REOPEN_DATES)
    if local_date(at) >= local_date(ended) + timedelta(days=days):
        raise TooLateToReopen(f"结案已超过 {days} 天,不能重新打开,请新建一件并关联原件。")


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


def _say(
    verb: Verb, ticket: Ticket, rating: Rating, words: str, *, by: Actor, at: datetime
) -> None:
    record(
        verb,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"rating": (None, rating.label)},
        reason=words.strip()[:300],
    )


def _moved(
    verb: Verb,
    ticket: Ticket,
    before: TicketState,
    *,
    more: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    record(
        verb,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"state": (before.label, TicketState(ticket.state).label), **(more or {})},
        reason=reason,
    )
