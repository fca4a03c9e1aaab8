"""What the trail says of calendars, policies and deadlines."""

from django.db.models import TextChoices


class ClocksVerb(TextChoices):
    """Events of deadlines and of what decides them."""

    STARTED = "clocks.started", "开始计时"
    PAUSED = "clocks.paused", "暂停计时"
    RESUMED = "clocks.resumed", "恢复计时"
    RETARGETED = "clocks.retargeted", "重新计算到期时间"
    RENEWAL_ASKED = "clocks.renewal_asked", "请重新约定承诺时间"
    HAND_SET = "clocks.hand_set", "手工设定到期时间"
    FULFILLED = "clocks.fulfilled", "完成时限"
    RENEWED = "clocks.renewed", "续诺"
    BREACHED = "clocks.breached", "逾期"
    CANCELLED = "clocks.cancelled", "取消计时"
    HANDED = "clocks.handed", "移交时限"
    STAGE_DUE = "clocks.stage_due", "提醒与升级"
    REBUILT = "clocks.rebuilt", "按事件重建时限"
    PRESETS_LOADED = "clocks.presets_loaded", "载入默认日历和时限规则"
    CALENDAR_ADDED = "clocks.calendar_added", "新建工作日历"
    CALENDAR_CHANGED = "clocks.calendar_changed", "修改工作日历"
    HOLIDAYS_LOADED = "clocks.holidays_loaded", "导入放假安排"
    POLICIES_CHANGED = "clocks.policies_changed", "修改时限规则"
    SETTING_CHANGED = "clocks.setting_changed", "修改时限设置"
    EXPORTED = "clocks.exported", "导出时限清单"
