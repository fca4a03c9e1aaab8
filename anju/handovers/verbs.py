"""What the trail says of hand-overs and lent things."""

from django.db.models import TextChoices


class HandoverVerb(TextChoices):
    """Events of a hand-over and of the things that are lent."""

    DRAFTED = "handovers.drafted", "开始交接班"
    LINE_ADDED = "handovers.line_added", "写值班记录"
    SIGNED = "handovers.signed", "交班签字"
    RELIEVED = "handovers.relieved", "接班签字"
    DISPUTED = "handovers.disputed", "对交班提出异议"
    UNRELIEVED = "handovers.unrelieved", "无人接班"
    SETTLED = "handovers.settled", "处理无人接班"
    PASSED_ON = "handovers.passed_on", "移交未完成的交接班"
    SHIFTS_SET = "handovers.shifts_set", "设置要交接的班次"
    LENT = "handovers.lent", "借出物品"
    RETURNED = "handovers.returned", "物品归还"
    REVEALED = "handovers.revealed", "查看借用人完整号码"
    EXPORTED = "handovers.exported", "导出交接班记录"
    LENT_EXPORTED = "handovers.lent_exported", "导出借用登记"
    SCRUBBED = "handovers.scrubbed", "清除交接班中的个人信息"
    BORROWER_FORGOTTEN = "handovers.borrower_forgotten", "清除借用人信息"
