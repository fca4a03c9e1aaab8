"""The State Council's holiday lists (head office): what is known, loading another year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.clocks.commands.calendars import load_holidays
from anju.clocks.forms.holidays import HolidayFileForm, seal_holidays, unseal_holidays
from anju.clocks.permissions import ClocksOfficePermission as May
from anju.clocks.queries.calendars import (
    holiday_years_across_projects,
    lists_across_projects,
    missing_list_warnings_across_projects,
)
from anju.clocks.queries.previews import clocks_touched_by_holidays_across_projects
from anju.clocks.reckoning.holiday_files import state_council
from anju.clocks.reckoning.holidays import HolidayDay, HolidayList
from anju.clocks.reckoning.moments import WEEKDAYS
from anju.clocks.views.previewing import PreviewAcross, preview_across, result_of
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.doors import OfficeRequest, office_view
from anju.ui.responses import done, page

CHANGED = "您打开之后情况有变:时限有增减或日历有改动。尚未导入,请再看一遍下面的影响,再确认。"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a year: its days off and its make-up days, in words."""

    name: str
    off: str
    count: int
    work: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """A year's list as the page shows it; `loaded_by` is empty for those that come with Anju."""

    listed: HolidayList
    holidays: list[Holiday]
    loaded_by: str = ""
    loaded_at: datetime | None = None


@office_view(May.LOAD_HOLIDAYS)
def holidays(request: OfficeRequest) -> HttpResponseBase:
    """List the known years; a file uploaded here is checked and shown before it is loaded.

    With it the open deadlines of all projects that would move.
    """
    form = HolidayFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            found = form.read()
        except DomainError as refusal:
            form.refuse(refusal, "file")
        else:
            assert found is not None
            return _to_confirm(request, found, _preview(found))
    lists = [shown_list(each) for each in state_council()]
    for year in holiday_years_across_projects():
        lists.append(shown_list(year.listed(), year.loaded_by_name, year.loaded_at))
    lists.sort(key=lambda each: (each.listed.year, each.listed.issued), reverse=True)
    context = {
        "form": form,
        "lists": lists,
        "missing": missing_list_warnings_across_projects(today=local_date(request.at)),
    }
    return page(request, "clocks/holidays.html", context, status=form.status)


@office_view(May.LOAD_HOLIDAYS)
def confirm(request: OfficeRequest) -> HttpResponseBase:
    """Load the list that was checked, if it still moves the deadlines that were shown."""
    found = unseal_holidays(request.POST.get("sealed", ""))
    if found is None:
        raise Http404
    shown = _preview(found)
    # A list that is there already moves nothing any more: the command says so.
    if found not in lists_across_projects() and request.POST.get("seen") != shown.fingerprint:
        return _to_confirm(request, found, shown, refusal=CHANGED, status=409)
    load_holidays(content=found, by=request.by, at=request.at)
    return done(
        request,
        to=reverse("holidays:holidays"),
        said=f"{found.year} 年放假安排已导入,各项目的日历已更新。{result_of(shown)}",
    )


def _preview(found: HolidayList) -> PreviewAcross:
    return preview_across(clocks_touched_by_holidays_across_projects(found))


def _to_confirm(
    request: OfficeRequest,
    found: HolidayList,
    preview: PreviewAcross,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponseBase:
    """Answer with a checked list and the open deadlines that loading it would move."""
    context = {
        "shown": shown_list(found),
        "sealed": seal_holidays(found),
        "preview": preview,
        "refusal": refusal,
    }
    return page(request, "clocks/confirm_holidays.html", context, status=status)


def shown_list(found: HolidayList, by: str = "", at: datetime | None = None) -> ShownList:
    """Return a list with its dates by name, in the order of the year."""
    # By the days off: a make-up day may come weeks before its holiday.
    in_order = sorted(found.days, key=lambda day: (day.is_work, day.on))
    names = list(dict.fromkeys(day.name for day in in_order))
    holidays = []
    for name in names:
        days = sorted((day for day in found.days if day.name == name), key=lambda day: day.on)
        off, work = _dates(days, is_work=False), _dates(days, is_work=True)
        holidays.append(Holiday(name, _runs(off), len(off), "、".join(map(_said, work))))
    return ShownList(found, holidays, by, at)


def _dates(days: Iterable[HolidayDay], *, is_work: bool) -> list[date]:
    return [day.on for day in days if day.is_work is is_work]


def _runs(dates: list[date]) -> str:
    """Return dates in words, neighbours as one stretch: 10月1日 周四 至 10月7日 周三."""
    runs: list[tuple[date, date]] = []
    for on in dates:
        if runs and (on - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return "、".join(
        _said(first) if first == last else f"{_said(first)} 至 {_said(last)}"
        for first, last in runs
    )


def _said(on: date) -> str:
    return f"{on.month}月{on.day}日 周{WEEKDAYS[on.weekday()]}"
