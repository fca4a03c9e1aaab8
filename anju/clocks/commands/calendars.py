"""Calendars and holiday lists change; open clocks follow, promises already told do not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.audit.record import record
from anju.clocks.commands.keeping import Book
from anju.clocks.contents import with_lists
from anju.clocks.models import CalendarVersion, Clock, HolidayYear, WorkCalendar
from anju.clocks.queries.calendars import followers_across_projects, lists_across_projects
from anju.clocks.queries.previews import open_on, reached
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.holidays import HolidayList
from anju.clocks.reckoning.stored import calendar_to_dict, list_to_dict
from anju.clocks.states import EventKind
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.organization.models import Project


class CalendarTaken(DomainError):
    """The project has a calendar of this code."""


class NothingToLoad(DomainError):
    """The list is empty, which counts as no list, or is there already."""


@transaction.atomic
def add_calendar(*, project: Project, content: Calendar, by: Actor, at: datetime) -> WorkCalendar:
    """Make a calendar of a project's own; holiday lists in force are added to it.

    :raises CalendarTaken: if the code is in use.
    """
    if WorkCalendar.objects.of(project).filter(code=content.code).exists():
        raise CalendarTaken(f"本项目已有代码为“{content.code}”的日历,请换一个代码。")
    calendar = WorkCalendar.objects.create(project=project, code=content.code, name=content.name)
    content = with_lists(content, lists_across_projects())
    _make_version(calendar, content, "", by=by, at=at)
    record(ClocksVerb.CALENDAR_ADDED, subject=calendar, project_id=project.pk, by=by, at=at)
    return calendar


@transaction.atomic
def change_calendar(
    *,
    calendar: WorkCalendar,
    content: Calendar | Mapping[str, Any],
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> CalendarVersion:
    """Give a calendar a new version and reckon the open clocks that reach a changed date anew.

    Promises already told to the owner stay; their holder is asked to renew. `queries.previews`
    answers beforehand which ones.

    :param seen: the number of the version the editor had before them.
    :raises StaleEdit: if somebody saved another version in between.
    :raises CalendarRefused: if the content is no calendar.
    """
    # Starts wait for it: no clock begins on a version that is just being replaced.
    Project.objects.select_for_update(no_key=True).get(pk=calendar.project_id)
    calendar = (
        WorkCalendar.objects.locked().select_related("current", "project").get(pk=calendar.pk)
    )
    assert calendar.current is not None, "a calendar is made together with its first version"
    if seen is not None and seen != calendar.current.number:
        raise StaleEdit("您编辑期间,同事已保存了另一版日历,请核对后再保存。")
    before = calendar.current
    moved = _follow(calendar, content, reason, by=by, at=at)
    changes = {"version": (before.number, before.number + 1), "count": (None, moved)}
    record(
        ClocksVerb.CALENDAR_CHANGED,
        subject=calendar,
        project_id=calendar.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
    assert calendar.current is not None
    return calendar.current


@transaction.atomic
def load_holidays(*, content: HolidayList | None, by: Actor, at: datetime) -> HolidayYear:
    """Bring in a year's holidays for the whole company; every calendar that follows them follows.

    Dates of an earlier notice give way to the later one (clocks.md, Calendars).
    `queries.previews` answers beforehand which open clocks of all projects that moves.

    :param content: what `reckoning.holiday_files.read_list` found in a file.
    :raises NothingToLoad: if it is empty or the same list was loaded before.
    """
    if content is None or not content.days:
        raise NothingToLoad("文件里没有任何日期,视为没有放假安排,未导入。")
    if content in lists_across_projects():
        raise NothingToLoad(f"{content.year} 年的这份放假安排已经导入过,无需重复导入。")
    year = HolidayYear.objects.create(
        year=content.year,
        title=content.title,
        number=content.number,
        issued=content.issued,
        content=list_to_dict(content),
        loaded_by_id=by.id,
        loaded_by_name=by.name,
        loaded_at=at,
    )
    list(Project.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    moved = 0
    for calendar in followers_across_projects().locked():
        moved += _follow(calendar, calendar.reckoned(), f"导入{content.notice}", by=by, at=at)
    changes = {"year": (None, content.year), "count": (None, moved)}
    record(ClocksVerb.HOLIDAYS_LOADED, subject=year, project_id=None, by=by, at=at, changes=changes)
    return year


def _follow(
    calendar: WorkCalendar,
    content: Calendar | Mapping[str, Any],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Make the version and let the open clocks it reaches follow; returns how many."""
    content = with_lists(content, lists_across_projects())
    # Whoever pauses or answers now is waited for: what they did is seen below.
    list(open_on(calendar.project, calendar).locked().values_list("pk"))
    touched = {each.clock.pk: each for each in reached(calendar.project, calendar, content)}
    version = _make_version(calendar, content, reason, by=by, at=at)
    book = Book.of_all(Clock.objects.of(calendar.project).filter(pk__in=touched).open())
    book.shelf.put(version.pk, content)
    why = reason or f"日历“{calendar.name}”改为第 {version.number} 版"
    for clock in book.clocks.values():
        is_told = book.lives[clock.pk].is_promise
        if is_told and not touched[clock.pk].asks_renewal:
            continue
        before = book.settle(clock, at=at)
        if is_told:
            book.add(clock, EventKind.RETARGET, by=by, at=at, reason=why, asks_renewal=True)
        else:
            found = {"calendar_version": version.pk}
            book.add(clock, EventKind.RETARGET, by=by, at=at, reason=why, **found)
        verb = ClocksVerb.RENEWAL_ASKED if is_told else ClocksVerb.RETARGETED
        book.note(verb, clock, before=before, by=by, at=at, reason=why)
    book.close()
    return len(touched)


def _make_version(
    calendar: WorkCalendar, content: Calendar, reason: str, *, by: Actor, at: datetime
) -> CalendarVersion:
    last = calendar.current.number if calendar.current else 0
    version = CalendarVersion.objects.create(
        project_id=calendar.project_id,
        calendar=calendar,
        number=last + 1,
        content=calendar_to_dict(content),
        reason=reason[:200],
        made_by_id=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    calendar.current, calendar.name = version, content.name
    calendar.save(update_fields=["current", "name"])
    return version
