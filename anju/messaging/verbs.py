"""What the trail says of messages to the outside and of alerts."""

from django.db.models import TextChoices


class MessagingVerb(TextChoices):
    """Events of transport."""

    OUT_QUEUED = "messaging.out_queued", "交付发送"
    OUT_SENT = "messaging.out_sent", "已发出"
    OUT_DELIVERED = "messaging.out_delivered", "已送达"
    OUT_FAILED = "messaging.out_failed", "未送达"
    OUT_CANCELLED = "messaging.out_cancelled", "取消发送"
    OUT_RETRIED = "messaging.out_retried", "重新发送"
    PROVIDER_ADDED = "messaging.provider_added", "登记短信服务商"
    PROVIDER_CHANGED = "messaging.provider_changed", "修改短信服务商"
    PROVIDER_CHOSEN = "messaging.provider_chosen", "启用短信服务商"
    PROVIDER_STOPPED = "messaging.provider_stopped", "停用短信服务商"
    PROVIDER_TRIED = "messaging.provider_tried", "发送测试短信"
    ALERTS_SET = "messaging.alerts_set", "修改提醒设置"
