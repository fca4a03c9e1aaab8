"""What one may see and do with residents' data (PIPL 51: by role and purpose)."""

from django.db.models import TextChoices


class ResidentPermission(TextChoices):
    """Rights on a project's residents.

    READ shows that somebody is there, with the name masked; READ_NAMES shows names and forms of
    address; telephones stay masked until they are revealed with a reason.
    """

    READ = "residents.read", "查看住户(姓名掩码)"
    READ_NAMES = "residents.read_names", "查看住户姓名和称呼"
    REVEAL_PHONE = "residents.reveal_phone", "查看住户完整电话(须填原因)"
    REVEAL_IDENTITY = "residents.reveal_identity", "查看住户证件号码(须填原因)"
    MANAGE = "residents.manage", "登记和修改住户"
    TRANSFER = "residents.transfer", "办理产权变更和退租"
    MERGE = "residents.merge", "合并重复住户"
    ANSWER_REQUESTS = "residents.answer_requests", "办理个人信息请求"
    ERASE = "residents.erase", "删除住户个人信息"
    EXPORT = "residents.export", "导出住户清单(掩码)"
    EXPORT_WHOLE = "residents.export_whole", "导出住户清单(完整信息)"
