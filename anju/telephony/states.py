"""The words of calls: which way, where it stands, how it ended."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class Direction(TextChoices):
    IN = "in", "来电"
    OUT = "out", "去电"


class CallState(TextChoices):
    RINGING = "RINGING", "响铃"
    TALKING = "TALKING", "通话中"
    HOLDING = "HOLDING", "保持中"
    ENDED = "ENDED", "已通话"
    MISSED = "MISSED", "未接通"
    REJECTED = "REJECTED", "已拦截"


# A call is what its events say together, and they come in any order: a hang-up that was late can
# make a talk of a missed call. What never happens is that an ended call rings again.
LIFE = StateMachine(
    {
        CallState.RINGING: [
            CallState.TALKING,
            CallState.HOLDING,
            CallState.ENDED,
            CallState.MISSED,
            CallState.REJECTED,
        ],
        CallState.TALKING: [
            CallState.HOLDING,
            CallState.ENDED,
            CallState.MISSED,
            CallState.REJECTED,
        ],
        CallState.HOLDING: [
            CallState.TALKING,
            CallState.ENDED,
            CallState.MISSED,
            CallState.REJECTED,
        ],
        CallState.MISSED: [CallState.ENDED, CallState.REJECTED],
        CallState.ENDED: [CallState.MISSED, CallState.REJECTED],
        CallState.REJECTED: [],
    }
)
GOING_ON = (CallState.RINGING, CallState.TALKING, CallState.HOLDING)


class CallEventKind(TextChoices):
    """What an exchange reports, and what the desk adds (`TAKEN` and below)."""

    NEW = "newCall", "响铃"
    ANSWER = "answer", "接听"
    HANGUP = "hangup", "挂断"
    HOLD = "hold", "保持"
    RESUME = "resume", "恢复通话"
    TAKEN = "taken", "开始登记"
    MISDIAL = "misdial", "误拨"
    PUT_AWAY = "put-away", "收起"


OF_THE_LINE = (
    CallEventKind.NEW,
    CallEventKind.ANSWER,
    CallEventKind.HANGUP,
    CallEventKind.HOLD,
    CallEventKind.RESUME,
)


class Cause(TextChoices):
    NORMAL = "normalClearing", "正常挂断"
    BUSY = "busy", "占线"
    CANCEL = "cancel", "对方取消"
    NO_ANSWER = "noAnswer", "无人接听"
    CONGESTION = "congestion", "线路拥塞"
    NOT_FOUND = "notFound", "空号"
    FORWARDED = "forwarded", "已转接"


NEVER_ANSWERED = (Cause.BUSY, Cause.CANCEL, Cause.NO_ANSWER, Cause.CONGESTION, Cause.NOT_FOUND)


class HangupBy(TextChoices):
    CALLER = "caller", "对方"
    AGENT = "agent", "我方"


class CallBackState(TextChoices):
    OPEN = "OPEN", "待回电"
    DONE = "DONE", "已回电"


# Who calls in vain again within the hour is called back again.
CALL_BACK_LIFE = StateMachine(
    {CallBackState.OPEN: [CallBackState.DONE], CallBackState.DONE: [CallBackState.OPEN]}
)
