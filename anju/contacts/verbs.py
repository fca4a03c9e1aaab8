"""What the trail says of what goes out to residents."""

from django.db.models import TextChoices


class ContactVerb(TextChoices):
    """Events of contacts, texts and the settings of the door."""

    TEXTS_LOADED = "contacts.texts_loaded", "载入预置消息模板"
    TEMPLATE_ADDED = "contacts.template_added", "新建消息模板"
    TEMPLATE_CHANGED = "contacts.template_changed", "修改消息模板"
    TEMPLATE_RETIRED = "contacts.template_retired", "停用消息模板"
    TEMPLATE_RESTORED = "contacts.template_restored", "恢复消息模板"
    TEXTS_EXPORTED = "contacts.texts_exported", "导出消息模板"
    TERMS_CHANGED = "contacts.terms_changed", "修改联系设置"
    CONTACTED = "contacts.contacted", "联系住户"
    RELEASED = "contacts.released", "到时发出"
    ALLOWED = "contacts.allowed", "批准超出次数的联系"
    COMBINED = "contacts.combined", "合并联系"
    COPIED = "contacts.copied", "已在微信发出"
    RECORDED = "contacts.recorded", "记录联系结果"
    SENT = "contacts.sent", "消息已发出"
    DELIVERED = "contacts.delivered", "消息已送达"
    FAILED = "contacts.failed", "消息没有送达"
    CANCELLED = "contacts.cancelled", "取消联系"
    EXPORTED = "contacts.exported", "导出联系记录"
    FORGOTTEN = "contacts.forgotten", "清除联系中的个人信息"
