"""The weekly duty table (值班表): shifts, who takes them on which weekday, and single dates."""

from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from anju.core.periods import WEEKDAYS
from anju.organization.models import Department, Project, User
from anju.organization.models.belonging import dates, running
from anju.rosters.windows import Weekly, window


class Tone(models.TextChoices):
    GREEN = "GREEN", "绿"
    AMBER = "AMBER", "黄"
    BLUE = "BLUE", "蓝"
    VIOLET = "VIOLET", "紫"
    GREY = "GREY", "灰"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Words for sets of shifts."""

    def of(self, project: Project) -> "ShiftQuerySet":
        return self.filter(project=project)

    def live(self) -> "ShiftQuerySet":
        return self.filter(retired_at=None)

    def in_order(self) -> "ShiftQuerySet":
        return self.order_by("department__rank", "department_id", "rank", "starts", "pk")

    def locked(self) -> "ShiftQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Shift(models.Model):
    """Hours of duty of a department (班次). Once somebody was put in, its hours stay as they are.

    New hours are a new shift that takes over its people, so that the past keeps its own.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="shifts")
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部门")
    name = models.CharField("班次名称", max_length=20)
    starts = models.TimeField("开始")
    ends = models.TimeField("结束")
    tone = models.CharField("颜色", max_length=10, choices=Tone.choices, default=Tone.GREEN)
    rank = models.PositiveSmallIntegerField("排序", default=50)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "department",
                "name",
                name="shift_name_once_per_department",
                condition=Q(retired_at=None),
            ),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="shift_tone_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.hours}"

    @property
    def hours(self) -> str:
        """08:00–16:00, 20:00–次日 08:00."""
        return f"{self.starts:%H:%M}–{'次日 ' if self.ends <= self.starts else ''}{self.ends:%H:%M}"

    def window(self, day: date) -> tuple[datetime, datetime]:
        """Return [start, end) of the shift that begins on a day."""
        return window(day, self.starts, self.ends)


class TurnQuerySet(models.QuerySet["Turn"]):
    """Words for sets of turns."""

    def of(self, project: Project) -> "TurnQuerySet":
        return self.filter(project=project)

    def on(self, day: date) -> "TurnQuerySet":
        """Those of the day's weekday that hold on it."""
        return self.filter(running(day), weekday=day.weekday())

    def not_over(self, day: date) -> "TurnQuerySet":
        """Those that hold on a day or begin later."""
        lasting = Q(ends_on=None) | (Q(ends_on__gt=day) & Q(ends_on__gt=F("starts_on")))
        return self.filter(lasting)

    def locked(self) -> "TurnQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Turn(models.Model):
    """Somebody takes a shift on one weekday of every week (排班), for a half-open period."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="turns")
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="turns", verbose_name="班次")
    user = models.ForeignKey(User, models.PROTECT, related_name="turns", verbose_name="人员")
    weekday = models.PositiveSmallIntegerField("星期")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至", null=True, blank=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="turn_weekday_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="turn_ends_after_start",
            ),
            ExclusionConstraint(
                name="turn_once_at_a_time",
                expressions=[
                    (F("project"), RangeOperators.EQUAL),
                    (F("shift"), RangeOperators.EQUAL),
                    (F("user"), RangeOperators.EQUAL),
                    (F("weekday"), RangeOperators.EQUAL),
                    (dates("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index("project", "user", name="turn_of_user")]

    def __str__(self) -> str:
        return f"{self.user.name} 每周{WEEKDAYS[self.weekday]} {self.shift.name}"

    @property
    def weekly(self) -> Weekly:
        """The turn as a pattern of hours."""
        shift = self.shift
        return Weekly(self.weekday, shift.starts, shift.ends, self.starts_on, self.ends_on)


class ChangeKind(models.TextChoices):
    REST = "REST", "休息"
    WORK = "WORK", "上班"


class ChangeReason(models.TextChoices):
    REST = "REST", "调休"
    LEAVE = "LEAVE", "请假"
    SICK = "SICK", "病假"
    SWAP = "SWAP", "换班"
    EXTRA = "EXTRA", "加班"
    TRAINING = "TRAINING", "培训"
    OTHER = "OTHER", "其他"


class DayChangeQuerySet(models.QuerySet["DayChange"]):
    """Words for sets of date changes."""

    def of(self, project: Project) -> "DayChangeQuerySet":
        return self.filter(project=project)

    def standing(self) -> "DayChangeQuerySet":
        return self.filter(withdrawn_at=None)

    def locked(self) -> "DayChangeQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class DayChange(models.Model):
    """On one date somebody works or rests otherwise than the pattern says (当日调整).

    A rest without a shift is the whole day's. `covers` is the rest that this work stands in for.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="day_changes")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    day = models.DateField("日期")
    kind = models.CharField("安排", max_length=10, choices=ChangeKind.choices)
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="班次"
    )
    reason = models.CharField("原因", max_length=10, choices=ChangeReason.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    covers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="covered_by"
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DayChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.REST) | Q(kind=ChangeKind.WORK, shift__isnull=False),
                name="day_change_work_has_shift",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ChangeReason.values), name="day_change_reason_known"
            ),
            models.UniqueConstraint(
                fields=["project", "user", "day", "shift"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="day_change_once",
            ),
        ]
        indexes = [models.Index("project", "day", name="day_change_by_day")]

    def __str__(self) -> str:
        what = self.shift.name if self.shift else "全天"
        return f"{self.user.name} {self.day.month}月{self.day.day}日 {what}{self.said}"

    @property
    def said(self) -> str:
        """休息 or 上班."""
        return ChangeKind(self.kind).label

    @property
    def why(self) -> str:
        """The reason in words: 调休, 请假:回老家."""
        label = ChangeReason(self.reason).label
        return f"{label}:{self.note}" if self.note else label

    @property
    def once(self) -> Weekly:
        """The hours that a work on this date takes."""
        assert self.shift is not None, "only a work takes hours"
        return Weekly.once(self.day, self.shift.starts, self.shift.ends)
