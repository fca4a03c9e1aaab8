"""The enumerations of the door to a resident, and the life of one contact."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class Channel(TextChoices):
    """By what way a resident is reached."""

    SMS = "SMS", "短信"
    MAIL = "MAIL", "邮件"
    WECHAT = "WECHAT", "微信"
    PHONE = "PHONE", "电话"
    VISIT = "VISIT", "上门"
    PAPER = "PAPER", "书面"


BY_TRANSPORT = (Channel.SMS, Channel.MAIL)
"""Channels that the outbox sends by itself."""

WRITTEN = (Channel.SMS, Channel.MAIL, Channel.WECHAT, Channel.PAPER)
"""Channels in which our words reach the resident as they are written: the language check reads
them."""

SPOKEN = (Channel.PHONE, Channel.VISIT)
"""Channels that a person uses; what is kept is a note of it, with its outcome."""


class ContactReason(TextChoices):
    """Why a resident hears from us."""

    ANSWER = "ANSWER", "答复未结事项"
    PROMISE = "PROMISE", "告知承诺时间"
    APPOINTMENT = "APPOINTMENT", "约好的上门"
    EMERGENCY = "EMERGENCY", "突发事件"
    CARD = "CARD", "意见卡"
    INFORM = "INFORM", "主动通知"
    VISIT = "VISIT", "走访、回访"


PASSING = (
    ContactReason.ANSWER,
    ContactReason.PROMISE,
    ContactReason.APPOINTMENT,
    ContactReason.EMERGENCY,
)
"""What the resident waits for: it passes quiet hours and is not counted (C6.22d, C6.22e)."""


class ContactState(TextChoices):
    """How far a contact is."""

    HELD = "HELD", "等到合适时间"
    NEEDS_REASON = "NEEDS_REASON", "待主管说明原因"
    READY = "READY", "待发出"
    SENT = "SENT", "已发出"
    DELIVERED = "DELIVERED", "已送达"
    FAILED = "FAILED", "没有送达"
    COPIED = "COPIED", "已在微信发出"
    RECORDED = "RECORDED", "已联系"
    CANCELLED = "CANCELLED", "已取消"


_S = ContactState
CONTACT_LIFE = StateMachine(
    {
        _S.HELD: (_S.READY, _S.CANCELLED),
        _S.NEEDS_REASON: (_S.HELD, _S.READY, _S.CANCELLED),
        _S.READY: (_S.SENT, _S.DELIVERED, _S.FAILED, _S.COPIED, _S.RECORDED, _S.CANCELLED),
        _S.SENT: (_S.DELIVERED, _S.FAILED),
        _S.DELIVERED: (),
        _S.FAILED: (_S.SENT, _S.DELIVERED, _S.CANCELLED),
        _S.COPIED: (),
        _S.RECORDED: (),
        _S.CANCELLED: (),
    }
)

WAITING = (_S.HELD, _S.NEEDS_REASON, _S.READY)
"""What has not reached anybody yet."""

UNCOUNTED = (_S.NEEDS_REASON, _S.FAILED, _S.CANCELLED)
"""What disturbed nobody: not counted against a household's week."""
