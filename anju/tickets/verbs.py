"""What the trail says of the catalogue."""

from django.db.models import TextChoices


class TicketVerb(TextChoices):
    """Events of what the service desk works by."""

    CATALOGUE_LOADED = "tickets.catalogue_loaded", "载入工单预置资料"
    CATEGORY_ADDED = "tickets.category_added", "新建事项分类"
    CATEGORY_CHANGED = "tickets.category_changed", "修改事项分类"
    CATEGORY_MOVED = "tickets.category_moved", "移动事项分类"
    CATEGORY_RETIRED = "tickets.category_retired", "停用事项分类"
    CATEGORY_RESTORED = "tickets.category_restored", "恢复事项分类"
    REMIT_ADDED = "tickets.remit_added", "新建责任范围"
    REMIT_CHANGED = "tickets.remit_changed", "修改责任范围"
    REMIT_RETIRED = "tickets.remit_retired", "停用责任范围"
    REMIT_RESTORED = "tickets.remit_restored", "恢复责任范围"
    DISPATCH_CHANGED = "tickets.dispatch_changed", "修改派单规则"
    CHECKLIST_ADDED = "tickets.checklist_added", "新建检查表"
    CHECKLIST_CHANGED = "tickets.checklist_changed", "修改检查表"
    CHECKLIST_RETIRED = "tickets.checklist_retired", "停用检查表"
    CHECKLIST_RESTORED = "tickets.checklist_restored", "恢复检查表"
    TEMPLATE_ADDED = "tickets.template_added", "新建消息模板"
    TEMPLATE_CHANGED = "tickets.template_changed", "修改消息模板"
    TEMPLATE_RETIRED = "tickets.template_retired", "停用消息模板"
    TEMPLATE_RESTORED = "tickets.template_restored", "恢复消息模板"
    PRICE_ADDED = "tickets.price_added", "新增服务价目"
    PRICE_CHANGED = "tickets.price_changed", "调整服务价目"
    PRICE_RETIRED = "tickets.price_retired", "停用服务价目"
    EXPORTED = "tickets.catalogue_exported", "导出工单基础资料"
