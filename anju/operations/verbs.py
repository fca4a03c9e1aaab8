"""What the trail says of running the house."""

from django.db.models import TextChoices


class OperationsVerb(TextChoices):
    """Events of the running house."""

    BACKED_UP = "operations.backed_up", "完成备份"
    BACKUP_FAILED = "operations.backup_failed", "备份失败"
    RESTORED = "operations.restored", "从备份恢复"
