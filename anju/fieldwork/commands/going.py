"""Setting out to the place of a work order, arriving there, and going away undone."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.fieldwork.hands import (
    Hand,
    Missing,
    NotOnSite,
    lock_in_hand,
    lock_visit,
    refuse_over,
)
from anju.fieldwork.models import Visit, VisitSheet
from anju.fieldwork.queries.sheets import editions_for, is_at_the_door
from anju.fieldwork.states import VISIT_LIFE, LeftCause, VisitState
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.organization.models import User
from anju.tickets.models import WorkOrder


@transaction.atomic
def set_out(
    *, order: WorkOrder, hand: Hand, happened_at: datetime, by: Actor, at: datetime
) -> Visit:
    """Begin a visit; the checklists that hold now stay its own, whatever is edited later.

    Setting out again while under way is the same step.

    :param happened_at: when it was done, by the device's corrected clock.
    :raises TakenAway: if the order is in other hands, or over.
    """
    order = lock_in_hand(order, hand, at)
    last = lock_visit(order, hand)
    if last is not None and last.is_open and last.worker_id == hand.worker.pk:
        return last
    refuse_over(order, hand)
    if hand.is_adopted and order.assignee_id != hand.worker.pk:
        raise NotOnSite(f"{order.number}已由{order.assignee}接手,不能再记前一位的出发。")
    _end_stale(order, happened_at, by=by, at=at)
    return begin_visit(order=order, worker=hand.worker, happened_at=happened_at, by=by, at=at)


@transaction.atomic
def begin_visit(
    *,
    order: WorkOrder,
    worker: User | None,
    is_paper: bool = False,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> Visit:
    """Make the next visit of an order that is locked, with its checklists."""
    visit = Visit.objects.create(
        project=order.project,
        order=order,
        number=Visit.objects.filter(order=order).count() + 1,
        round=order.round,
        worker=worker,
        is_paper=is_paper,
        is_indoor=is_at_the_door(order.project, order.ticket),
        set_out_at=happened_at,
    )
    editions = editions_for(order.project, order)
    VisitSheet.objects.bulk_create(
        VisitSheet(project=order.project, visit=visit, edition=edition) for edition in editions
    )
    verb = Verb.PAPER_KEPT if is_paper else Verb.SET_OUT
    record(verb, subject=visit, by=by, at=at)
    return visit


@transaction.atomic
def arrive(
    *, order: WorkOrder, hand: Hand, happened_at: datetime, by: Actor, at: datetime
) -> Visit:
    """Say that one is there; who did not say that they set out is on the way since now.

    :raises TakenAway: if the order is in other hands, or over.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    is_theirs = visit is not None and visit.worker_id == hand.worker.pk
    if visit is not None and is_theirs and visit.arrived_at and visit.state != VisitState.LEFT:
        return visit
    visit = set_out(order=order, hand=hand, happened_at=happened_at, by=by, at=at)
    VISIT_LIFE.check(VisitState(visit.state), VisitState.ARRIVED)
    visit.state, visit.arrived_at = VisitState.ARRIVED, max(happened_at, visit.set_out_at)
    visit.save(update_fields=["state", "arrived_at"])
    record(Verb.ARRIVED, subject=visit, by=by, at=at)
    return visit


@transaction.atomic
def leave(
    *,
    order: WorkOrder,
    hand: Hand,
    cause: LeftCause,
    words: str = "",
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> Visit:
    """Go away with the work undone: nobody at home, material missing. The order stays in hand.

    :raises Missing: without words where the cause says nothing by itself.
    :raises NotOnSite: if nobody set out.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    if visit is not None and visit.state == VisitState.LEFT and visit.left_cause == cause:
        return visit
    if visit is None or not visit.is_open:
        refuse_over(order, hand)
        raise NotOnSite("没有正在进行的上门,不用记离开。")
    if cause == LeftCause.OTHER and not words.strip():
        raise Missing("请写明为什么没有做完就离开,例如“业主要求改到周末”。")
    return end_undone(visit=visit, cause=cause, words=words, happened_at=happened_at, by=by, at=at)


@transaction.atomic
def end_undone(
    *,
    visit: Visit,
    cause: LeftCause,
    words: str = "",
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> Visit:
    """End a visit that is locked and under way, its work undone."""
    VISIT_LIFE.check(VisitState(visit.state), VisitState.LEFT)
    visit.state, visit.left_cause = VisitState.LEFT, cause
    visit.left_reason = words.strip()[:200]
    visit.ended_at = max(happened_at, visit.started_at or visit.arrived_at or visit.set_out_at)
    visit.save(update_fields=["state", "left_cause", "left_reason", "ended_at"])
    reason = "。".join(part for part in (LeftCause(cause).label, visit.left_reason) if part)
    record(Verb.LEFT, subject=visit, by=by, at=at, reason=reason)
    return visit


@transaction.atomic
def end_behind(*, order: WorkOrder, by: Actor, at: datetime) -> Visit | None:
    """End a visit whose order has gone another way: handed on, put off, called off, given back."""
    visit = Visit.objects.open().filter(order=order).select_related("order__ticket").first()
    if visit is None:
        return None
    locked = Visit.objects.locked().get(pk=visit.pk)
    locked.order = visit.order
    if not locked.is_open:
        return None
    cause = LeftCause.MOVED
    return end_undone(visit=locked, cause=cause, happened_at=at, by=by, at=at)


def _end_stale(order: WorkOrder, happened_at: datetime, *, by: Actor, at: datetime) -> None:
    """End what somebody else, or an earlier attempt, left under way: an order has one visit."""
    for visit in Visit.objects.open().filter(order=order).locked():
        visit.order = order
        end_undone(visit=visit, cause=LeftCause.MOVED, happened_at=happened_at, by=by, at=at)
