"""The words of what leaves the house, and which step may follow which."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class OutChannel(TextChoices):
    """By what a message leaves the house."""

    SMS = "SMS", "短信"
    MAIL = "MAIL", "邮件"
    ROBOT = "ROBOT", "群机器人"


class OutState(TextChoices):
    """Where a message to the outside is."""

    WAITING = "WAITING", "等待发送"
    SENDING = "SENDING", "正在发送"
    SENT = "SENT", "已发出"
    DELIVERED = "DELIVERED", "已送达"
    FAILED = "FAILED", "未送达"
    CANCELLED = "CANCELLED", "已取消"


OUT_LIFE = StateMachine[OutState](
    {
        OutState.WAITING: (OutState.SENDING, OutState.FAILED, OutState.CANCELLED),
        # A delivery report may overtake the answer to the request that sent the message.
        OutState.SENDING: (OutState.WAITING, OutState.SENT, OutState.DELIVERED, OutState.FAILED),
        OutState.SENT: (OutState.DELIVERED, OutState.FAILED),
        OutState.DELIVERED: (),
        OutState.FAILED: (OutState.WAITING,),
        OutState.CANCELLED: (),
    }
)
OUT_OPEN = (OutState.WAITING, OutState.SENDING)


class AlertKind(TextChoices):
    """What a member of staff is told of; each chooses which of them follow outside the house."""

    EMERGENCY = "EMERGENCY", "紧急事件"
    ASSIGNED = "ASSIGNED", "派给我的事"
    DEADLINE = "DEADLINE", "时限提醒"
    ESCALATION = "ESCALATION", "升级和重大投诉"
    UNASSIGNED = "UNASSIGNED", "没有人接的工单"
    PROGRESS = "PROGRESS", "工单进展和协办"
    MISSED_CALL = "MISSED_CALL", "未接来电"
    UNDELIVERED = "UNDELIVERED", "给业主的消息没有送达"
    DIGEST = "DIGEST", "每日简报"
    NOTICE = "NOTICE", "公告"
    DEPUTYSHIP = "DEPUTYSHIP", "职务代理"
    OTHER = "OTHER", "其他"


class RobotKind(TextChoices):
    """The chat robots whose address somebody can paste."""

    NONE = "", "不使用"
    WECOM = "WECOM", "企业微信群机器人"
    DINGTALK = "DINGTALK", "钉钉群机器人"
    FEISHU = "FEISHU", "飞书群机器人"
    APPRISE = "APPRISE", "其他(填 Apprise 地址)"


class StaysIn(TextChoices):
    """Why an alert is in the house's inbox only."""

    NONE = "", "同时发到外部"
    UNWANTED = "UNWANTED", "没有选择外部提醒"
    OFF_DUTY = "OFF_DUTY", "不在当值时间,不紧急"


class Adapter(TextChoices):
    """Which protocol a provider of short messages speaks; a vendor's own is one more file."""

    SIGNED_HTTP = "SIGNED_HTTP", "安居签名接口"
