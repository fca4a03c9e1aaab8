"""What one may do with the hand-over between shifts."""

from django.db.models import TextChoices


class HandoverPermission(TextChoices):
    """Rights on a project's hand-overs."""

    READ = "handovers.read", "查看交接班"
    SIGN = "handovers.sign", "交班、接班签字"
    LEND = "handovers.lend", "登记借用物品"
    SETTLE = "handovers.settle", "处理无人接班"
    EXPORT = "handovers.export", "导出交接班记录"
