"""What one may do with the telephone."""

from django.db.models import TextChoices


class TelephonyPermission(TextChoices):
    """Rights on a project's telephone."""

    ANSWER = "telephony.answer", "接听来电、回电"
    READ = "telephony.read", "查看通话记录"
    REVEAL = "telephony.reveal", "查看来电完整号码"
    EXPORT = "telephony.export", "导出通话记录"
    BLOCK = "telephony.block", "拦截骚扰号码"
    MANAGE = "telephony.manage", "电话线路设置"
    SIMULATE = "telephony.simulate", "电话演练"
