"""A work order put off to a day, and taken up again."""

from datetime import date, datetime, timedelta

from django.db import transaction

from anju.clocks.commands.pausing import pause_case, resume_case
from anju.clocks.states import PauseReason
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.tickets import deadlines, steps
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.deadlines import ACT, RESOLVE, REWORK
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.refusals import NotAllowedNow, NotTaken, refuse_no_reason
from anju.tickets.states import ORDER_LIFE, OrderState, TicketState
from anju.tickets.trail import kept
from anju.tickets.verbs import DeskVerb as Verb

MOST_DEFERRED = timedelta(days=400)


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
    steps.keep(order)
    _pause(order, cause, until, kept(reason, order), by=by, at=at)
    changes = {"deferred_until": (None, until)}
    steps.record(
        Verb.DEFERRED, order, before, more=changes, reason=order.defer_reason, by=by, at=at
    )
    return order


@transaction.atomic
def resume_order(*, order: WorkOrder, note: str = "", by: Actor, at: datetime) -> WorkOrder:
    """Take a deferred order up again, on its day (by itself) or before."""
    order = locked_order(order)
    if order.state != OrderState.DEFERRED:
        raise NotAllowedNow(f"{order.number}没有延期,不需要恢复。")
    before = order.state
    order.state, order.deferred_until, order.defer_reason = OrderState.ACCEPTED, None, ""
    steps.keep(order)
    for case in (order, order.ticket):
        if _paused(case, at):
            said = kept(note, order)
            resume_case(project=order.project, subject=case, note=said, by=by, at=at)
    steps.record(Verb.RESUMED, order, before, reason=note, by=by, at=at)
    return order


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
    if deadlines.open_of(ticket, RESOLVE, REWORK).exists():
        pause_case(
            project=order.project,
            subject=ticket,
            reason=cause,
            until=until,
            note=note,
            by=by,
            at=at,
        )
