"""A work order in somebody's hands: accepted or refused, handed back, begun, done, urged."""

from datetime import datetime

from django.db import transaction

from anju.audit.models import Event
from anju.clocks.commands.answering import Offline
from anju.core.actors import Actor
from anju.organization.models import User
from anju.tickets import deadlines, hooks, steps
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.deadlines import ACT, OWN, REWORK
from anju.tickets.facts import facts_of_order
from anju.tickets.models import Quote, WorkOrder
from anju.tickets.queries.crews import workers_of
from anju.tickets.refusals import (
    ONE_PRESS,
    ChecksOpen,
    NotAllowedNow,
    NotTaken,
    NotYours,
    refuse_no_reason,
)
from anju.tickets.states import ORDER_LIFE, UNFINISHED, OrderState, QuoteState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def accept_order(
    *,
    order: WorkOrder,
    worker: User,
    for_department: bool = False,
    offline: Offline | None = None,
    by: Actor,
    at: datetime,
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
    order.state, order.is_grab = OrderState.ACCEPTED, False
    order.accepted_at = _happened(offline, at)
    steps.keep(order)
    deadlines.stop(order, OWN, note=f"{by.label}接单", offline=offline, by=by, at=at)
    deadlines.hand([order], holder=order.assignee, department=order.department, by=by, at=at)
    steps.record(Verb.ACCEPTED, order, before, by=by, at=at)
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
    steps.keep(order)
    deadlines.hand([order], holder=order.ticket.holder, department=None, by=by, at=at)
    steps.record(Verb.REFUSED, order, before, assignee=assignee, reason=reason, by=by, at=at)
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
    steps.keep(order)
    if was_accepted:
        facts = facts_of_order(order, at=at)
        department = order.department
        deadlines.start(order, OWN, facts=facts, holder=None, department=department, by=by, at=at)
    deadlines.hand([order], holder=None, department=order.department, by=by, at=at)
    steps.record(Verb.HANDED_BACK, order, before, assignee=assignee, reason=reason, by=by, at=at)
    return order


@transaction.atomic
def start_order(
    *, order: WorkOrder, offline: Offline | None = None, by: Actor, at: datetime
) -> WorkOrder:
    """Begin on site: the clock of an emergency stops; paid work only with the owner's consent.

    :raises NotAllowedNow: for paid work whose price the owner has not agreed to, and while what
        must be shown before work begins is not (C6.17.1).
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.STARTED)
    if order.is_paid:
        _refuse_without_consent(order)
    _refuse_unready(order)
    before = order.state
    order.state, order.started_at = OrderState.STARTED, _happened(offline, at)
    steps.keep(order)
    deadlines.stop(order, ACT, note=f"{by.label}到场", offline=offline, by=by, at=at)
    steps.record(Verb.STARTED, order, before, by=by, at=at)
    return order


@transaction.atomic
def finish_order(
    *,
    order: WorkOrder,
    result: str,
    materials: str = "",
    gap_reason: str = "",
    offline: Offline | None = None,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Report a work done, with what came of it; the desk checks it and answers the owner.

    :param gap_reason: why something of the checklist stays open; it counts against the share of
        visits with all seven ones (C6.17.2).
    :raises NotTaken: without a result.
    :raises ChecksOpen: with a checklist item open and no reason.
    :raises NotAllowedNow: for paid work whose price the owner has not agreed to, and work never
        begun because what must be shown first was not (C6.17.1).
    """
    order = locked_order(order)
    ORDER_LIFE.check(OrderState(order.state), OrderState.DONE)
    if not result.strip():
        raise NotTaken("请写明处理结果,前台要据此答复业主。")
    if order.is_paid:
        _refuse_without_consent(order)
    if order.started_at is None:
        _refuse_unready(order)
    _refuse_open_checks(order, gap_reason)
    before, happened_at = order.state, _happened(offline, at)
    order.state, order.done_at = OrderState.DONE, happened_at
    order.gap_reason = gap_reason.strip()[:200]
    order.result, order.materials = result.strip()[:500], materials.strip()[:300]
    order.started_at = order.started_at or happened_at
    steps.keep(order)
    deadlines.stop(order, OWN, ACT, REWORK, note="已完成", offline=offline, by=by, at=at)
    steps.record(Verb.DONE, order, before, reason=order.result, by=by, at=at)
    hooks.finished(order, happened_at, by, at)
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
    steps.keep(order)
    deadlines.drop(order, reason=f"派工单取消:{reason}", by=by, at=at)
    steps.record(Verb.ORDER_CANCELLED, order, before, reason=reason, by=by, at=at)
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


def _happened(offline: Offline | None, at: datetime) -> datetime:
    """Return when a step was taken: what was kept without a network stands at its own time."""
    return at if offline is None else offline.happened_at(received_at=at)


def _refuse_unready(order: WorkOrder) -> None:
    refusal = hooks.before_start(order)
    if refusal:
        raise NotAllowedNow(refusal)


def _refuse_open_checks(order: WorkOrder, reason: str) -> None:
    missing = hooks.still_open(order)
    if missing and not reason.strip():
        named = "、".join(missing[:3]) + ("等" if len(missing) > 3 else "")
        raise ChecksOpen(
            f"还有 {len(missing)} 项没有打勾:{named}。请补上,做不到的请写明原因再完成。"
        )


def _refuse_without_consent(order: WorkOrder) -> None:
    quote = Quote.objects.filter(order=order).order_by("-pk").first()
    if quote is None:
        raise NotAllowedNow("有偿服务要先报价并取得业主同意,再开工。")
    if quote.state != QuoteState.AGREED:
        raise NotAllowedNow(f"业主还没有同意报价(¥{quote.total}),请先取得同意再开工。")


def _passed(order: WorkOrder, user: User | None) -> list[int]:
    """Return who has passed the order by, with this one."""
    return sorted({*order.passed_by, *([user.pk] if user else [])})
