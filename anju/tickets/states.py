"""The enumerations of the service desk, and the lives of a ticket and a work order."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class MatterKind(TextChoices):
    """What somebody comes with."""

    REPAIR = "REPAIR", "报修"
    COMPLAINT = "COMPLAINT", "投诉"
    HELP = "HELP", "求助"
    QUESTION = "QUESTION", "咨询"
    SUGGESTION = "SUGGESTION", "建议"
    PRAISE = "PRAISE", "表扬"


class Level(TextChoices):
    NORMAL = "NORMAL", "一般"
    URGENT = "URGENT", "紧急"


class Reach(TextChoices):
    """Whose matter it is: behind one's own door, or everybody's. It decides who pays."""

    PRIVATE = "PRIVATE", "户内"
    PUBLIC = "PUBLIC", "公共"


class May(TextChoices):
    """What a post does with a matter."""

    ALONE = "ALONE", "可自行答复处理"
    UP = "UP", "上报上级岗位"


class Way(TextChoices):
    """How a department chooses who takes a work order."""

    FEWEST = "FEWEST", "最少在手"
    IDLE = "IDLE", "最久空闲"
    GRAB = "GRAB", "抢单"


class ChecklistUse(TextChoices):
    INDOOR = "INDOOR", "入户作业"
    OUTDOOR = "OUTDOOR", "公共区域作业"
    CHOSEN = "CHOSEN", "按需选用"


class Stage(TextChoices):
    BEFORE_ENTERING = "BEFORE_ENTERING", "进门前"
    BEFORE_STARTING = "BEFORE_STARTING", "开工前"
    BEFORE_LEAVING = "BEFORE_LEAVING", "离开前"


class Material(TextChoices):
    NONE = "NONE", "不涉及材料"
    INCLUDED = "INCLUDED", "含材料"
    EXTRA = "EXTRA", "材料另计"


class TicketState(TextChoices):
    """How far a ticket is, as the owner understands it."""

    OPEN = "OPEN", "待答复"
    ANSWERED = "ANSWERED", "已答复"
    CLOSED = "CLOSED", "已关闭"
    CANCELLED = "CANCELLED", "已取消"
    MERGED = "MERGED", "已并入"


TICKET_LIFE = StateMachine(
    {
        TicketState.OPEN: (TicketState.ANSWERED, TicketState.CANCELLED, TicketState.MERGED),
        TicketState.ANSWERED: (TicketState.CLOSED, TicketState.OPEN),
        TicketState.CLOSED: (TicketState.OPEN,),
        TicketState.CANCELLED: (),
        TicketState.MERGED: (),
    }
)


class OrderState(TextChoices):
    """How far a work order is."""

    WAITING = "WAITING", "待派人"
    ASSIGNED = "ASSIGNED", "待接单"
    ACCEPTED = "ACCEPTED", "已接单"
    STARTED = "STARTED", "处理中"
    DEFERRED = "DEFERRED", "已延期"
    DONE = "DONE", "待检查"
    CHECKED = "CHECKED", "已完成"
    REFUSED = "REFUSED", "已退回"
    CANCELLED = "CANCELLED", "已取消"


_IN_HAND = (OrderState.ASSIGNED, OrderState.WAITING, OrderState.CANCELLED)

ORDER_LIFE = StateMachine(
    {
        OrderState.WAITING: (
            *(OrderState.ASSIGNED, OrderState.ACCEPTED, OrderState.REFUSED, OrderState.WAITING),
            OrderState.CANCELLED,
        ),
        OrderState.ASSIGNED: (OrderState.ACCEPTED, OrderState.REFUSED, *_IN_HAND),
        OrderState.ACCEPTED: (
            *(OrderState.STARTED, OrderState.DEFERRED, OrderState.DONE),
            *_IN_HAND,
        ),
        OrderState.STARTED: (OrderState.DEFERRED, OrderState.DONE, *_IN_HAND),
        OrderState.DEFERRED: (OrderState.ACCEPTED, *_IN_HAND),
        OrderState.DONE: (OrderState.CHECKED, OrderState.ACCEPTED),
        OrderState.CHECKED: (),
        OrderState.REFUSED: (OrderState.WAITING, OrderState.ASSIGNED, OrderState.CANCELLED),
        OrderState.CANCELLED: (),
    }
)

HELD = (OrderState.ASSIGNED, OrderState.ACCEPTED, OrderState.STARTED)
"""What counts as in somebody's hands: the load that dispatch weighs."""

UNFINISHED = (*HELD, OrderState.WAITING, OrderState.DEFERRED, OrderState.REFUSED)
"""What still has to be done by somebody."""


class WayOut(TextChoices):
    """The three ways out of an intake, and no other (C6.19.2)."""

    ANSWERED = "ANSWERED", "当场答复"
    HELP = "HELP", "请求协助"
    PROMISED = "PROMISED", "承诺"


class Source(TextChoices):
    """By what way a matter came."""

    PHONE = "PHONE", "来电"
    VISIT = "VISIT", "来访"
    WECHAT = "WECHAT", "微信"
    LETTER = "LETTER", "书面"
    PATROL = "PATROL", "巡查发现"
    HOTLINE = "HOTLINE", "12345 热线"
    GOVERNMENT = "GOVERNMENT", "街道社区转办"
    COMMITTEE = "COMMITTEE", "业委会转办"
    PRESS = "PRESS", "媒体"


OUTSIDE = (Source.HOTLINE, Source.GOVERNMENT, Source.COMMITTEE, Source.PRESS)
"""Sources that have a number of their own and set a deadline of theirs."""

IN_PERSON = (Source.PHONE, Source.VISIT)
"""Sources that are a contact with the owner by a person: the first response is given by taking."""


class Urgency(TextChoices):
    """How urgent the owner thinks it is (C6.21b); the staff priority stands beside it."""

    CALM = "CALM", "不急"
    USUAL = "USUAL", "一般"
    VERY = "VERY", "很急"


class Grade(TextChoices):
    """How grave a complaint is; a major one is the manager's (S9)."""

    ORDINARY = "ORDINARY", "一般"
    IMPORTANT = "IMPORTANT", "重要"
    MAJOR = "MAJOR", "重大"


class GradeCause(TextChoices):
    """Why a complaint got its grade."""

    BY_HAND = "BY_HAND", "人工评定"
    HOUSEHOLDS = "HOUSEHOLDS", "7 天内五户以上投诉同一事项"
    PRESS = "PRESS", "媒体介入"
    INJURY = "INJURY", "有人受伤"


class Responsibility(TextChoices):
    """What the closing finds: ours or not (有效/无效)."""

    OURS = "OURS", "有效(我方责任)"
    NOT_OURS = "NOT_OURS", "无效(非我方责任)"


class ClosedBy(TextChoices):
    """What closed a ticket."""

    CARD = "CARD", "意见卡满意"
    FOLLOW_UP = "FOLLOW_UP", "回访满意"
    TIME = "TIME", "答复后无异议,自动关闭"
    MANAGER = "MANAGER", "项目经理批准关闭"
    SEQUEL = "SEQUEL", "转入后续工单"


class Rating(TextChoices):
    """What the owner thought of it."""

    GOOD = "GOOD", "满意"
    FAIR = "FAIR", "较满意"
    BAD = "BAD", "不满意"


class ContactWay(TextChoices):
    """How somebody spoke with the owner, or that nobody did."""

    NOTE = "NOTE", "内部备注"
    CALL = "CALL", "电话"
    VISIT = "VISIT", "上门或当面"
    MESSAGE = "MESSAGE", "短信或微信"


class LinkKind(TextChoices):
    """How two tickets belong together."""

    RELATED = "RELATED", "相关"
    SPLIT = "SPLIT", "拆分"
    SEQUEL = "SEQUEL", "后续"


class ConsentBy(TextChoices):
    """How the owner agreed to a price."""

    PHONE = "PHONE", "电话录音同意"
    PAPER = "PAPER", "书面签字"
    MESSAGE = "MESSAGE", "微信或短信同意"
    IN_PERSON = "IN_PERSON", "当面同意"


class QuoteState(TextChoices):
    OFFERED = "OFFERED", "待业主同意"
    AGREED = "AGREED", "业主已同意"
    DECLINED = "DECLINED", "业主不同意"


class FaultState(TextChoices):
    OPEN = "OPEN", "处理中"
    ANSWERED = "ANSWERED", "已统一答复"
