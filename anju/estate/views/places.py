"""Public places (公共部位)."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.periods import local_date
from anju.estate.commands.places import add_place, change_place, retire_place
from anju.estate.forms import PlaceForm
from anju.estate.models import Place, PlaceKind
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries import things
from anju.estate.views.answers import Said, answer_confirmation, answer_form
from anju.estate.views.exporting import workbook
from anju.estate.views.found import place_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page
from anju.ui.responses import page

COLUMNS: list[Column[Place]] = [
    Column("名称", lambda row: row.name, 24),
    Column("类别", lambda row: PlaceKind(row.kind).label, 14),
    Column("楼栋", lambda row: row.building.name if row.building else "", 14),
    Column("停用时间", lambda row: row.retired_at, 18),
]


@staff_view(May.READ)
def places(request: StaffRequest) -> HttpResponseBase:
    """List the public places."""
    filters = _filters(request)
    context = {
        "page": one_page(request, things.places(request.project, **filters)),
        "filters": filters,
        "kinds": PlaceKind,
    }
    live = [f"project:{request.project.pk}:estate"]
    return page(request, "estate/places.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _filters(request)
    rows = list(things.places(request.project, **filters))
    said = {"关键字": filters["words"], "类别": filters["kind"]}
    return workbook(request, "公共部位清单", COLUMNS, rows, said)


@staff_view(May.READ)
def place(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Show one public place."""
    found = place_or_404(request, place_id)
    facts = [
        ("类别", PlaceKind(found.kind).label),
        ("楼栋", found.building.name if found.building else "不属于哪一栋"),
    ]
    if found.retired_at:
        facts.append(("停用", f"{local_date(found.retired_at)} 起不再使用"))
    context = {"thing": found, "facts": facts, "lines": timeline(found), "of": "place"}
    return page(request, "estate/thing.html", context)


@staff_view(May.MANAGE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Enter a public place."""
    form = PlaceForm(request.POST or None, project=request.project)

    def act(facts: dict[str, Any]) -> Said:
        added = add_place(project=request.project, by=request.by, at=request.at, **facts)
        return _url(added), f"{added}已登记。"

    back = reverse("estate:places", args=[request.project.code])
    return answer_form(request, form, act, title="登记公共部位", back=back)


@staff_view(May.MANAGE)
def change(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Change a public place."""
    found = place_or_404(request, place_id)
    initial = PlaceForm.of(found)
    form = PlaceForm(request.POST or None, project=request.project, initial=initial)

    def act(facts: dict[str, Any]) -> Said:
        changed = change_place(place=found, by=request.by, at=request.at, **facts)
        return _url(changed), f"{changed}已修改。"

    return answer_form(request, form, act, title=f"修改{found}", back=_url(found))


@staff_view(May.MANAGE)
def retire(request: StaffRequest, place_id: int) -> HttpResponseBase:
    """Take a public place out of use."""
    found = place_or_404(request, place_id)

    def act() -> Said:
        retire_place(place=found, by=request.by, at=request.at)
        return _url(found), f"{found}已停用。"

    return answer_confirmation(
        request,
        act,
        title=f"停用{found}",
        text="停用后不能再选这个部位,也搜不到它;过去的记录都保留。",
        button="停用",
        back=_url(found),
    )


def _filters(request: StaffRequest) -> dict[str, Any]:
    return {
        "words": request.GET.get("words", "").strip()[:40],
        "kind": request.GET.get("kind", ""),
        "retired": request.GET.get("retired") == "yes",
    }


def _url(place: Place) -> str:
    return reverse("estate:place", args=[place.project.code, place.pk])
