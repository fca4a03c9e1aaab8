"""Meters (计量表): the list, putting in, replacing, correcting, taking out."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.periods import local_date
from anju.estate.commands.meters import add_meter, correct_meter, remove_meter, replace_meter
from anju.estate.forms import CorrectionForm, MeterForm, RemovalForm, ReplacementForm
from anju.estate.models import Meter, MeterKind, Place, Unit
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries import things
from anju.estate.views.answers import Said, answer_form
from anju.estate.views.exporting import workbook
from anju.estate.views.found import meter_or_404, place_or_404, unit_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page
from anju.ui.responses import page

COLUMNS: list[Column[Meter]] = [
    Column("类型", lambda row: MeterKind(row.kind).label, 10),
    Column("表号", lambda row: row.number, 20),
    Column("装在", lambda row: _where(row), 22),
    Column("倍率", lambda row: row.multiplier, 10),
    Column("位数", lambda row: row.digits, 8),
    Column("安装日期", lambda row: row.installed_on, 14),
    Column("拆除日期", lambda row: row.removed_on, 14),
]


@staff_view(May.READ)
def meters(request: StaffRequest) -> HttpResponseBase:
    """List the meters."""
    filters = _filters(request)
    context = {
        "page": one_page(request, things.meters(request.project, **filters)),
        "filters": filters,
        "kinds": MeterKind,
    }
    live = [f"project:{request.project.pk}:estate"]
    return page(request, "estate/meters.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _filters(request)
    rows = list(things.meters(request.project, **filters))
    said = {"关键字": filters["words"], "类型": filters["kind"]}
    return workbook(request, "计量表清单", COLUMNS, rows, said)


@staff_view(May.MANAGE_METERS)
def add(request: StaffRequest) -> HttpResponseBase:
    """Put in a meter that serves the whole project."""
    return _add(request, lead="这只表计量整个项目;某一户或某处公共部位的表,请从它的页面登记。")


@staff_view(May.MANAGE_METERS)
def add_to_unit(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Put in a meter for a unit."""
    found = unit_or_404(request, unit_id)
    return _add(request, unit=found, lead=found.spoken)


@staff_view(May.MANAGE_METERS)
def add_to_place(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Put in a meter for a public place."""
    found = place_or_404(request, place_id)
    return _add(request, place=found, lead=found.name)


@staff_view(May.MANAGE_METERS)
def correct(request: StaffRequest, meter_id: int) -> HttpResponseBase:
    """Mend what was entered wrongly."""
    found = meter_or_404(request, meter_id)
    form = CorrectionForm(request.POST or None, initial=CorrectionForm.of(found))

    def act(facts: dict[str, Any]) -> Said:
        mended = correct_meter(meter=found, by=request.by, at=request.at, **facts)
        return _url(found), f"{mended}已更正。"

    lead = "这里只更正登记错的内容;换了新表请用“换表”。"
    return answer_form(request, form, act, title=f"更正{found}", lead=lead, back=_url(found))


@staff_view(May.MANAGE_METERS)
def replace(request: StaffRequest, meter_id: int) -> HttpResponseBase:
    """Take a meter out and put a new one in."""
    found = meter_or_404(request, meter_id)
    initial = {
        "on": local_date(request.at),
        "multiplier": found.multiplier,
        "digits": found.digits,
    }
    form = ReplacementForm(request.POST or None, initial=initial)

    def act(facts: dict[str, Any]) -> Said:
        new = replace_meter(meter=found, by=request.by, at=request.at, **facts)
        return _url(found), f"{found}已换成 {new.number}。"

    lead = f"{_where(found)},旧表到更换日期为止,新表从这一天开始。"
    return answer_form(
        request, form, act, title=f"更换{found}", lead=lead, back=_url(found), button="换表"
    )


@staff_view(May.MANAGE_METERS)
def remove(request: StaffRequest, meter_id: int) -> HttpResponseBase:
    """Take a meter out."""
    found = meter_or_404(request, meter_id)
    form = RemovalForm(request.POST or None, initial={"on": local_date(request.at)})

    def act(facts: dict[str, Any]) -> Said:
        remove_meter(meter=found, by=request.by, at=request.at, **facts)
        return _url(found), f"{found}已拆除。"

    lead = "拆下后不再装新表的才用这里;表和它的记录都保留。"
    return answer_form(
        request, form, act, title=f"拆除{found}", lead=lead, back=_url(found), button="拆除"
    )


def _add(
    request: StaffRequest, *, lead: str, unit: Unit | None = None, place: Place | None = None
) -> HttpResponseBase:
    form = MeterForm(request.POST or None)
    back = _url(Meter(project=request.project, unit=unit, place=place))

    def act(facts: dict[str, Any]) -> Said:
        added = add_meter(
            project=request.project, unit=unit, place=place, by=request.by, at=request.at, **facts
        )
        return back, f"{added}已登记。"

    return answer_form(request, form, act, title="登记计量表", lead=lead, back=back)


def _where(meter: Meter) -> str:
    if meter.unit is not None:
        return meter.unit.code
    return meter.place.name if meter.place is not None else "整个项目"


def _filters(request: StaffRequest) -> dict[str, Any]:
    return {
        "words": request.GET.get("words", "").strip()[:30],
        "kind": request.GET.get("kind", ""),
        "removed": request.GET.get("removed") == "yes",
    }


def _url(meter: Meter) -> str:
    """Return where somebody who looks at a meter came from: its unit, its place, or the list."""
    code = meter.project.code
    if meter.unit_id is not None:
        return reverse("estate:unit", args=[code, meter.unit_id])
    if meter.place_id is not None:
        return reverse("estate:place", args=[code, meter.place_id])
    return reverse("estate:meters", args=[code])
