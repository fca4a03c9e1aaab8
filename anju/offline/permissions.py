"""What one may do with what came in without a network."""

from django.db.models import TextChoices


class OfflinePermission(TextChoices):
    """Rights on offline entries that could not be taken as they came."""

    SETTLE = "offline.settle", "处理补录"
