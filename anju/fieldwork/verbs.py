"""What the trail says of work on site."""

from django.db.models import TextChoices


class FieldVerb(TextChoices):
    """Events of visits."""

    SET_OUT = "fieldwork.set_out", "出发上门"
    ARRIVED = "fieldwork.arrived", "到达"
    LEFT = "fieldwork.left", "未完成离开"
    TICKED = "fieldwork.ticked", "检查项打勾"
    UNTICKED = "fieldwork.unticked", "撤销检查项"
    SKIPPED = "fieldwork.skipped", "检查项未做"
    FAILED = "fieldwork.failed", "检查项不合格"
    SHEET_ADDED = "fieldwork.sheet_added", "加用检查表"
    PHOTO_ADDED = "fieldwork.photo_added", "现场拍照"
    STARTED = "fieldwork.started", "现场开工"
    MATERIAL_USED = "fieldwork.material_used", "登记用料"
    MATERIAL_REMOVED = "fieldwork.material_removed", "删除用料"
    TIMED = "fieldwork.timed", "登记用时"
    SIGNED = "fieldwork.signed", "业主签字"
    UNSIGNED = "fieldwork.unsigned", "业主未签字"
    DONE = "fieldwork.done", "上门完成"
    CALLED = "fieldwork.called", "致电业主"
    NOTICE_OFFERED = "fieldwork.notice_offered", "请前台通知受影响住户"
    PAPER_KEPT = "fieldwork.paper_kept", "录入纸质检查表"
    FORGOTTEN = "fieldwork.forgotten", "清除上门记录中的个人信息"
    EXPORTED = "fieldwork.exported", "导出上门记录"
