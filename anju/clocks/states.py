"""The words that a deadline's rows are written in."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Verdict(TextChoices):
    """How a clock came out; an open one in time has none."""

    NONE = "", "进行中"
    KEPT = "KEPT", "按时"
    BROKEN = "BROKEN", "逾期"
    CANCELLED = "CANCELLED", "已取消"


class EventKind(TextChoices):
    """What can happen to a clock; the events are the truth."""

    ACTIVATE = "activate", "开始"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "恢复"
    RETARGET = "retarget", "重新计算"
    FULFIL = "fulfil", "完成"
    RENEW = "renew", "续诺"
    BREACH = "breach", "逾期"
    CANCEL = "cancel", "取消"


class PauseReason(TextChoices):
    """Why a case may wait (rule 5: a reason from a list)."""

    OWNER = "OWNER", "等待业主答复或预约"
    ENTRY = "ENTRY", "业主不在家,无法入户"
    MATERIAL = "MATERIAL", "等待材料或配件"
    OUTSIDE = "OUTSIDE", "等待外部单位(水、电、气、施工方)"
    WEATHER = "WEATHER", "天气不允许施工"
    APPROVAL = "APPROVAL", "等待审批或费用确认"


class AnswerBy(TextChoices):
    """How the owner was answered (rule 4: by call with outcome, visit or message)."""

    CALL = "CALL", "电话"
    VISIT = "VISIT", "上门或当面"
    MESSAGE = "MESSAGE", "短信或微信"


class Setting(TextChoices):
    """The numbers of a project that are no durations (clocks.md, Defaults)."""

    RENEWALS = "renewals", "续诺超过几次须主管同意"
    REOPEN_DATES = "reopen_dates", "结案后几天内可重新打开(含结案当天)"
    DUPLICATE_DAYS = "duplicate_days", "查找重复事项的天数"
    CLOSE_AFTER_DAYS = "close_after_days", "答复后几天自动结案"
    REPAIR_SAMPLE_PERCENT = "repair_sample_percent", "维修回访抽样比例(%)"


@dataclass(frozen=True, slots=True)
class SettingTerms:
    """What a setting starts as, what it may be, its unit, and what it decides, in Chinese."""

    default: int
    lowest: int
    highest: int
    unit: str
    meaning: str

    def said(self, value: int) -> str:
        """Return a number with its unit: 2 次, 30%."""
        return f"{value}%" if self.unit == "%" else f"{value} {self.unit}"


SETTING_TERMS = {
    Setting.RENEWALS: SettingTerms(
        2, 0, 400, "次", "承诺续诺满这么多次以后,再续须由主管同意;0 是每次都要。"
    ),
    Setting.REOPEN_DATES: SettingTerms(
        14, 1, 400, "天", "自结案当天起的日历天数;过了就另立一件,与原件关联。"
    ),
    Setting.DUPLICATE_DAYS: SettingTerms(
        7, 0, 400, "天", "登记时往回找同一户、同一处的相似事项;0 是不找。"
    ),
    Setting.CLOSE_AFTER_DAYS: SettingTerms(
        7, 0, 400, "天", "答复业主以后没有异议,过这么多天自动结案;0 是答复即结案。"
    ),
    Setting.REPAIR_SAMPLE_PERCENT: SettingTerms(
        30, 0, 100, "%", "维修完成后抽取回访的比例;0 是不抽,100 是全部回访。"
    ),
}
