"""The enumerations of opinions, follow-ups and praise."""

from django.db.models import TextChoices


class Seven(TextChoices):
    """Whether the seven ones were kept (C6.17.2), as the owner saw it."""

    YES = "YES", "做到了"
    NO = "NO", "没有做到"
    UNSEEN = "UNSEEN", "没有留意"


class CardWay(TextChoices):
    """How a card came to us."""

    LINK = "LINK", "业主自己填写"
    PAPER = "PAPER", "纸质卡录入"


class DrawnFor(TextChoices):
    """Why a ticket is in the sample."""

    BUILDING = "BUILDING", "楼栋"
    WORKER = "WORKER", "师傅"
    CHANCE = "CHANCE", "随机"
    HAND = "HAND", "人工加选"


class Direction(TextChoices):
    """Who praises whom (C6.22f)."""

    STAFF = "STAFF", "业主表扬员工"
    RESIDENT = "RESIDENT", "员工感谢业主"


class PraiseSource(TextChoices):
    """Where a praise came from."""

    TICKET = "TICKET", "工单"
    CARD = "CARD", "意见卡"
    SPOKEN = "SPOKEN", "当面或电话"
    LETTER = "LETTER", "表扬信、锦旗"
    MESSAGE = "MESSAGE", "微信或短信"
    OTHER = "OTHER", "其他"
