"""What the page of a ticket offers: by its state, and by what the reader may do.

It only decides what is shown; the doors and the commands decide again.
"""

from dataclasses import dataclass
from enum import Enum

from anju.organization.access import Access
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.permissions import ManagerPermission
from anju.tickets.queries.following import follow_up_right
from anju.tickets.queries.ticket_page import OrderShown, TicketPage
from anju.tickets.states import ORDER_LIFE, OrderState, TicketState


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be done: the name of its address, its words, its symbol, its key.

    `app` is whose address it is where that is not the desk's own.
    """

    name: str
    label: str
    icon: str
    key: str = ""
    is_main: bool = False
    app: str = "tickets"

    @property
    def address(self) -> str:
        """The name of its address as templates take it."""
        return f"{self.app}:{self.name}"


@dataclass(frozen=True, slots=True)
class Offers:
    """What stands beside the title, what under 更多, and which tabs the composer has."""

    main: list[Offer]
    more: list[Offer]
    says: list[str]


def offers_of(shown: TicketPage, access: Access) -> Offers:
    """Return what may be done with a ticket now."""
    match TicketState(shown.ticket.state):
        case TicketState.OPEN:
            main, more = _open(shown)
        case TicketState.ANSWERED:
            main, more = _answered(shown)
        case TicketState.CLOSED:
            main = [_follow(shown), _REOPEN] if shown.owes_follow_up else [_REOPEN]
            more = [_CARD, _LINK]
        case _:
            main, more = [], [_LINK]
    held = [offer for offer in main if access.may(_right(offer, shown))]
    rest = [offer for offer in more if access.may(_right(offer, shown))]
    return Offers(held, rest, _says(shown) if access.may(May.ANSWER) else [])


def _says(shown: TicketPage) -> list[str]:
    """Return the tabs of the composer; after a broken promise only the answer helps (rule 4)."""
    if not shown.ticket.is_open:
        is_over = shown.ticket.state in (TicketState.CANCELLED, TicketState.MERGED)
        return ["note"] if is_over else ["contact", "note"]
    return ["answer", "note"] if shown.is_broken else ["contact", "answer", "note"]


def _open(shown: TicketPage) -> tuple[list[Offer], list[Offer]]:
    if shown.is_broken:
        new = Offer("promise_again", "重新承诺", "clock", "p", is_main=True)
        return [new, _ORDER, _HELP], [_TRANSFER, *_graded(shown), _CHANGE]
    promise = "改期续诺" if shown.promise else "承诺时间"
    main = [Offer("promise_again", promise, "clock", "p"), _ORDER, _HELP]
    more = [_TRANSFER, *_graded(shown), _CHANGE, _LINK]
    if shown.ticket.fault_id is None:
        more.append(_FAULT)
    more += [_SPLIT, _MERGE]
    if shown.is_paused:
        more.append(Offer("resume_ticket", "恢复计时", "clock-check"))
    elif any(clock.kind in PAUSES for clock in shown.running):
        more.append(Offer("pause_ticket", "暂停计时", "player-pause"))
    if shown.orders:
        more.append(_CARD)
    more.append(Offer("cancel_ticket", "取消工单", "x"))
    return main, more


def _answered(shown: TicketPage) -> tuple[list[Offer], list[Offer]]:
    main = [_follow(shown), _CARD]
    if shown.ticket.is_major:
        ready = shown.is_followed_up
        main.insert(0, Offer("close_major", "批准关闭", "circle-check", is_main=ready))
    return main, [_REOPEN, _TRANSFER, *_graded(shown), _CHANGE, _LINK]


def _graded(shown: TicketPage) -> list[Offer]:
    return [Offer("grade_ticket", "评定级别", "gauge")] if shown.ticket.is_complaint else []


def _follow(shown: TicketPage) -> Offer:
    return Offer("follow_up", "回访", "phone-call", "v", is_main=shown.owes_follow_up)


def _right(offer: Offer, shown: TicketPage) -> Enum:
    return follow_up_right(shown.ticket) if offer.name == "follow_up" else RIGHTS[offer.name]


PAUSES = ("resolve", "rework")
RIGHTS: dict[str, Enum] = {
    "promise_again": May.ANSWER,
    "order_work": May.DISPATCH,
    "ask_help": May.ANSWER,
    "transfer_ticket": May.ANSWER,
    "grade_ticket": May.GRADE,
    "change_ticket": May.ANSWER,
    "link_ticket": May.ANSWER,
    "fault_ticket": May.ANSWER,
    "split_ticket": May.TAKE,
    "merge_ticket": May.CLOSE,
    "pause_ticket": May.DISPATCH,
    "resume_ticket": May.DISPATCH,
    "cancel_ticket": May.CLOSE,
    "reopen_ticket": May.CLOSE,
    "key_card": May.FOLLOW_UP,
    "close_major": ManagerPermission.CLOSE_MAJOR,
}
_ORDER = Offer("order_work", "派工", "clipboard-list", "o")
_HELP = Offer("ask_help", "请求协助", "users-group", "h")
_TRANSFER = Offer("transfer_ticket", "转交负责人", "arrows-exchange")
_CHANGE = Offer("change_ticket", "修改内容", "edit")
_LINK = Offer("link_ticket", "关联工单", "paperclip")
_FAULT = Offer("fault_ticket", "归入多户事件", "users")
_SPLIT = Offer("split_ticket", "拆分", "copy")
_MERGE = Offer("merge_ticket", "并入另一工单", "archive")
_CARD = Offer("key_card", "录入意见卡", "id-badge-2", app="opinions")
_REOPEN = Offer("reopen_ticket", "重新打开", "refresh")


def order_offers(shown: OrderShown, access: Access) -> list[Offer]:
    """Return what the desk may do with a work order now, what is expected of it first."""
    order = shown.order
    state = OrderState(order.state)
    is_outside = order.department is not None and order.department.party is not None
    can_move = ORDER_LIFE.allows(state, OrderState.ASSIGNED)
    is_unheld = state in (OrderState.WAITING, OrderState.REFUSED)
    is_mine = order.assignee_id == access.user.pk
    is_early = order.is_unfinished and order.started_at is None
    offered = [
        (state == OrderState.DONE and not is_mine, May.CHECK, _CHECK),
        (state == OrderState.DONE and not is_mine, May.CHECK, _RETURN),
        (can_move and is_unheld and order.department is not None, May.DISPATCH, _ASSIGN),
        (is_outside and state in _UNTAKEN, May.DISPATCH, _ACCEPT_FOR),
        (is_outside and state in _IN_WORK, May.DISPATCH, _FINISH_FOR),
        (shown.waits_for_consent and order.is_unfinished, May.ANSWER, _CONSENT),
        (order.is_unfinished, May.DISPATCH, _URGE),
        (can_move and not is_unheld, May.DISPATCH, _REASSIGN),
        (can_move, May.DISPATCH, _DISPATCH),
        (is_early, May.ANSWER, _QUOTE),
        (ORDER_LIFE.allows(state, OrderState.CANCELLED), May.DISPATCH, _CANCEL),
    ]
    return [offer for is_open, right, offer in offered if is_open and access.may(right)]


_UNTAKEN = (OrderState.WAITING, OrderState.ASSIGNED)
_IN_WORK = (OrderState.ACCEPTED, OrderState.STARTED)
_CHECK = Offer("check_order", "检查通过", "check", is_main=True)
_RETURN = Offer("return_order", "退回返工", "refresh")
_ASSIGN = Offer("assign_order", "派人", "user-plus", is_main=True)
_REASSIGN = Offer("assign_order", "改派", "arrows-exchange")
_ACCEPT_FOR = Offer("accept_for", "代为接单", "check")
_FINISH_FOR = Offer("finish_for", "代报完成", "circle-check")
_CONSENT = Offer("decide_quote", "业主答复报价", "check", is_main=True)
_URGE = Offer("urge_order", "催办", "bell")
_DISPATCH = Offer("dispatch_order", "改派部门", "switch-horizontal")
_QUOTE = Offer("quote_order", "报价", "file-spreadsheet")
_CANCEL = Offer("cancel_order", "取消", "x")
