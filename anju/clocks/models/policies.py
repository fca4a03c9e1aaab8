"""Which target a case gets: ordered lists per project and kind, and a project's few numbers."""

from typing import Any

from django.db import models
from django.db.models import Q

from anju.clocks.models.calendars import WorkCalendar
from anju.clocks.rungs import Rung, rung_from_dict
from anju.clocks.states import Setting
from anju.organization.models import Project

Plain = dict[str, Any]


class PolicyVersion(models.Model):
    """One edition of a kind's ordered list of policies in a project; never changed.

    The newest (highest number) holds; older ones explain older deadlines.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="policy_versions")
    kind = models.CharField("时限种类", max_length=40)
    number = models.PositiveIntegerField("版本")
    reason = models.CharField("修改说明", max_length=200, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "kind", "number", name="policy_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} 第 {self.number} 版"


class ClockPolicy(models.Model):
    """One rule of an edition: if the facts fit, this target on this calendar with these stages.

    The first that fits decides (rule 1). `conditions` is read by `matching`; `target` is
    `reckoning.stored.target_to_dict`, or `{"by_hand": true}` where a person says the time;
    `stages` are `rungs`.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="policies")
    rank = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("名称", max_length=40)
    conditions: "models.JSONField[Plain, Plain]" = models.JSONField(default=dict)
    target: "models.JSONField[Plain, Plain]" = models.JSONField()
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="+")
    stages: "models.JSONField[list[Plain], list[Plain]]" = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "version", "rank", name="policy_rank_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The escalation chain, in its order."""
        return tuple(rung_from_dict(said) for said in self.stages)


class ClockSetting(models.Model):
    """A number of a project that is no duration, changed from its default."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="clock_settings")
    name = models.CharField(max_length=30, choices=Setting.choices)
    value = models.PositiveIntegerField("值")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "name", name="clock_setting_once"),
            models.CheckConstraint(
                condition=Q(name__in=Setting.values), name="clock_setting_known"
            ),
        ]

    def __str__(self) -> str:
        return str(Setting(self.name).label)
