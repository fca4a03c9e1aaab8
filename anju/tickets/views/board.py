"""工单看板: columns that follow colleagues' work, where cards have gone, the same as a workbook."""

from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase

from anju.estate.queries.buildings import buildings_of
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.queries.staff import departments_of
from anju.tickets.changing import said_now
from anju.tickets.forms.board import read_chosen, read_filters
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.board import (
    BY_STATE,
    NOBODY,
    ON_BOARD,
    BoardFilters,
    Lane,
    board_orders,
    cards_of,
    holders_on_board,
    lanes_of,
    orders_moved,
)
from anju.tickets.queries.categories import named_tree
from anju.tickets.queries.presence import presence_in
from anju.tickets.states import MatterKind, OrderState
from anju.tickets.verbs import DeskVerb
from anju.tickets.views.editing import live_topics, url_of
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import page

PER_PAGE = 60
COLUMNS: list[Column[WorkOrder]] = [
    Column("派工单号", lambda row: row.number, 18),
    Column("状态", lambda row: OrderState(row.state).label, 10),
    Column("工作内容", lambda row: row.task, 36),
    Column("位置", lambda row: row.ticket.where, 14),
    Column("类型", lambda row: MatterKind(row.ticket.kind).label, 8),
    Column("事项分类", lambda row: str(row.ticket.category or ""), 14),
    Column("部门", lambda row: row.department.name if row.department else "", 12),
    Column("承办人", lambda row: row.assignee.name if row.assignee else "", 12),
    Column("突发", lambda row: row.is_emergency, 6),
    Column("重大", lambda row: row.ticket.is_major, 6),
    Column("有偿", lambda row: row.is_paid, 6),
    Column("第几次", lambda row: row.round, 8),
    Column("派出时间", lambda row: row.ordered_at, 18),
    Column("接单时间", lambda row: row.accepted_at, 18),
    Column("开工时间", lambda row: row.started_at, 18),
    Column("完成时间", lambda row: row.done_at, 18),
    Column("延期至", lambda row: row.deferred_until, 12),
    Column("派单依据", lambda row: row.why, 50),
]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter bar offers; read only where a whole page is drawn."""

    request: StaffRequest

    def departments(self) -> list[tuple[object, object]]:
        return [(each.pk, each.name) for each in departments_of(self.request.project)]

    def buildings(self) -> list[tuple[object, object]]:
        return [(each.pk, each.name) for each in buildings_of(self.request.project)]

    def categories(self) -> list[tuple[object, object]]:
        return [(node.category.pk, node.path) for node in named_tree(self.request.project).nodes()]

    def holders(self) -> list[tuple[object, object]]:
        people = holders_on_board(self.request.access, self.request.at)
        return [(NOBODY, "无人"), *((each.pk, each.name) for each in people)]

    def kinds(self) -> list[tuple[object, object]]:
        return [(kind.value, kind.label) for kind in MatterKind]

    def states(self) -> list[tuple[object, object]]:
        return [(state.value, state.label) for state in ON_BOARD]


@staff_view(May.READ_ORDERS)
def board(request: StaffRequest) -> HttpResponseBase:
    """Show the work orders under way in columns; the columns follow colleagues by themselves."""
    filters = read_filters(request.GET)
    context = {
        "filters": filters,
        "choices": Choices(request),
        "is_by_state": filters.by == BY_STATE,
        "nobody": NOBODY,
        "orders_url": url_of(request, "my_orders").removesuffix("mine/"),
        "may_pick": request.access.may(May.DISPATCH),
        **_lanes(request, filters),
    }
    live = live_topics(request)
    return page(request, "tickets/board.html", context, part="lanes", live=live)


@staff_view(May.READ_ORDERS)
def moved(request: StaffRequest) -> HttpResponseBase:
    """Say where cards have gone that a screen has just lost: 已被 张强 接单."""
    ids = list(read_chosen(request.GET.getlist("id")))
    orders = orders_moved(request.access, ids, request.at)
    rows = [(order, said_now(order)) for order in orders]
    return page(request, "tickets/board_moved.html", {"rows": rows})


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand out the board's work orders, narrowed as it is, as a workbook."""
    filters = read_filters(request.GET)
    orders = board_orders(request.access, filters, request.at)
    record_export(
        DeskVerb.TICKETS_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=orders.count(),
        filters={"内容": "看板派工单", **_said_filters(request, filters)},
        by=request.by,
        at=request.at,
    )
    rows = orders.with_tickets().oldest_first().iterator(chunk_size=1000)
    return xlsx(f"{request.project.name}看板派工单", COLUMNS, rows)


def _lanes(request: StaffRequest, filters: BoardFilters) -> dict[str, Any]:
    """Return the columns, or where only one is asked for, that one page by page."""
    presence = presence_in(request.project, request.at)
    if not filters.is_one_column:
        lanes = lanes_of(request.access, filters, presence, request.at)
        return {"lanes": lanes, "total": sum(lane.total for lane in lanes)}
    orders = board_orders(request.access, filters, request.at).oldest_first()
    shown = one_page(request, orders.values_list("pk", flat=True), per=PER_PAGE)
    cards = cards_of(request.project, list(shown.object_list), presence, request.at)
    total = shown.paginator.count
    return {"lanes": [Lane("all", "", total, cards)], "total": total, "page": shown}


def _said_filters(request: StaffRequest, filters: BoardFilters) -> dict[str, object]:
    """Return what the list was narrowed by, as the trail shall say it."""
    department = departments_of(request.project, retired=True).filter(pk=filters.department or 0)
    tree = named_tree(request.project)
    return {
        "部门": next((each.name for each in department), ""),
        "状态": OrderState(filters.state).label if filters.state else "",
        "分类": tree.said(filters.category) if filters.category else "",
        "类型": MatterKind(filters.kind).label if filters.kind else "",
        "仅超时": "是" if filters.is_late else "",
        "仅我的": "是" if filters.is_mine else "",
        "承办人": "无人" if filters.assignee == NOBODY else filters.assignee and "已选",
        "楼栋": "已选" if filters.building else "",
        "关键字": filters.words,
    }
