"""The words of the hand-over, and which step may follow which."""

from datetime import timedelta

from django.db.models import TextChoices

from anju.core.states import StateMachine

# After the moment at which somebody should have taken over, so long nobody is called late: the
# time to hang up a coat, finish a call and read what is left (own judgement; no source names one).
GRACE = timedelta(minutes=15)


class HandoverState(TextChoices):
    DRAFT = "DRAFT", "起草"
    SIGNED = "SIGNED", "已交班"
    RELIEVED = "RELIEVED", "已接班"
    DISPUTED = "DISPUTED", "有异议"
    SETTLED = "SETTLED", "主管已处理"


LIFE = StateMachine[HandoverState](
    {
        HandoverState.DRAFT: (HandoverState.SIGNED, HandoverState.SETTLED),
        HandoverState.SIGNED: (
            HandoverState.RELIEVED,
            HandoverState.DISPUTED,
            HandoverState.SETTLED,
        ),
        HandoverState.DISPUTED: (HandoverState.SIGNED, HandoverState.SETTLED),
        HandoverState.RELIEVED: (),
        HandoverState.SETTLED: (),
    }
)
OPEN = (HandoverState.DRAFT, HandoverState.SIGNED, HandoverState.DISPUTED)


class LeftKind(TextChoices):
    """What a shift may leave open, the most pressing first."""

    PROMISE = "PROMISE", "下一班结束前到期的承诺"
    CALL_BACK = "CALL_BACK", "要回的电话"
    BROKEN = "BROKEN", "已过时的承诺"
    UNASSIGNED = "UNASSIGNED", "无人接单"
    FOLLOW_UP = "FOLLOW_UP", "要做的回访"
    TICKET = "TICKET", "其他在办工单"
    LENT = "LENT", "借出未还的物品"


OF_TICKETS = (LeftKind.PROMISE, LeftKind.BROKEN, LeftKind.FOLLOW_UP, LeftKind.TICKET)


class ThingKind(TextChoices):
    """What the desk lends; public keys have their own register."""

    UMBRELLA = "UMBRELLA", "雨伞"
    TROLLEY = "TROLLEY", "手推车"
    LADDER = "LADDER", "梯子"
    TOOL = "TOOL", "工具"
    WHEELCHAIR = "WHEELCHAIR", "轮椅"
    KEY = "KEY", "钥匙"
    OTHER = "OTHER", "其他"


class Condition(TextChoices):
    """How a thing came back."""

    GOOD = "GOOD", "完好"
    DAMAGED = "DAMAGED", "有损坏"
    LOST = "LOST", "丢失"
