"""Which buildings each assistant looks after (管家责任楼栋)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from anju.estate.models.buildings import Building
from anju.organization.models import Project, User


class BuildingCare(models.Model):
    """Somebody looks after a building from a day on; half-open, at most one at a time."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="building_cares")
    building = models.ForeignKey(Building, models.PROTECT, related_name="cares")
    user = models.ForeignKey(User, models.PROTECT, related_name="building_cares")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="care_lasts"
            ),
            ExclusionConstraint(
                name="care_one_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["project", "user"], name="care_by_user")]

    def __str__(self) -> str:
        return f"{self.user.name}负责{self.building}"
