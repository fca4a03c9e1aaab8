"""What one may do at the door to a resident."""

from django.db.models import TextChoices


class ContactPermission(TextChoices):
    """Rights on what goes out to a project's residents."""

    READ = "contacts.read", "查看与住户的联系"
    SEND = "contacts.send", "联系住户"
    EXCEED = "contacts.exceed", "批准超出每周次数的联系"
    EXPORT = "contacts.export", "导出联系记录"
    READ_TEXTS = "contacts.read_texts", "查看消息模板和联系设置"
    MANAGE_TEXTS = "contacts.manage_texts", "维护消息模板和联系设置"
    EXPORT_TEXTS = "contacts.export_texts", "导出消息模板"
