"""What the trail says of the duty table."""

from django.db.models import TextChoices


class RosterVerb(TextChoices):
    """Events of shifts, turns and date changes."""

    SHIFT_ADDED = "rosters.shift_added", "新建班次"
    SHIFT_CHANGED = "rosters.shift_changed", "修改班次"
    SHIFT_RETIRED = "rosters.shift_retired", "停用班次"
    ARRANGED = "rosters.arranged", "排班"
    COPIED = "rosters.copied", "照另一周排班"
    TURNS_ENDED = "rosters.turns_ended", "离岗人员的排班到期"
    DAY_CHANGED = "rosters.day_changed", "登记当日调整"
    DAY_WITHDRAWN = "rosters.day_withdrawn", "撤销当日调整"
    EXPORTED = "rosters.exported", "导出值班表"
