"""Who sees whether alerts arrive, and who keeps the providers."""

from django.db.models import TextChoices


class AlertPermission(TextChoices):
    """Rights within one project."""

    READ = "messaging.read_alerts", "查看提醒的送达情况"
    RETRY = "messaging.retry_alerts", "重新发送提醒"


class MessagingOfficePermission(TextChoices):
    """Rights of the head office."""

    MANAGE_PROVIDERS = "office.manage_providers", "维护短信服务商"
