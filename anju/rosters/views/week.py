"""The duty table of a week, and who is on duty now."""

from datetime import date

from django.http.response import HttpResponseBase

from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import Department
from anju.organization.queries.staff import departments_of
from anju.rosters.permissions import RosterPermission as May
from anju.rosters.queries.duty import duty_now
from anju.rosters.queries.lists import department_in
from anju.rosters.queries.week import week_of
from anju.ui.responses import page


@staff_view(May.READ)
def week(request: StaffRequest) -> HttpResponseBase:
    """Show a week, this one unless told, and above it who is on duty now.

    On a phone one day shows at a time: today, or the one that was chosen.
    """
    day, department = asked_day(request), asked_department(request)
    context = {
        "week": week_of(request.project, day, department=department, at=request.at),
        "chosen": day,
        "department": department,
        "departments": departments_of(request.project),
        "duties": duty_now(request.project, request.at),
    }
    return page(request, "rosters/week.html", context, part="grid", live=_topics(request))


@staff_view(May.READ)
def now(request: StaffRequest) -> HttpResponseBase:
    """Show who is on duty now, on its own."""
    context = {"duties": duty_now(request.project, request.at)}
    return page(request, "rosters/now.html", context, part="now", live=_topics(request))


def asked_day(request: StaffRequest) -> date:
    """Return the day that `?day=` asks for; nonsense is today."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return local_date(request.at)


def asked_department(request: StaffRequest) -> Department | None:
    """Return the department that `?department=` narrows to, else None."""
    asked = request.GET.get("department", "")
    return department_in(request.project, int(asked)) if asked.isdecimal() else None


def _topics(request: StaffRequest) -> list[str]:
    project = request.project.pk
    return [f"project:{project}:rosters", f"project:{project}:organization"]
