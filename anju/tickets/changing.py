"""Changing several work orders at once: what is wanted, what stands against it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices

from anju.organization.models import Department, User
from anju.tickets.models import WorkOrder
from anju.tickets.states import ORDER_LIFE, UNFINISHED, OrderState
from anju.tickets.verbs import DeskVerb as Verb

MOST_AT_ONCE = 100


class Step(TextChoices):
    """What the board does with chosen work orders; the words of the commands."""

    ASSIGN = "assign", "指派"
    DISPATCH = "dispatch", "改派部门"
    URGE = "urge", "催办"
    CANCEL = "cancel", "取消派工"


LEAVES = {
    Step.ASSIGN: (Verb.ASSIGNED,),
    Step.DISPATCH: (Verb.DISPATCHED, Verb.UNASSIGNED),
    Step.URGE: (Verb.URGED,),
    Step.CANCEL: (Verb.ORDER_CANCELLED,),
}
"""The events that tell that a step was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChange:
    """One step for many orders.

    :param to: whom to give them to, for 指派.
    :param department: where to send them, for 改派部门; dispatch then finds the person.
    :param reason: needed to cancel, and to send on what somebody had accepted.
    """

    step: Step
    to: User | None = None
    department: Department | None = None
    reason: str = ""

    @property
    def said(self) -> str:
        """What will be done, in words: 指派给 张强."""
        match self.step:
            case Step.ASSIGN if self.to is not None:
                return f"指派给 {self.to.name}"
            case Step.DISPATCH if self.department is not None:
                return f"改派到 {self.department.name}"
        return self.step.label


def obstacle(order: WorkOrder, change: BulkChange, is_in: Callable[[int, int], bool]) -> str:
    """Return why an order cannot be changed so, in a sentence; empty if it can.

    What the commands refuse, said beforehand; they have the last word.

    :param is_in: whether somebody (number) is on duty in a department (number).
    """
    state = OrderState(order.state)
    match change.step:
        case Step.URGE:
            return "" if state in UNFINISHED else f"现在是“{state.label}”,不需要催办"
        case Step.CANCEL:
            can = ORDER_LIFE.allows(state, OrderState.CANCELLED)
            return "" if can else f"现在是“{state.label}”,不能取消"
        case Step.DISPATCH:
            if not ORDER_LIFE.allows(state, OrderState.WAITING):
                return f"现在是“{state.label}”,不能改派"
            if order.department == change.department:
                return "已经在这个部门"
            if order.accepted_at is not None and not change.reason.strip():
                return f"{_holder(order)}已接单,改派要写明原因"
            return ""
        case Step.ASSIGN:
            return _not_assigned(order, change, is_in)


def said_now(order: WorkOrder) -> str:
    """Return where an order has gone, as somebody should read who just looked at it."""
    who = _holder(order)
    match OrderState(order.state):
        case OrderState.WAITING:
            where = order.department.name if order.department else "前台"
            return f"回到{where},等待派人"
        case OrderState.ASSIGNED:
            return f"已派给 {who}"
        case OrderState.ACCEPTED:
            return f"已被 {who} 接单"
        case OrderState.STARTED:
            return f"{who} 已到场开工"
        case OrderState.DEFERRED:
            until = order.deferred_until
            return f"已延期至 {until.month}月{until.day}日" if until else "已延期"
        case OrderState.DONE:
            return f"{who} 已完成,待检查"
        case OrderState.CHECKED:
            return "已检查完成"
        case OrderState.REFUSED:
            return "已被退回,等待改派"
        case OrderState.CANCELLED:
            return "已取消"


def _not_assigned(order: WorkOrder, change: BulkChange, is_in: Callable[[int, int], bool]) -> str:
    state, to, department = OrderState(order.state), change.to, order.department
    if not ORDER_LIFE.allows(state, OrderState.ASSIGNED):
        return f"现在是“{state.label}”,不能指派"
    if department is None:
        return "还没有部门,请先改派部门"
    if to is None or not is_in(to.pk, department.pk):
        name = to.name if to else "没有选的人"
        return f"{name}此刻不在{department.name}当值"
    if order.assignee_id == to.pk and state == OrderState.ASSIGNED:
        return f"已经派给{to.name}"
    return ""


def _holder(order: WorkOrder) -> str:
    if order.assignee is not None:
        return order.assignee.name
    return order.department.name if order.department else "同事"
