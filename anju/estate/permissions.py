"""What one may do with the estate."""

from django.db.models import TextChoices


class EstatePermission(TextChoices):
    """Rights on a project's buildings, units, spaces, places and meters."""

    READ = "estate.read", "查看楼栋和房屋"
    MANAGE = "estate.manage", "维护楼栋、房屋、车位和公共部位"
    MANAGE_METERS = "estate.manage_meters", "维护计量表"
    ASSIGN_CARE = "estate.assign_care", "分配责任楼栋"
    EXPORT = "estate.export", "导出房屋清单"
