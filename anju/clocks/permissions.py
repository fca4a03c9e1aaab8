"""What one may do with calendars, policies and deadlines."""

from django.db.models import TextChoices


class ClocksPermission(TextChoices):
    """Rights on a project's deadlines."""

    READ = "clocks.read", "查看时限、日历和规则"
    MANAGE_CALENDARS = "clocks.manage_calendars", "修改工作日历"
    MANAGE_POLICIES = "clocks.manage_policies", "修改时限规则、升级链和设置"
    HAND_SET = "clocks.hand_set", "手工设定到期时间"
    EXPORT = "clocks.export", "导出时限清单"
    AGREE_RENEWAL = "clocks.agree_renewal", "同意再次续诺"


class ClocksOfficePermission(TextChoices):
    """Rights over all projects (held through a head-office appointment)."""

    LOAD_HOLIDAYS = "office.load_holidays", "导入国务院放假安排"
