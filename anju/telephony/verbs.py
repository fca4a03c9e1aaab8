"""What the trail says of the telephone."""

from django.db.models import TextChoices


class TelephonyVerb(TextChoices):
    """Events of calls, call-backs and lines."""

    ANSWERED = "telephony.answered", "电话接通"
    MISSED = "telephony.missed", "来电未接"
    TAKEN = "telephony.taken", "由来电开始登记"
    MISDIALLED = "telephony.misdialled", "来电按误拨结束"
    LINKED = "telephony.linked", "来电记入事项"
    REVEALED = "telephony.revealed", "查看来电完整号码"
    EXPORTED = "telephony.exported", "导出通话记录"
    BACK_OPENED = "telephony.back_opened", "产生回电任务"
    BACK_DONE = "telephony.back_done", "完成回电"
    EXPECTED = "telephony.expected", "准备去电"
    BLOCKED = "telephony.blocked", "拦截号码"
    UNBLOCKED = "telephony.unblocked", "取消拦截"
    LINE_CHANGED = "telephony.line_changed", "修改线路设置"
    TOKEN_MADE = "telephony.token_made", "生成线路令牌"
    FORGOTTEN = "telephony.forgotten", "删除通话中的号码"
