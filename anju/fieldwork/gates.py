"""What the service desk asks about work on site before an order begins or ends."""

from collections.abc import Collection, Sequence
from datetime import datetime

from anju.core.actors import Actor
from anju.fieldwork.commands.ending import end_with_order, keep_paper
from anju.fieldwork.queries.sheets import (
    has_board,
    not_ticked,
    wants_board,
)
from anju.tickets.hooks import PaperItem
from anju.tickets.models import WorkOrder
from anju.tickets.states import Stage

NO_BOARD = "作业会影响住户,要先在现场摆放警示牌或告示牌并拍照,才能开工(C6.17.1)。"


def before_start(order: WorkOrder) -> str:
    """Return why work on an order cannot begin yet: a board is to be shown first."""
    is_missing = wants_board(order.project, order) and not has_board(order.project, order)
    return NO_BOARD if is_missing else ""


def still_open(order: WorkOrder) -> Sequence[str]:
    """Return what of the order's checklists is not ticked, for its finish."""
    return [item.text for item in not_ticked(order.project, order)]


def paper_items(order: WorkOrder) -> Sequence[PaperItem]:
    """Return what the paper of somebody without our telephone may say is done."""
    return [
        PaperItem(item.pk, Stage(item.stage).label, item.text)
        for item in not_ticked(order.project, order)
    ]


def take_paper(order: WorkOrder, done: Collection[int], by: Actor, at: datetime) -> None:
    """Keep what a paper says was done."""
    keep_paper(order=order, done=done, by=by, at=at)


def finished(order: WorkOrder, happened_at: datetime, by: Actor, at: datetime) -> None:
    """End the visit under way together with its order."""
    end_with_order(order=order, happened_at=happened_at, by=by, at=at)
