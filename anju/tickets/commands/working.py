"""A work order in somebody's hands: accepted or refused, begun, deferred, done, checked."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from anju.audit.models import Event
from anju.clocks.commands.pausing import pause_case, resume_case
from anju.clocks.models import Clock
from anju.clocks.states import PauseReason
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.organization.models import User
from anju.tickets import deadlines
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.deadlines import ACT, OWN, REWORK
from anju.tickets.facts import facts_of_order
from anju.tickets.models import Quote, Ticket, WorkOrder
from anju.tickets.queries.crews import workers_of
from anju.tickets.refusals import NotAllowedNow, NotTaken, NotYours, refuse_no_reason
from anju.tickets.states import ORDER_LIFE, UNFINISHED, OrderState, QuoteState, TicketState
from anju.tickets.trail import kept, record
from anju.tickets.verbs import DeskVerb as Verb

MOST_DEFERRED = timedelta(days=400)
ONE_PRESS = timedelta(minutes=1)


@transaction.atomic
def accept_order(
    *, order: WorkOrder, worker: User, for_department: bool = False, by: Actor, at: datetime
) -> WorkOrder:
    """Take a work order on: one's own, one that is grabbed first, or for an outside department.

    Who was not chosen takes it only if it is to be grabbed and they are on duty there; the desk
    accepts for a department whose people have no telephone of ours (`for_department`).

    :raises NotYours: if it was given to somebody else, or is not to be grabbed by this person.
    :raises ForbiddenTransition: if somebody was faster, or it is past accepting.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.ACCEPTED)
    if order.state in (OrderState.DONE, OrderState.DEFERRED):
        raise NotAllowedNow(f"{order.number}已在处理中,不需要再接单。")
    before = order.state
    if not for_department:
        _refuse_other_hands(order, worker, at)
        order.assignee, order.assigned_at = worker, order.assigned_at or at
    order.state, order.accepted_at, order.is_grab = OrderState.ACCEPTED, at, False
    _save(order)
    deadlines.stop(order, OWN, note=f"{by.label}接单", by=by, at=at)
    deadlines.hand([order], holder=order.assignee, department=order.department, by=by, at=at)
    _record(Verb.ACCEPTED, order, before, by=by, at=at)
    return order


@transaction.atomic
def refuse_order(*, order: WorkOrder, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """Send a work order back to the desk, which dispatches it again or cancels it.

    The accept clock runs on: nobody has it.

    :raises ReasonMissing: without a reason.
    :raises ForbiddenTransition: once it was accepted; then it is handed back.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.REFUSED)
    reason = refuse_no_reason(reason, "退回")
    before, assignee = order.state, order.assignee
    order.state, order.refuse_reason = OrderState.REFUSED, reason[:200]
    order.assignee = order.assigned_at = None
    order.why = f"{by.label}退回:{reason}"[:300]
    order.is_grab, order.passed_by = False, _passed(order, assignee)
    _save(order)
    deadlines.hand([order], holder=order.ticket.holder, department=None, by=by, at=at)
    _record(Verb.REFUSED, order, before, assignee=assignee, reason=reason, by=by, at=at)
    return order


@transaction.atomic
def hand_back_order(*, order: WorkOrder, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """Give an order in hand back to its department, where dispatch looks for somebody else.

    :raises ReasonMissing: without a reason.
    :raises ForbiddenTransition: if nobody has it in hand.
    """
    order = locked_order(order)
    if order.state not in (OrderState.ASSIGNED, OrderState.ACCEPTED, OrderState.STARTED):
        raise NotAllowedNow(f"{order.number}不在任何人手上,不能交回。")
    reason = refuse_no_reason(reason, "交回")
    before, assignee, was_accepted = order.state, order.assignee, order.accepted_at is not None
    order.state, order.why = OrderState.WAITING, f"{by.label}交回:{reason}"[:300]
    order.assignee = order.assigned_at = order.accepted_at = order.started_at = None
    order.passed_by = _passed(order, assignee)
    _save(order)
    if was_accepted:
        facts = facts_of_order(order, at=at)
        department = order.department
        deadlines.start(order, OWN, facts=facts, holder=None, department=department, by=by, at=at)
    deadlines.hand([order], holder=None, department=order.department, by=by, at=at)
    _record(Verb.HANDED_BACK, order, before, assignee=assignee, reason=reason, by=by, at=at)
    return order


@transaction.atomic
def start_order(*, order: WorkOrder, by: Actor, at: datetime) -> WorkOrder:
    """Begin on site: the clock of an emergency stops; paid work only with the owner's consent.

    :raises NotAllowedNow: for paid work whose price the owner has not agreed to.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.STARTED)
    if order.is_paid:
        _refuse_without_consent(order)
    before = order.state
    order.state, order.started_at = OrderState.STARTED, at
    _save(order)
    deadlines.stop(order, ACT, note=f"{by.label}到场", by=by, at=at)
    _record(Verb.STARTED, order, before, by=by, at=at)
    return order


@transaction.atomic
def defer_order(
    *,
    order: WorkOrder,
    until: date,
    cause: PauseReason,
    reason: str,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Put a work order off to a day, on which it comes back by itself; its clocks pause.

    The ticket's own clock pauses while everything that is still to be done for it is put off; a
    promise to the owner never does (rule 4).

    :raises ReasonMissing: without a reason.
    :raises NotTaken: for a day that is not after today, or over 400 days away.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.DEFERRED)
    reason = refuse_no_reason(reason, "延期")
    if until <= local_date(at):
        raise NotTaken("延期的日期要在今天以后,请重新选择。")
    if until > local_date(at) + MOST_DEFERRED:
        raise NotTaken("延期不能超过 400 天,请选更近的日期。")
    before = order.state
    order.state, order.deferred_until = OrderState.DEFERRED, until
    order.defer_reason = f"{cause.label}:{reason}"[:200]
    _save(order)
    _pause(order, cause, until, kept(reason, order), by=by, at=at)
    changes = {"deferred_until": (None, until)}
    _record(Verb.DEFERRED, order, before, more=changes, reason=order.defer_reason, by=by, at=at)
    return order


@transaction.atomic
def resume_order(*, order: WorkOrder, note: str = "", by: Actor, at: datetime) -> WorkOrder:
    """Take a deferred order up again, on its day (by itself) or before."""
    order = locked_order(order)
    if order.state != OrderState.DEFERRED:
        raise NotAllowedNow(f"{order.number}没有延期,不需要恢复。")
    before = order.state
    order.state, order.deferred_until, order.defer_reason = OrderState.ACCEPTED, None, ""
    _save(order)
    for case in (order, order.ticket):
        if _paused(case, at):
            said = kept(note, order)
            resume_case(project=order.project, subject=case, note=said, by=by, at=at)
    _record(Verb.RESUMED, order, before, reason=note, by=by, at=at)
    return order


@transaction.atomic
def finish_order(
    *, order: WorkOrder, result: str, materials: str = "", by: Actor, at: datetime
) -> WorkOrder:
    """Report a work done, with what came of it; the desk checks it and answers the owner.

    :raises NotTaken: without a result.
    :raises NotAllowedNow: for paid work whose price the owner has not agreed to.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.DONE)
    if not result.strip():
        raise NotTaken("请写明处理结果,前台要据此答复业主。")
    if order.is_paid:
        _refuse_without_consent(order)
    before = order.state
    order.state, order.done_at = OrderState.DONE, at
    order.result, order.materials = result.strip()[:500], materials.strip()[:300]
    order.started_at = order.started_at or at
    _save(order)
    deadlines.stop(order, OWN, ACT, REWORK, note="已完成", by=by, at=at)
    _record(Verb.DONE, order, before, reason=order.result, by=by, at=at)
    return order


@transaction.atomic
def check_order(*, order: WorkOrder, note: str = "", by: Actor, at: datetime) -> WorkOrder:
    """Find the work good. Who did it does not check it.

    :raises NotYours: for one's own work.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.CHECKED)
    _refuse_own_work(order, by)
    before = order.state
    order.state, order.checked_at, order.checked_by_name = OrderState.CHECKED, at, by.label
    _save(order)
    _record(Verb.CHECKED, order, before, reason=note.strip(), by=by, at=at)
    return order


@transaction.atomic
def return_order(*, order: WorkOrder, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """Send done work back to be done again: round 2, with a rework clock (rule 8).

    :raises ReasonMissing: without a reason.
    :raises NotYours: for one's own work.
    """
    order = locked_order(order)
    if order.state != OrderState.DONE:
        raise NotAllowedNow(f"{order.number}还没有完成,不能退回返工。")
    _refuse_own_work(order, by)
    reason = refuse_no_reason(reason, "退回返工")
    before = order.state
    order.state, order.done_at, order.round = OrderState.ACCEPTED, None, order.round + 1
    order.started_at = None
    _save(order)
    facts = facts_of_order(order, at=at)
    deadlines.start(
        order,
        REWORK,
        facts=facts,
        holder=order.assignee,
        department=order.department,
        by=by,
        at=at,
    )
    changes = {"round": (order.round - 1, order.round)}
    _record(Verb.RETURNED, order, before, more=changes, reason=reason, by=by, at=at)
    return order


@transaction.atomic
def cancel_order(*, order: WorkOrder, reason: str, by: Actor, at: datetime) -> WorkOrder:
    """Call a work order off that is no longer needed; its clocks go without a verdict.

    :raises ReasonMissing: without a reason.
    :raises ForbiddenTransition: once it is done.
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.CANCELLED)
    reason = refuse_no_reason(reason, "取消")
    before = order.state
    order.state, order.deferred_until, order.is_grab = OrderState.CANCELLED, None, False
    _save(order)
    deadlines.drop(order, reason=f"派工单取消:{reason}", by=by, at=at)
    _record(Verb.ORDER_CANCELLED, order, before, reason=reason, by=by, at=at)
    return order


@transaction.atomic
def urge_order(*, order: WorkOrder, words: str = "", by: Actor, at: datetime) -> WorkOrder:
    """Urge whoever has a work order (催办); they are told, and it is counted in the trail.

    The same person's second urging within a minute is the same press of the button.

    :raises NotAllowedNow: once it is done or cancelled.
    """
    order = locked_order(order)
    if order.state not in UNFINISHED:
        raise NotAllowedNow(f"{order.number}已经完成或取消,不需要催办。")
    mine = Event.objects.about(WorkOrder._meta.label_lower, order.pk).filter(
        verb=Verb.URGED, by_id=by.id, at__gt=at - ONE_PRESS
    )
    if mine.exists():
        return order
    reason = words.strip()
    record(Verb.URGED, subject=order, project_id=order.project_id, by=by, at=at, reason=reason)
    return order


def _refuse_other_hands(order: WorkOrder, worker: User, at: datetime) -> None:
    if order.state == OrderState.ASSIGNED:
        if order.assignee_id != worker.pk:
            name = order.assignee.name if order.assignee else "同事"
            raise NotYours(f"{order.number}已派给{name},要接手请联系前台改派。")
        return
    if order.state != OrderState.WAITING or not order.is_grab or order.department is None:
        raise NotYours(f"{order.number}不是抢单,请等待派单。")
    here = {user.pk for user, _ in workers_of(order.project, order.department, (), at)}
    if worker.pk not in here:
        raise NotYours(f"您此刻不在{order.department.name}当值,不能抢单。")


def _refuse_own_work(order: WorkOrder, by: Actor) -> None:
    if by.id is not None and by.id == order.assignee_id:
        raise NotYours("自己做的活请由别人检查。")


def _refuse_without_consent(order: WorkOrder) -> None:
    quote = Quote.objects.filter(order=order).order_by("-pk").first()
    if quote is None:
        raise NotAllowedNow("有偿服务要先报价并取得业主同意,再开工。")
    if quote.state != QuoteState.AGREED:
        raise NotAllowedNow(f"业主还没有同意报价(¥{quote.total}),请先取得同意再开工。")


def _paused(case: WorkOrder | Ticket, at: datetime) -> bool:
    return deadlines.open_of(case).filter(paused_until__gt=at).exists()


def _pause(
    order: WorkOrder, cause: PauseReason, until: date, note: str, *, by: Actor, at: datetime
) -> None:
    if deadlines.open_of(order, ACT, REWORK).exists():
        pause_case(
            project=order.project, subject=order, reason=cause, until=until, note=note, by=by, at=at
        )
    ticket = order.ticket
    others = WorkOrder.objects.of(order.project).filter(ticket=ticket).unfinished()
    if ticket.state != TicketState.OPEN or others.exclude(state=OrderState.DEFERRED).exists():
        return
    running: list[Clock] = list(deadlines.open_of(ticket, deadlines.RESOLVE, REWORK))
    if running:
        pause_case(
            project=order.project,
            subject=ticket,
            reason=cause,
            until=until,
            note=note,
            by=by,
            at=at,
        )


def _passed(order: WorkOrder, user: User | None) -> list[int]:
    """Return who has passed the order by, with this one."""
    return sorted({*order.passed_by, *([user.pk] if user else [])})


def _save(order: WorkOrder) -> None:
    order.edition += 1
    order.save()


def _record(
    verb: Verb,
    order: WorkOrder,
    before: str,
    *,
    assignee: User | None = None,
    more: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    changes: dict[str, tuple[object, object]] = {
        "state": (OrderState(before).label, OrderState(order.state).label),
        **(more or {}),
    }
    if assignee is not None:
        changes["assignee"] = (assignee, order.assignee)
    record(
        verb,
        subject=order,
        project_id=order.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
