"""派单规则: an ordered list, of which the first that fits names the department."""

from datetime import time

from django.db import models
from django.db.models import Q

from anju.estate.models import Building
from anju.organization.models import Department, Project
from anju.tickets.models.categories import Category
from anju.tickets.states import Way


class DispatchEdition(models.Model):
    """The whole ordered list from one change to the next; earlier ones explain what they did."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("版本")
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", name="dispatch_edition_number_once")
        ]

    def __str__(self) -> str:
        return f"派单规则第 {self.number} 版"


class DispatchRule(models.Model):
    """One rule of an edition; it never changes, so a work order can name what sent it.

    No category, building or hours: that condition is not asked.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    edition = models.ForeignKey(DispatchEdition, models.PROTECT, related_name="rules")
    rank = models.PositiveSmallIntegerField("次序")
    name = models.CharField("名称", max_length=40)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name="事项分类"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, related_name="+", verbose_name="楼栋"
    )
    starts = models.TimeField("从", null=True)
    ends = models.TimeField("到", null=True)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="派给部门"
    )
    way = models.CharField("派单方式", max_length=10, choices=Way.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "edition", "rank", name="dispatch_rule_rank_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="dispatch_way_known"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False),
                name="dispatch_hours_both",
            ),
        ]

    def __str__(self) -> str:
        return f"规则{self.rank}:{self.name}"

    @property
    def is_open(self) -> bool:
        """Whether the department still takes work."""
        return self.department.retired_at is None

    @property
    def hours(self) -> str:
        """任何时间, 08:00–18:00, 夜间 18:00–次日 08:00."""
        return said_hours(self.starts, self.ends)


def said_hours(starts: time | None, ends: time | None) -> str:
    """Return hours in words; None is any."""
    if starts is None or ends is None:
        return "任何时间"
    if ends <= starts:
        return f"夜间 {starts:%H:%M}–次日 {ends:%H:%M}"
    return f"{starts:%H:%M}–{ends:%H:%M}"
