"""The list of tickets: narrowed by its address, one page at a time, and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.http.response import HttpResponseBase

from anju.clocks.hooks import kind_label
from anju.core.periods import local_date, spoken_end, spoken_time
from anju.estate.queries.units import unit_in
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import User
from anju.organization.queries.staff import departments_of, person_in, staff_of
from anju.tickets.forms.lists import TicketsForm
from anju.tickets.models import Ticket, TicketQuerySet
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.lists import AGE_WORDS, HAPPENED, Wanted, tickets_wanted
from anju.tickets.queries.rows import TicketRow, for_lines, rows_in_portions, rows_of
from anju.tickets.states import Grade, Level, MatterKind, Source, TicketState
from anju.tickets.verbs import DeskVerb
from anju.ui.lists import PER_PAGE, Column, xlsx
from anju.ui.responses import page

FIELDS = ("words", "state", "kind", "category", "building", "holder", "source")
DAYS = ("first_day", "last_day")
MOST_COUNTED = 10_000  # beyond it nobody walks page by page, and counting would cost
EXPORT_LIMIT = 100_000

SHORT_CUTS: tuple[tuple[str, str, str], ...] = (
    ("mine", "1", "我负责的"),
    ("promise", "today", "今天到期的承诺"),
    ("promise", "broken", "已破诺"),
    ("late", "1", "有时限超时"),
    ("unassigned", "1", "无人接单"),
    ("returned", "1", "退回"),
    ("unchecked", "1", "待检查"),
    ("follow_up", "due", "待回访"),
    ("follow_up", "late", "回访逾期"),
    ("opinion", "bad", "意见卡不满意"),
    ("opinion", "unasked", "不满意卡待回访"),
    ("urged", "1", "业主催单"),
    ("raised", "1", "已上报"),
    ("major", "1", "重大"),
)

COLUMNS: list[Column[TicketRow]] = [
    Column("工单编号", lambda row: row.ticket.number, 16),
    Column("状态", lambda row: TicketState(row.ticket.state).label, 10),
    Column("类型", lambda row: MatterKind(row.ticket.kind).label, 8),
    Column("摘要", lambda row: row.ticket.summary, 40),
    Column("分类", lambda row: row.ticket.category.name if row.ticket.category else "", 16),
    Column("位置", lambda row: row.ticket.where, 16),
    Column("报事人", lambda row: row.who, 12),
    Column("来源", lambda row: Source(row.ticket.source).label, 12),
    Column("外部编号", lambda row: row.ticket.outside_number, 16),
    Column("我方判断", lambda row: Level(row.ticket.level).label, 10),
    Column("投诉级别", lambda row: _grade(row.ticket), 10),
    Column("负责人", lambda row: row.ticket.holder.name if row.ticket.holder else "", 12),
    Column("承办", lambda row: row.hands, 24),
    Column("受理时间", lambda row: row.ticket.received_at, 18),
    Column("最近时限", lambda row: kind_label(row.clock.kind) if row.clock else "", 12),
    Column("到期时间", lambda row: row.clock.due_at if row.clock else None, 18),
    Column("答复时间", lambda row: row.ticket.answered_at, 18),
    Column("关闭时间", lambda row: row.ticket.closed_at, 18),
]


@dataclass(frozen=True, slots=True)
class Link:
    """A short cut, or a condition that can be taken off again."""

    label: str
    url: str
    is_on: bool = False


@staff_view(May.READ)
def tickets(request: StaffRequest) -> HttpResponseBase:
    """List the tickets that the address asks for, newest first."""
    form = _form(request)
    wanted = form.wanted()
    shown = _one_page(request, wanted)
    context = {
        "form": form,
        "page": shown,
        "rows": rows_of(request.project, list(shown.object_list), request.access),
        "is_cut": shown.paginator.count >= MOST_COUNTED,
        "short_cuts": _short_cuts(request),
        "conditions": _conditions(request, wanted),
        "kept": [pair for pair in request.GET.items() if pair[0] not in (*FIELDS, *DAYS, "page")],
        "is_narrowed": bool(wanted.query()),
    }
    live = [f"project:{request.project.pk}:tickets"]
    return page(request, "tickets/tickets.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export_tickets(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook (at most 100,000 rows, newest first)."""
    form = _form(request)
    found = tickets_wanted(request.project, form.wanted(), user=request.user, now=request.at)
    record_export(
        DeskVerb.TICKETS_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=min(found.order_by().count(), EXPORT_LIMIT),
        filters=_said(request, form),
        by=request.by,
        at=request.at,
    )
    every = islice(for_lines(request.project, found).iterator(500), EXPORT_LIMIT)
    return xlsx(
        f"{request.project.name}工单清单",
        COLUMNS,
        rows_in_portions(request.project, every, request.access),
    )


class _Counted(Paginator):  # type: ignore[type-arg]
    """Pages of a list that may be very long: it counts only as far as anybody walks."""

    def __init__(self, tickets: TicketQuerySet, per: int) -> None:
        super().__init__(tickets, per)
        self.tickets = tickets

    @cached_property
    def count(self) -> int:
        return self.tickets.order_by()[:MOST_COUNTED].count()


def _one_page(request: StaffRequest, wanted: Wanted) -> Page[Ticket]:
    found = tickets_wanted(request.project, wanted, user=request.user, now=request.at)
    return _Counted(for_lines(request.project, found), PER_PAGE).get_page(request.GET.get("page"))


def _form(request: StaffRequest) -> TicketsForm:
    staff = list(staff_of(request.project, on=local_date(request.at)))
    return TicketsForm(request.GET, project=request.project, staff=staff)


def _short_cuts(request: StaffRequest) -> list[Link]:
    links = []
    for name, value, label in SHORT_CUTS:
        is_on = request.GET.get(name) == value
        links.append(Link(label, _address(request, **{name: None if is_on else value}), is_on))
    return links


def _conditions(request: StaffRequest, wanted: Wanted) -> list[Link]:
    """Return what narrows the list and has no field of its own, each with how to take it off."""
    project, found = request.project, []
    if wanted.department is not None:
        names = {each.pk: each.name for each in departments_of(project, retired=True)}
        name = names.get(wanted.department, "还没有部门")
        found.append(Link(f"在办部门:{name}", _address(request, department=None)))
    if wanted.age:
        found.append(Link(f"派出:{AGE_WORDS[wanted.age]}", _address(request, age=None)))
    if wanted.worker:
        worker: User | None = person_in(project, wanted.worker)
        found.append(
            Link(f"在手:{worker.name if worker else '同事'}", _address(request, worker=None))
        )
    if wanted.unit:
        unit = unit_in(project, wanted.unit)
        found.append(Link(f"房屋:{unit or '不在本项目'}", _address(request, unit=None)))
    if request.GET.get("since") or request.GET.get("until") or wanted.happened:
        off = _address(request, since=None, until=None, happened=None)
        found.append(Link(_said_window(wanted, request.at), off))
    return found


def _said_window(wanted: Wanted, now: datetime) -> str:
    what = HAPPENED.get(wanted.happened, HAPPENED["received"])
    since = spoken_time(wanted.since, now=now) if wanted.since else "最早"
    until = spoken_end(wanted.until, now=now) if wanted.until else "现在"
    return f"{what}:{since} 至 {until}"


def _address(request: StaffRequest, **changes: str | None) -> str:
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


def _said(request: StaffRequest, form: TicketsForm) -> dict[str, Any]:
    """Return what narrowed an export in words, as the trail keeps it."""
    wanted, said = form.wanted(), {}
    for name in ("state", "kind", "source", "category", "building", "holder"):
        if value := getattr(wanted, name):
            choices = dict((str(key), words) for key, words in form.fields[name].choices)  # type: ignore[attr-defined]
            said[str(form.fields[name].label)] = choices.get(str(value), "").strip()
    said["查找"] = wanted.words
    chosen: Sequence[Link] = [each for each in _short_cuts(request) if each.is_on]
    said["条件"] = "、".join(each.label for each in (*chosen, *_conditions(request, wanted)))
    return said


def _grade(ticket: Ticket) -> str:
    return Grade(ticket.grade).label if ticket.is_complaint else ""
