"""What the database cannot hold by itself about the duty table."""

from collections.abc import Iterator
from itertools import combinations, groupby

from django.db.models import F, Q

from anju.rosters.models import DayChange, Shift, Turn
from anju.rosters.windows import first_clash


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every row of a foreign project and every two turns that overlap."""
    strange = Shift.objects.exclude(department__project=F("project")).order_by("pk")
    for shift in strange:
        yield f"班次 {shift.pk}({shift})的部门属于另一个项目。"
    for turn in Turn.objects.exclude(shift__project=F("project")).select_related("user", "shift"):
        yield f"排班 {turn.pk}({turn})的班次属于另一个项目。"
    foreign = Q(shift__isnull=False) & ~Q(shift__project=F("project"))
    for change in DayChange.objects.filter(foreign).select_related("user", "shift"):
        yield f"当日调整 {change.pk}({change})的班次属于另一个项目。"
    yield from _overlaps()


def _overlaps() -> Iterator[str]:
    turns = Turn.objects.select_related("shift", "user").order_by("project_id", "user_id", "pk")
    for _, mine in groupby(turns.iterator(), key=lambda turn: (turn.project_id, turn.user_id)):
        for one, other in combinations(mine, 2):
            if first_clash(one.weekly, other.weekly) is not None:
                yield f"排班 {one.pk}({one})与排班 {other.pk}({other})时间重叠。"
