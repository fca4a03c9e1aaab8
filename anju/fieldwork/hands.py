"""Who may take a step on site, and the rows that a step locks."""

from dataclasses import dataclass
from datetime import datetime

from anju.core.errors import DomainError
from anju.fieldwork.models import Visit
from anju.offline.steps import TakenAway
from anju.organization.models import Deputyship, User
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.models import WorkOrder
from anju.tickets.states import OrderState

IN_WORK = (OrderState.ACCEPTED, OrderState.STARTED)


class NotOnSite(DomainError):
    """The step comes before setting out or arriving, or after the visit has ended."""


class Missing(DomainError):
    """The step lacks what it cannot be without: a photo, a reason, a signature."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes a step: the worker, or a supervisor who adopts what a worker kept (补录).

    Adopted steps may belong to an order that has meanwhile gone to somebody else.
    """

    worker: User
    is_adopted: bool = False


def lock_in_hand(order: WorkOrder, hand: Hand, at: datetime) -> WorkOrder:
    """Return the order's row locked, in this worker's hands or of whom they stand in for.

    :raises TakenAway: if it went to somebody else.
    """
    order = locked_order(order)
    if hand.is_adopted or order.assignee_id == hand.worker.pk:
        return order
    if not _stands_in(order, hand.worker, at):
        has = f"已派给{order.assignee.name}" if order.assignee else "已不在您手上"
        raise TakenAway(f"{order.number}{has},这一步没有记入。请联系前台。")
    return order


def refuse_over(order: WorkOrder, hand: Hand) -> None:
    """Refuse a step on an order that is put off, done, checked or called off.

    :raises TakenAway: with its state; for what is adopted, NotOnSite.
    """
    if order.state not in IN_WORK:
        state = OrderState(order.state).label
        sentence = f"{order.number}现在是“{state}”,这一步没有记入。请刷新或联系前台。"
        raise NotOnSite(sentence) if hand.is_adopted else TakenAway(sentence)


def lock_visit(order: WorkOrder, hand: Hand | None = None) -> Visit | None:
    """Return the newest visit of the order's present attempt locked, under way or over.

    What is adopted goes to the newest visit of whoever kept it.
    """
    found = Visit.objects.filter(order=order, round=order.round).locked()
    if hand is not None and hand.is_adopted:
        found = found.filter(worker=hand.worker)
    visit = found.order_by("-number").first()
    if visit is not None:
        visit.order = order
    return visit


def on_site(visit: Visit | None, order: WorkOrder, hand: Hand) -> Visit:
    """Return the visit if it is under way and somebody is there; adopted, also one that is over.

    :raises NotOnSite: with what to do first.
    """
    if visit is None or not (visit.is_open or hand.is_adopted):
        refuse_over(order, hand)
        raise NotOnSite("还没有出发,请先点“出发”。")
    if visit.arrived_at is None:
        raise NotOnSite("还没有到达,请先点“到达”。")
    return visit


def _stands_in(order: WorkOrder, worker: User, at: datetime) -> bool:
    deputies = Deputyship.objects.of(order.project).at(at)
    return deputies.filter(deputy=worker, absent=order.assignee_id).exists()
