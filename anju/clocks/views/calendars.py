"""Working calendars: the list, one calendar with its year, a new one."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.clocks.commands.calendars import add_calendar
from anju.clocks.forms.calendars import CalendarEditor, helped
from anju.clocks.models import WorkCalendar
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.calendars import (
    calendar_in,
    calendars_of,
    missing_list_warnings_across_projects,
    versions_of,
)
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.checking import warnings
from anju.clocks.reckoning.moments import WEEKDAYS
from anju.clocks.reckoning.presets import PRESET_CODES
from anju.clocks.reckoning.windows import said_windows
from anju.clocks.views.days import LABELS, MARKS, Today, shown_day, specials_of, today_of, year_of
from anju.clocks.views.versions import history_of
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page, wants_part

SHOWN_VERSIONS = 20
YEARS_AROUND = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A calendar as the list shows it."""

    calendar: WorkCalendar
    reckoned: Calendar
    today: Today
    warnings: list[str]
    is_preset: bool

    @property
    def week(self) -> list[tuple[str, str]]:
        return week_of(self.reckoned)


@staff_view(May.READ)
def calendars(request: StaffRequest) -> HttpResponseBase:
    """List the calendars with today's hours and what one should know of them."""
    today = local_date(request.at)
    missing = missing_list_warnings_across_projects(today=today)
    listed = []
    for found in calendars_of(request.project):
        reckoned = found.reckoned()
        said = [line for line in warnings(reckoned, today) if line not in missing]
        is_preset = found.code in PRESET_CODES
        listed.append(Listed(found, reckoned, today_of(reckoned, request.at), said, is_preset))
    context = {"calendars": listed, "missing": missing}
    live = [f"project:{request.project.pk}:clocks"]
    return page(request, "clocks/calendars.html", context, part="rows", live=live)


@staff_view(May.READ)
def calendar(request: StaffRequest, calendar: str) -> HttpResponseBase:
    """Show one calendar: its rules, a year of it, its versions. Under htmx: one date."""
    found = calendar_or_404(request, calendar)
    reckoned, today = found.reckoned(), local_date(request.at)
    chosen = _asked_day(request, today)
    year = chosen.year if "day" in request.GET else _asked_year(request, today)
    context = {
        "calendar": found,
        "reckoned": reckoned,
        "chosen": shown_day(reckoned, chosen, today=today),
        "year": year,
    }
    if not wants_part(request):
        months = year_of(reckoned, year, today=today)
        versions = versions_of(request.project, found)[: SHOWN_VERSIONS + 1]
        context |= {
            "months": months,
            "specials": specials_of(months),
            "legend": [(look.value, LABELS[look], MARKS.get(look, "")) for look in LABELS],
            "weekdays": WEEKDAYS,
            "week": week_of(reckoned),
            "like": WEEKDAYS[reckoned.makeup_weekday],
            "today": today_of(reckoned, request.at),
            "warnings": warnings(reckoned, today),
            "history": history_of(list(versions), SHOWN_VERSIONS),
            "is_listed": reckoned.has_list(year),
        }
    return page(request, "clocks/calendar.html", context, part="day")


@staff_view(May.MANAGE_CALENDARS)
def add(request: StaffRequest) -> HttpResponseBase:
    """Make a calendar of the project's own; no deadline uses it before a policy does."""
    data = request.POST or None
    typed = helped(data) if data else None
    editor = CalendarEditor(typed or data)
    content = None if typed else editor.read()
    if content is not None:
        try:
            added = add_calendar(
                project=request.project, content=content, by=request.by, at=request.at
            )
        except DomainError as refusal:
            editor.form.refuse(refusal, "code")
        else:
            said = f"日历“{added.name}”已建立,可以在时限规则里选用。"
            return done(request, to=url_of(request, "calendar", added.code), said=said)
    status = 200 if typed else editor.status
    return page(request, "clocks/change_calendar.html", {"editor": editor}, status=status)


def calendar_or_404(request: StaffRequest, code: str) -> WorkCalendar:
    """Return a calendar of the project with its newest version."""
    found = calendar_in(request.project, code)
    if found is None:
        raise Http404
    return found


def url_of(request: StaffRequest, name: str, *more: object) -> str:
    """Return an address of ours in this project."""
    return reverse(f"clocks:{name}", args=[request.project.code, *more])


def week_of(calendar: Calendar) -> list[tuple[str, str]]:
    """Return the weekly hours in words, neighbours that are alike in one line."""
    lines: list[tuple[str, str, str]] = []
    for word, those in zip(WEEKDAYS, calendar.weekly, strict=True):
        hours = said_windows(those) if those else "休息"
        if lines and lines[-1][2] == hours:
            lines[-1] = (lines[-1][0], word, hours)
        else:
            lines.append((word, word, hours))
    return [
        (f"周{first}" if first == last else f"周{first}至周{last}", hours)
        for first, last, hours in lines
    ]


def _asked_year(request: StaffRequest, today: date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    return min(max(year, today.year - YEARS_AROUND), today.year + YEARS_AROUND)


def _asked_day(request: StaffRequest, today: date) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) <= YEARS_AROUND else today
