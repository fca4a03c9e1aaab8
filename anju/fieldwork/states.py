"""The enumerations of work on site, and the life of a visit."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class VisitState(TextChoices):
    """How far a visit is."""

    ON_THE_WAY = "ON_THE_WAY", "在途"
    ARRIVED = "ARRIVED", "已到"
    WORKING = "WORKING", "作业中"
    DONE = "DONE", "已完成"
    LEFT = "LEFT", "未完成离开"


VISIT_LIFE = StateMachine(
    {
        VisitState.ON_THE_WAY: (VisitState.ARRIVED, VisitState.DONE, VisitState.LEFT),
        VisitState.ARRIVED: (VisitState.WORKING, VisitState.DONE, VisitState.LEFT),
        VisitState.WORKING: (VisitState.DONE, VisitState.LEFT),
        VisitState.DONE: (),
        VisitState.LEFT: (),
    }
)

OPEN = (VisitState.ON_THE_WAY, VisitState.ARRIVED, VisitState.WORKING)
"""States of a visit that is under way; an order has at most one of them."""


class LeftCause(TextChoices):
    """Why somebody went away with the work undone."""

    NOBODY = "NOBODY", "无人在家"
    MATERIAL = "MATERIAL", "缺材料"
    OTHER = "OTHER", "其他"
    MOVED = "MOVED", "派工单另有安排"


CHOSEN_CAUSES = (LeftCause.NOBODY, LeftCause.MATERIAL, LeftCause.OTHER)
"""What a worker chooses from; the last one the house finds by itself."""


class CheckState(TextChoices):
    """What became of one thing to check."""

    TICKED = "TICKED", "已做"
    SKIPPED = "SKIPPED", "未做"
    FAILED = "FAILED", "不合格"


class PhotoKind(TextChoices):
    """What a photo shows."""

    BOARD = "BOARD", "告示牌"
    CHECK = "CHECK", "检查项"
    BEFORE = "BEFORE", "作业前"
    AFTER = "AFTER", "作业后"
