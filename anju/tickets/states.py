"""The enumerations of the catalogue."""

from django.db.models import TextChoices


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


class Channel(TextChoices):
    SMS = "SMS", "短信"
    WECHAT = "WECHAT", "微信"
    PHONE = "PHONE", "电话话术"
    PAPER = "PAPER", "书面"


class Material(TextChoices):
    NONE = "NONE", "不涉及材料"
    INCLUDED = "INCLUDED", "含材料"
    EXTRA = "EXTRA", "材料另计"
