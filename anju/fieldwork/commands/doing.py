"""The work itself: begun, what it used, how long it took."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.clocks.commands.answering import Offline
from anju.core.actors import Actor
from anju.fieldwork.hands import Hand, Missing, NotOnSite, lock_in_hand, lock_visit, on_site
from anju.fieldwork.models import Material, Visit
from anju.fieldwork.queries.sheets import BEFORE_START, unexplained
from anju.fieldwork.states import VISIT_LIFE, VisitState
from anju.fieldwork.trail import record
from anju.fieldwork.verbs import FieldVerb as Verb
from anju.tickets.commands.working import start_order
from anju.tickets.models import PriceItem, WorkOrder
from anju.tickets.states import OrderState, Stage

MOST_MATERIALS = 30
LONGEST = 60 * 24 * 3


@transaction.atomic
def start_work(
    *,
    order: WorkOrder,
    hand: Hand,
    offline: Offline | None = None,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> Visit:
    """Begin the work: the order begins with it, by the gates of the desk (C6.17.1, consent).

    :raises NotAllowedNow: without the board's photo or the owner's consent.
    :raises Missing: with something before the work neither ticked nor explained.
    :raises NotOnSite: before arriving.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    if visit is not None and visit.started_at is not None and visit.is_open:
        return visit
    visit = on_site(visit, order, hand)
    VISIT_LIFE.check(VisitState(visit.state), VisitState.WORKING)
    _refuse_unchecked(visit)
    if order.state != OrderState.STARTED:
        start_order(order=order, offline=offline, by=by, at=at)
    visit.state = VisitState.WORKING
    visit.started_at = max(happened_at, visit.arrived_at or visit.set_out_at)
    visit.save(update_fields=["state", "started_at"])
    record(Verb.STARTED, subject=visit, by=by, at=at)
    return visit


@transaction.atomic
def use_material(
    *,
    order: WorkOrder,
    hand: Hand,
    name: str,
    quantity: Decimal,
    unit: str = "",
    price_item: PriceItem | None = None,
    by: Actor,
    at: datetime,
) -> Material:
    """Note what was used; the same material again changes how much, so a repeat adds nothing.

    :raises Missing: without a name, or for no quantity.
    """
    order = lock_in_hand(order, hand, at)
    name, unit = name.strip()[:40], unit.strip()[:8]
    if not name or quantity <= 0:
        raise Missing("请写明材料和数量,例如“陶瓷阀芯 1 个”。")
    visit = lock_visit(order, hand)
    known = Material.objects.filter(visit=visit, name=name, unit=unit).first()
    if known is not None and known.quantity == quantity:
        return known
    visit = on_site(visit, order, hand)
    if Material.objects.filter(visit=visit).count() >= MOST_MATERIALS and known is None:
        raise Missing(f"一次上门最多记 {MOST_MATERIALS} 种材料。")
    facts = {"project": order.project, "quantity": quantity, "price_item": price_item}
    used, _ = Material.objects.update_or_create(visit=visit, name=name, unit=unit, defaults=facts)
    changes = {"material": (None, str(used))}
    record(Verb.MATERIAL_USED, subject=visit, by=by, at=at, changes=changes)
    return used


@transaction.atomic
def drop_material(
    *, order: WorkOrder, hand: Hand, name: str, unit: str = "", by: Actor, at: datetime
) -> Visit | None:
    """Take back a material that was not used; gone already is the same."""
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    known = Material.objects.filter(visit=visit, name=name.strip(), unit=unit.strip()).first()
    if visit is None or known is None:
        return visit
    visit = on_site(visit, order, hand)
    changes = {"material": (str(known), None)}
    known.delete()
    record(Verb.MATERIAL_REMOVED, subject=visit, by=by, at=at, changes=changes)
    return visit


@transaction.atomic
def keep_minutes(*, order: WorkOrder, hand: Hand, minutes: int, by: Actor, at: datetime) -> Visit:
    """Note how many minutes the work took.

    :raises Missing: for none, or more than three days.
    """
    order = lock_in_hand(order, hand, at)
    visit = lock_visit(order, hand)
    if visit is not None and visit.minutes == minutes:
        return visit
    if not 0 < minutes <= LONGEST:
        raise Missing("请写明作业用了多少分钟,最少 1 分钟,最多三天。")
    visit = on_site(visit, order, hand)
    if visit.started_at is None:
        raise NotOnSite("还没有开工,用时请在做完以后登记。")
    before, visit.minutes = visit.minutes, minutes
    visit.save(update_fields=["minutes"])
    record(Verb.TIMED, subject=visit, by=by, at=at, changes={"worked_minutes": (before, minutes)})
    return visit


def _refuse_unchecked(visit: Visit) -> None:
    """Refuse to begin while a stage before the work is left out (C6.17.2)."""
    for stage in BEFORE_START:
        missing = unexplained(visit.project, visit, (stage,))
        if missing:
            label = Stage(stage).label
            raise Missing(
                f"{label}还有 {len(missing)} 项没有打勾:{missing[0].text}。做不到的请写明原因。"
            )
