"""Each part of the catalogue as a workbook."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.core.periods import local_date
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.categories import Node, tree_of
from anju.tickets.queries.checklists import sheets
from anju.tickets.queries.dispatch import rules_of
from anju.tickets.queries.prices import price_list
from anju.tickets.queries.remits import remit_list
from anju.tickets.verbs import TicketVerb
from anju.tickets.views.retiring import TITLES
from anju.ui.lists import Column, xlsx

Rows = Callable[[StaffRequest], Sequence[Any]]


def _step(depth: int) -> Callable[[Node], str]:
    def name(node: Node) -> str:
        steps = node.path.split(" › ")
        return steps[depth] if depth < len(steps) else ""

    return name


def _items(request: StaffRequest) -> list[Any]:
    return [
        (sheet.checklist, item)
        for sheet in sheets(request.project)
        for _, items in sheet.stages
        for item in items
    ]


PARTS: dict[str, tuple[Rows, list[Column[Any]]]] = {
    "categories": (
        lambda request: tree_of(request.project).nodes(),
        [
            Column("一级", _step(0), 16),
            Column("二级", _step(1), 16),
            Column("三级", _step(2), 18),
            Column("适用类型", lambda row: "、".join(row.category.kind_labels), 24),
            Column("级别", lambda row: row.category.get_level_display(), 8),
            Column("户内或公共", lambda row: row.category.get_reach_display(), 10),
            Column("默认部门", lambda row: str(row.category.department or ""), 14),
            Column("预计分钟", lambda row: row.category.minutes, 10),
            Column("关键词", lambda row: " ".join(row.category.keywords), 40),
            Column("质保提示", lambda row: row.category.warranty, 28),
            Column("影响住户", lambda row: "是" if row.category.disturbs else "", 10),
        ],
    ),
    "remits": (
        lambda request: remit_list(request.project),
        [
            Column("岗位", lambda row: row.post.name, 16),
            Column("事项分类", lambda row: str(row.category or "全部分类"), 20),
            Column("类型", lambda row: row.kind_label, 12),
            Column("做法", lambda row: row.get_may_display(), 20),
            Column("说明", lambda row: row.note, 30),
        ],
    ),
    "dispatch": (
        lambda request: rules_of(request.project),
        [
            Column("次序", lambda row: row.rank, 8),
            Column("名称", lambda row: row.name, 24),
            Column("事项分类", lambda row: str(row.category or "全部分类"), 20),
            Column("楼栋", lambda row: str(row.building or "全部楼栋"), 12),
            Column("时段", lambda row: row.hours, 24),
            Column("派给部门", lambda row: row.department.name, 14),
            Column("部门内怎么派", lambda row: row.get_way_display(), 14),
        ],
    ),
    "checklists": (
        _items,
        [
            Column("检查表", lambda row: row[0].name, 20),
            Column("适用", lambda row: row[0].get_use_display(), 16),
            Column("阶段", lambda row: row[1].get_stage_display(), 10),
            Column("内容", lambda row: row[1].text, 50),
            Column("要照片", lambda row: row[1].wants_photo, 8),
        ],
    ),
    "prices": (
        lambda request: [row.shown for row in price_list(request.project, local_date(request.at))],
        [
            Column("服务项目", lambda row: row.service, 24),
            Column("计价单位", lambda row: row.measure, 10),
            Column("单价(元)", lambda row: row.price, 12),
            Column("材料", lambda row: row.get_material_display(), 12),
            Column("备注", lambda row: row.note, 36),
            Column("生效日期", lambda row: row.valid_from, 12),
        ],
    ),
}


@staff_view(May.EXPORT_CATALOGUE)
def export(request: StaffRequest, part: str) -> HttpResponseBase:
    """Hand one part of the catalogue out as a workbook."""
    if part not in PARTS:
        raise Http404
    read, columns = PARTS[part]
    rows = read(request)
    record_export(
        TicketVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"内容": TITLES[part]},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}{TITLES[part]}", columns, rows)
