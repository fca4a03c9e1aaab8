"""Working calendars of a project, their versions, and the holiday lists of the company."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.holidays import HolidayList
from anju.clocks.reckoning.stored import calendar_from_dict, list_from_dict
from anju.organization.models import Project

Plain = dict[str, Any]


class WorkCalendarQuerySet(models.QuerySet["WorkCalendar"]):
    """Words for sets of calendars."""

    def of(self, project: Project) -> "WorkCalendarQuerySet":
        return self.filter(project=project)

    def locked(self) -> "WorkCalendarQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class WorkCalendar(models.Model):
    """A calendar of a project: `office`, `desk`, `24x7` from the start, and its own.

    What it says stands in its versions; `current` is the newest.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="calendars")
    code = models.CharField(
        "代码",
        max_length=20,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]{0,19}$", "日历代码用小写字母、数字和短横线,最多 20 个字符。"
            )
        ],
    )
    name = models.CharField("名称", max_length=40)
    current = models.ForeignKey(
        "clocks.CalendarVersion", models.PROTECT, null=True, related_name="+"
    )

    objects = WorkCalendarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "code", name="calendar_code_once_per_project")
        ]

    def __str__(self) -> str:
        return self.name

    def reckoned(self) -> Calendar:
        """Return the newest version, ready to reckon with; load `current` with the row."""
        assert self.current is not None, "a calendar is made together with its first version"
        return self.current.reckoned()


class CalendarVersion(models.Model):
    """What a calendar said from one change to the next, holiday lists included; never changed.

    `content` is `reckoning.stored.calendar_to_dict`, so an old deadline reckons the same for ever.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    content: "models.JSONField[Plain, Plain]" = models.JSONField()
    reason = models.CharField("修改说明", max_length=200, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "calendar", "number", name="calendar_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content['name']} 第 {self.number} 版"

    def reckoned(self) -> Calendar:
        """Return it ready to reckon with."""
        return calendar_from_dict(self.content)


class HolidayYearQuerySet(models.QuerySet["HolidayYear"]):
    """Words for sets of holiday lists."""

    def in_order(self) -> "HolidayYearQuerySet":
        """The earlier notice first; of two with one date, the one loaded earlier."""
        return self.order_by("issued", "pk")


class HolidayYear(models.Model):
    """One year's list by one notice, loaded beyond those that come with Anju; for all projects.

    Several may speak of a year: by date the later notice wins.
    """

    year = models.PositiveSmallIntegerField("年份")
    title = models.CharField("通知", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    issued = models.DateField("发文日期")
    content: "models.JSONField[Plain, Plain]" = models.JSONField()
    loaded_by_id = models.BigIntegerField(null=True)
    loaded_by_name = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()

    objects = HolidayYearQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["year", "issued"], name="holiday_year_issued")]

    def __str__(self) -> str:
        return f"{self.year} 年放假安排"

    def listed(self) -> HolidayList:
        """Return the list, ready to reckon with."""
        return list_from_dict(self.content)
