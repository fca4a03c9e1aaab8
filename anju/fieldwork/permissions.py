"""What one may do with the records of work on site."""

from django.db.models import TextChoices


class FieldPermission(TextChoices):
    """Rights on visits; working on one's own orders is `tickets.work`."""

    READ = "fieldwork.read", "查看上门记录"
    EXPORT = "fieldwork.export", "导出上门记录"
