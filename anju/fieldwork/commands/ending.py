"""How a visit ends: the owner signs or does not, the order is reported done; papers keyed in."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.archives.models import File
from anju.clocks.commands.answering import Offline
from anju.core.actors import Actor
from anju.fieldwork.attaching import attach
from anju.fieldwork.commands.going import begin_visit
from anju.fieldwork.hands import Hand, Missing, NotOnSite, lock_in_hand, lock_visit, on_site
from anju.fieldwork.models import Material, Visit, VisitCheck
from anju.fieldwork.queries.sheets import editions_for, items_of
from anju.fieldwork.states import VISIT_LIFE, CheckState, VisitState
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.commands.working import finish_order
from anju.tickets.models import WorkOrder
from anju.tickets.states import OrderState


@transaction.atomic
def sign(
    *,
    order: WorkOrder,
    hand: Hand,
    picture: File | None,
    name: str = "",
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> Visit:
    """Keep the owner's signature; a first one stays.

    :raises Missing: without a signature.
    :raises NotOnSite: before the work has begun.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    if visit is not None and visit.signed_at is not None:
        return visit
    visit = _at_work(on_site(visit, order, hand))
    if picture is None or not picture.is_image:
        raise Missing("没有收到签字,请业主在框内签名;业主不签的,请写明原因。")
    attach(visit, picture, by=by, at=at)
    visit.signature, visit.signed_name = picture, name.strip()[:30]
    visit.signed_at, visit.unsigned_reason = happened_at, ""
    visit.save(update_fields=["signature", "signed_name", "signed_at", "unsigned_reason"])
    record(Verb.SIGNED, subject=visit, by=by, at=at)
    return visit


@transaction.atomic
def keep_unsigned(*, order: WorkOrder, hand: Hand, reason: str, by: Actor, at: datetime) -> Visit:
    """Say why the owner did not sign.

    :raises Missing: without a reason.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    words = reason.strip()[:200]
    if visit is not None and (visit.signed_at is not None or visit.unsigned_reason == words != ""):
        return visit
    if not words:
        raise Missing("请写明业主为什么没有签字,例如“业主不在,家里老人不便签字”。")
    visit = _at_work(on_site(visit, order, hand))
    visit.unsigned_reason = words
    visit.save(update_fields=["unsigned_reason"])
    record(Verb.UNSIGNED, subject=visit, by=by, at=at, reason=words)
    return visit


@transaction.atomic
def finish_visit(
    *,
    order: WorkOrder,
    hand: Hand,
    result: str,
    gap_reason: str = "",
    offline: Offline | None = None,
    by: Actor,
    at: datetime,
) -> WorkOrder:
    """Report the work done; the visit ends with its order (`end_with_order`).

    Those two tell it; this leaves no event of its own.

    :raises ChecksOpen: with something of the checklists not ticked and no reason.
    :raises Missing: if the owner has neither signed nor is it said why not.
    :raises NotTaken: without a result.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    if visit is not None and visit.state == VisitState.DONE and order.done_at is not None:
        return order
    visit = _at_work(on_site(visit, order, hand))
    if visit.is_indoor and not visit.is_settled_with_owner:
        raise Missing("请先请业主签字;业主没有签的,请写明原因。")
    used = "、".join(str(each) for each in Material.objects.filter(visit=visit))
    return finish_order(
        order=order,
        result=result,
        materials=used,
        gap_reason=gap_reason or _explained(visit),
        offline=offline,
        by=by,
        at=at,
    )


@transaction.atomic
def end_with_order(
    *, order: WorkOrder, happened_at: datetime, by: Actor, at: datetime
) -> Visit | None:
    """End the visit under way of an order that was just reported done; None if nothing was asked.

    Here it is decided whether all of its checklists was ticked. Work reported without a visit
    stands for one with everything open: who passes the phone by is not left out of the share.
    """
    visit = lock_visit(order)
    if visit is None or not visit.is_open:
        if not editions_for(order.project, order):
            return None
        visit = _begun(order, by=by, at=at)
    VISIT_LIFE.check(VisitState(visit.state), VisitState.DONE)
    items = items_of(order.project, visit)
    ticked = VisitCheck.objects.filter(visit=visit, state=CheckState.TICKED, item__in=items)
    visit.state = VisitState.DONE
    visit.seven_kept = ticked.count() == len(items) if items else None
    visit.ended_at = max(happened_at, visit.started_at or visit.arrived_at or visit.set_out_at)
    visit.save(update_fields=["state", "seven_kept", "ended_at"])
    changes = {"seven_kept": (None, _kept(visit.seven_kept))}
    record(Verb.DONE, subject=visit, by=by, at=at, changes=changes, reason=order.gap_reason)
    return visit


@transaction.atomic
def keep_paper(*, order: WorkOrder, done: Collection[int], by: Actor, at: datetime) -> Visit | None:
    """Keep what a paper says was done, for who has no telephone of ours; None if nothing asked.

    A visit under way takes the ticks; else one is made that ends with its order.
    """
    order = locked_order(order)
    visit = lock_visit(order)
    if visit is None or not visit.is_open:
        if order.state not in (OrderState.ACCEPTED, OrderState.STARTED):
            return None
        if not editions_for(order.project, order):
            return None
        visit = _begun(order, by=by, at=at)
    for item in items_of(order.project, visit):
        if item.pk in done:
            facts = {
                "project": order.project,
                "state": CheckState.TICKED,
                "reason": "",
                "happened_at": at,
                "received_at": at,
            }
            VisitCheck.objects.update_or_create(visit=visit, item=item, defaults=facts)
    changes = {"items": (None, len(done))}
    record(Verb.PAPER_KEPT, subject=visit, by=by, at=at, changes=changes)
    return visit


def _begun(order: WorkOrder, *, by: Actor, at: datetime) -> Visit:
    """Make the visit that a report stands for: there since the order was begun."""
    begun = order.started_at or at
    worker = order.assignee
    visit = begin_visit(
        order=order, worker=worker, is_paper=worker is None, happened_at=begun, by=by, at=at
    )
    visit.state, visit.arrived_at, visit.started_at = VisitState.WORKING, begun, begun
    visit.save(update_fields=["state", "arrived_at", "started_at"])
    return visit


def _at_work(visit: Visit) -> Visit:
    if visit.started_at is None:
        raise NotOnSite("还没有开工,请先点“开工”。")
    return visit


def _explained(visit: Visit) -> str:
    """Return the reasons that were given item by item, if they explain all that is open."""
    checks = {each.item_id: each for each in VisitCheck.objects.filter(visit=visit)}
    items = items_of(visit.project, visit)
    if any(item.pk not in checks for item in items):
        return ""
    open_ones = [checks[item.pk] for item in items if checks[item.pk].reason]
    return ";".join(dict.fromkeys(check.reason for check in open_ones))[:200]


def _kept(value: bool | None) -> str | None:
    return None if value is None else ("是" if value else "否")
