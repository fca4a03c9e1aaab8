"""Calendars, their versions, and the holiday lists in force."""

from datetime import date

from django.db.models import QuerySet

from anju.clocks.models import CalendarVersion, HolidayYear, WorkCalendar
from anju.clocks.models.calendars import HolidayYearQuerySet, WorkCalendarQuerySet
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.checking import list_missing, missing_years
from anju.clocks.reckoning.holiday_files import state_council
from anju.clocks.reckoning.holidays import HolidayList
from anju.organization.models import Project


def calendars_of(project: Project) -> WorkCalendarQuerySet:
    """Return a project's calendars with their newest versions, by name."""
    return WorkCalendar.objects.of(project).select_related("current").order_by("name", "pk")


def calendar_in(project: Project, code: str) -> WorkCalendar | None:
    """Return one calendar of a project by its code, newest version loaded, else None."""
    return calendars_of(project).filter(code=code).first()


def versions_of(project: Project, calendar: WorkCalendar) -> QuerySet[CalendarVersion]:
    """Return a calendar's versions, the newest first."""
    return CalendarVersion.objects.filter(project=project, calendar=calendar).order_by("-number")


def followers_across_projects() -> WorkCalendarQuerySet:
    """Return the calendars of all projects that follow the State Council's lists."""
    following = WorkCalendar.objects.filter(current__content__follows_state_council=True)
    return following.select_related("current", "project").order_by("pk")


def stored_calendar_across_projects(code: str, project_code: str) -> Calendar | None:
    """Return a project's calendar ready to reckon with, for the command line, else None."""
    found = WorkCalendar.objects.filter(project__code=project_code, code=code)
    calendar = found.select_related("current").first()
    return calendar.reckoned() if calendar else None


def holiday_years_across_projects() -> HolidayYearQuerySet:
    """Return the lists loaded beyond those that come with Anju, the earlier notice first."""
    return HolidayYear.objects.in_order()


def lists_across_projects() -> tuple[HolidayList, ...]:
    """Return every list, shipped and loaded; of two with one date, the one loaded later wins."""
    loaded = (year.listed() for year in HolidayYear.objects.in_order())
    return (*state_council(), *loaded)


def missing_list_warnings_across_projects(*, today: date) -> list[str]:
    """Return the warnings about this year and the next while their lists are missing."""
    return [list_missing(year) for year in missing_years(lists_across_projects(), today.year)]
