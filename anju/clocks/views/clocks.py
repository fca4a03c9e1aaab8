"""Open deadlines: the list, one deadline, and why it is at that minute."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.hooks import Title
from anju.audit.timeline import Line, timeline
from anju.clocks.hooks import clock_kinds, kind_label
from anju.clocks.models import Clock
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.clocks import clock_in, open_clocks
from anju.clocks.queries.explanations import explanation_of
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.explaining import Row, RowKind
from anju.clocks.views.exporting import MAY_EXPORT, workbook
from anju.clocks.views.previewing import title_in, titles_of
from anju.clocks.views.spoken import (
    in_chinese,
    said_rung,
    said_stored_target,
    said_working,
)
from anju.core.periods import SHANGHAI
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.queries.staff import posts_in_order
from anju.ui.lists import Column, one_page
from anju.ui.responses import page

SHOW = {"": "全部", "late": "已超时", "paused": "暂停中", "renew": "请改约"}
ICONS = {
    RowKind.HOLIDAY: "calendar-off",
    RowKind.OFF: "calendar-off",
    RowKind.MAKEUP: "calendar-plus",
    RowKind.WORKING_DAY: "calendar-check",
    RowKind.CLOSURE: "calendar-x",
    RowKind.PAUSE: "player-pause",
    RowKind.RESULT: "clock-check",
    RowKind.LIST_MISSING: "alert-triangle",
    RowKind.POLICY: "list-check",
    RowKind.CHANGE: "history",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A deadline with its case's name."""

    clock: Clock
    title: Title
    working: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of an explanation with its symbol."""

    text: str
    icon: str
    is_result: bool


COLUMNS: list[Column[Listed]] = [
    Column("事项", lambda row: row.title.text, 36),
    Column("时限", lambda row: kind_label(row.clock.kind), 14),
    Column("第几次", lambda row: row.clock.instance, 8),
    Column("开始", lambda row: row.clock.started_at, 18),
    Column("到期", lambda row: row.clock.due_at, 18),
    Column("已超时", lambda row: getattr(row.clock, "is_late", False), 10),
    Column("暂停至", lambda row: row.clock.paused_until, 18),
    Column("请改约", lambda row: row.clock.asks_renewal, 10),
    Column("承办人", lambda row: row.clock.holder.name if row.clock.holder else "", 12),
    Column("部门", lambda row: row.clock.department.name if row.clock.department else "", 14),
    Column("时限规则", lambda row: row.clock.policy.name, 26),
]


@staff_view(May.READ)
def clocks(request: StaffRequest) -> HttpResponseBase:
    """List the open deadlines, the nearest first."""
    kind, show = _filters(request)
    shown = one_page(request, _narrowed(request, kind, show))
    context = {
        "page": shown,
        "rows": _with_working(_listed(list(shown.object_list)), request.at),
        "kinds": clock_kinds(),
        "shows": SHOW.items(),
        "kind": kind,
        "show": show,
        "may_export": MAY_EXPORT.value,
    }
    live = [f"project:{request.project.pk}:clocks"]
    return page(request, "clocks/clocks.html", context, part="rows", live=live)


@staff_view(MAY_EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    kind, show = _filters(request)
    rows = _listed(list(_narrowed(request, kind, show)))
    filters = {"种类": kind_label(kind) if kind else "", "范围": SHOW[show] if show else ""}
    return workbook(request, "进行中的时限", COLUMNS, rows, filters)


@staff_view(May.READ)
def clock(request: StaffRequest, clock_id: int) -> HttpResponseBase:
    """Show one deadline: when, why, what happened, whom its stages tell."""
    found = _clock_or_404(request, clock_id)
    posts = {post.code: post.name for post in posts_in_order()}
    version = found.calendar_version
    context = {
        "clock": found,
        "title": title_in(titles_of([found]), found),
        "steps": _steps(request, found),
        "lines": [_local(line) for line in timeline(found)],
        "rungs": [said_rung(rung, posts) for rung in found.policy.rungs],
        "calendar_code": version.content["code"],
        "calendar_name": version.content["name"],
        "target": said_stored_target(found.policy.target),
        "working": said_working(found, request.at, version.reckoned()),
    }
    live = [f"clocks.clock:{found.pk}"]
    return page(request, "clocks/shown.html", context, part="shown", live=live)


@staff_view(May.READ)
def why(request: StaffRequest, clock_id: int) -> HttpResponseBase:
    """Say why a deadline is at its minute: for the component, which unfolds it in place."""
    found = _clock_or_404(request, clock_id)
    context = {"clock": found, "steps": _steps(request, found)}
    return page(request, "clocks/why.html", context, part="steps")


def _steps(request: StaffRequest, found: Clock) -> list[Step]:
    rows: Sequence[Row] = explanation_of(request.project, found).rows
    return [
        Step(in_chinese(row.text), ICONS.get(row.kind, "clock"), row.kind is RowKind.RESULT)
        for row in rows
    ]


def _local(line: Line) -> Line:
    """Return a line of the trail whose moments read as local time."""
    changes = [(field, _moment(before), _moment(after)) for field, before, after in line.changes]
    return replace(line, changes=changes)


def _moment(value: Any) -> Any:
    if not (isinstance(value, str) and "T" in value):
        return value
    try:
        return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    except ValueError:
        return value


def _filters(request: StaffRequest) -> tuple[str, str]:
    kind, show = request.GET.get("kind", ""), request.GET.get("show", "")
    known = {each.code for each in clock_kinds()}
    return (kind if kind in known else ""), (show if show in SHOW else "")


def _narrowed(request: StaffRequest, kind: str, show: str) -> ClockQuerySet:
    found = open_clocks(request.project, now=request.at, kind=kind, late_only=show == "late")
    if show == "paused":
        return found.filter(paused_until__gt=request.at)
    return found.filter(asks_renewal=True) if show == "renew" else found


def _listed(found: Sequence[Clock]) -> list[Listed]:
    titles = titles_of(found)
    return [Listed(each, title_in(titles, each)) for each in found]


def _with_working(rows: Sequence[Listed], now: datetime) -> list[Listed]:
    """Return the rows of a page with the working time in what is left; one query for all."""
    shelf = Shelf()
    shelf.fetch(versions={row.clock.calendar_version_id for row in rows})
    return [
        replace(
            row,
            working=said_working(row.clock, now, shelf.calendar(row.clock.calendar_version_id)),
        )
        for row in rows
    ]


def _clock_or_404(request: StaffRequest, clock_id: int) -> Clock:
    found = clock_in(request.project, clock_id)
    if found is None:
        raise Http404
    return found
