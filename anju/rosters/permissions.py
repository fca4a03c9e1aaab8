"""What one may do with the duty table."""

from django.db.models import TextChoices


class RosterPermission(TextChoices):
    """Rights on a project's duty table."""

    READ = "rosters.read", "查看值班表"
    MANAGE = "rosters.manage", "排班、登记当日调整、维护班次"
    EXPORT = "rosters.export", "导出值班表"
