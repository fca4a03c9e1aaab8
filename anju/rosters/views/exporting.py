"""The duty table as a workbook and on paper."""

from django.http.response import HttpResponseBase

from anju.core.periods import WEEKDAYS
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.rosters.permissions import RosterPermission as May
from anju.rosters.queries.plan import Stint
from anju.rosters.queries.week import stints_of_week, week_of
from anju.rosters.verbs import RosterVerb
from anju.rosters.views.week import asked_day, asked_department
from anju.ui.lists import Column, xlsx
from anju.ui.responses import page

COLUMNS: list[Column[Stint]] = [
    Column("部门", lambda row: row.posts[0].department.name, 14),
    Column("日期", lambda row: row.day, 12),
    Column("星期", lambda row: f"周{WEEKDAYS[row.day.weekday()]}", 8),
    Column("班次", lambda row: row.shift.name, 12),
    Column("开始", lambda row: row.starts_at, 18),
    Column("结束", lambda row: row.ends_at, 18),
    Column("姓名", lambda row: row.user.name, 12),
    Column("当日调整", lambda row: row.change.why if row.change else "", 24),
]


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand a week out as a workbook, one line for every duty."""
    day, department = asked_day(request), asked_department(request)
    rows = stints_of_week(request.project, day, department=department)
    week = week_of(request.project, day, department=department, at=request.at)
    record_export(
        RosterVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"周": week.said, "部门": department.name if department else ""},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}值班表{week.monday}", COLUMNS, rows)


@staff_view(May.READ)
def print_week(request: StaffRequest) -> HttpResponseBase:
    """Show a week as a sheet for the wall."""
    day, department = asked_day(request), asked_department(request)
    week = week_of(request.project, day, department=department, at=request.at)
    return page(request, "rosters/print.html", {"week": week, "at": request.at})
