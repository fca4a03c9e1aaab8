"""上门记录: who went where, whether all was checked, the share of the seven ones."""

from datetime import timedelta

from django.http.response import HttpResponseBase

from anju.core.periods import local_date
from anju.fieldwork.days import begin_of
from anju.fieldwork.forms import FilterForm
from anju.fieldwork.models import Visit
from anju.fieldwork.permissions import FieldPermission as May
from anju.fieldwork.queries.sevens import FORMULA, seven_ones_by_worker, seven_ones_share
from anju.fieldwork.queries.visits import VisitFilters, visits_of, workers_with_visits
from anju.fieldwork.states import LeftCause, VisitState
from anju.fieldwork.verbs import FieldVerb
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import page

SHOWN_DAYS = 30


def _reason(visit: Visit) -> str:
    """Return why it was not all done: why they left, else what the order says of its gaps."""
    if visit.state == VisitState.LEFT:
        return "。".join(
            part for part in (LeftCause(visit.left_cause).label, visit.left_reason) if part
        )
    return visit.order.gap_reason if visit.seven_kept is False else ""


COLUMNS: list[Column[Visit]] = [
    Column("派工单", lambda row: row.order.number, 20),
    Column("第几次上门", lambda row: row.number, 10),
    Column("位置", lambda row: row.order.ticket.where, 16),
    Column("工作内容", lambda row: row.order.task, 30),
    Column("上门人", lambda row: row.worker.name if row.worker else "外包单位", 12),
    Column("状态", lambda row: VisitState(row.state).label, 10),
    Column("出发", lambda row: row.set_out_at, 18),
    Column("到达", lambda row: row.arrived_at, 18),
    Column("开工", lambda row: row.started_at, 18),
    Column("结束", lambda row: row.ended_at, 18),
    Column("用时(分钟)", lambda row: row.minutes, 10),
    Column("入户", lambda row: row.is_indoor, 8),
    Column("检查项", lambda row: getattr(row, "item_count", 0), 8),
    Column("已打勾", lambda row: getattr(row, "tick_count", 0), 8),
    Column("全做到", lambda row: row.seven_kept, 8),
    Column("原因", _reason, 30),
    Column("照片", lambda row: getattr(row, "photo_count", 0), 8),
    Column("业主签字", lambda row: row.signed_at is not None, 10),
    Column("未签字原因", lambda row: row.unsigned_reason, 24),
    Column("纸质补录", lambda row: row.is_paper, 10),
]


@staff_view(May.READ)
def visits(request: StaffRequest) -> HttpResponseBase:
    """List the visits with the share of the seven ones; it follows the workers by itself."""
    form, wanted = _wanted(request)
    rows = one_page(request, visits_of(request.project, wanted))
    begin = begin_of(wanted.since) if wanted.since else request.at
    until = begin_of(wanted.until) + timedelta(days=1) if wanted.until else request.at
    context = {
        "page": rows,
        "rows": [(row, _reason(row)) for row in rows],
        "form": form,
        "share": seven_ones_share(request.project, begin, until),
        "workers": seven_ones_by_worker(request.project, begin, until),
        "formula": FORMULA,
        "since": wanted.since,
        "until": wanted.until,
    }
    live = [f"project:{request.project.pk}:fieldwork"]
    return page(request, "fieldwork/visits.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    _, wanted = _wanted(request)
    rows = list(visits_of(request.project, wanted))
    record_export(
        FieldVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={
            "关键字": "(已填)" if wanted.words else "",
            "自": wanted.since,
            "至": wanted.until,
            "状态": wanted.state,
            "全做到": {"yes": "是", "no": "否"}.get(wanted.kept, ""),
        },
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}上门记录", COLUMNS, rows)


def _wanted(request: StaffRequest) -> tuple[FilterForm, VisitFilters]:
    since = local_date(request.at) - timedelta(days=SHOWN_DAYS)
    form = FilterForm(
        {"since": since.isoformat(), **request.GET.dict()},
        workers=workers_with_visits(request.project),
    )
    return form, form.wanted(since=since)
