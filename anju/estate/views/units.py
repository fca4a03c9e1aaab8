"""Units: the list, one unit's page (一户一档), entering and changing them."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError, StaleEdit
from anju.core.periods import local_date
from anju.estate.commands.units import UnitFacts, add_unit, change_unit, remove_unit
from anju.estate.forms import UnitForm
from anju.estate.models import DeliveryState, OccupancyState, Unit, UnitUse
from anju.estate.models.buildings import UnitQuerySet
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries.buildings import buildings_of
from anju.estate.queries.chart import facets_for, units_with
from anju.estate.queries.units import unit_file, unit_in, unit_list
from anju.estate.views.answers import Said, answer_confirmation, answer_form
from anju.estate.views.exporting import workbook
from anju.estate.views.found import building_or_404, unit_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page
from anju.ui.responses import done, page

COLUMNS: list[Column[Unit]] = [
    Column("房屋编号", lambda row: row.code, 16),
    Column("地址", lambda row: row.spoken, 22),
    Column("楼层", lambda row: row.floor, 8),
    Column("用途", lambda row: UnitUse(row.use).label, 8),
    Column("户型", lambda row: row.layout, 16),
    Column("建筑面积", lambda row: row.area_built, 12),
    Column("套内面积", lambda row: row.area_inner, 12),
    Column("计费面积", lambda row: row.area_billed, 12),
    Column("交付状态", lambda row: DeliveryState(row.delivery).label, 12),
    Column("交付日期", lambda row: row.delivered_on, 14),
    Column("使用状态", lambda row: OccupancyState(row.occupancy).label, 12),
    Column("固定交代", lambda row: row.standing_note, 40),
]
NAMES = {
    "words": "关键字",
    "building": "楼栋",
    "use": "用途",
    "delivery": "交付状态",
    "occupancy": "使用状态",
    "noted": "有固定交代",
}
FIELDS = {
    "entrance": "单元",
    "room": "房号",
    "floor": "楼层",
    "use": "用途",
    "layout": "户型",
    "area_built": "建筑面积",
    "area_inner": "套内面积",
    "area_billed": "计费面积",
    "delivery": "交付状态",
    "delivered_on": "交付日期",
    "occupancy": "使用状态",
    "standing_note": "固定交代",
}


@staff_view(May.READ)
def units(request: StaffRequest) -> HttpResponseBase:
    """List the units as people count them."""
    filters = _filters(request)
    found, counted = _narrowed(request, filters)
    context = {
        "page": one_page(request, found),
        "filters": filters,
        "counted": counted,
        "buildings": buildings_of(request.project),
        "uses": UnitUse,
        "deliveries": DeliveryState,
        "occupancies": OccupancyState,
    }
    live = [f"project:{request.project.pk}:estate"]
    return page(request, "estate/units.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export_units(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _filters(request)
    found, counted = _narrowed(request, filters)
    said = {NAMES[name]: value for name, value in filters.items() if value is not False}
    return workbook(request, "房屋清单", COLUMNS, list(found), {**said, "房态": counted})


@staff_view(May.READ)
def unit(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Show all that is known of a unit, to this person."""
    found = unit_or_404(request, unit_id)
    file = unit_file(request.project, found, request.access, at=request.at)
    live = sorted({f"estate.unit:{found.pk}", *(t for each in file.panels for t in each.live)})
    context = {"file": file, "unit": found, "topics": " ".join(live)}
    return page(request, "estate/unit.html", context, part="shown", live=live)


@staff_view(May.MANAGE)
def add(request: StaffRequest, building: str) -> HttpResponseBase:
    """Enter one unit of a building."""
    found = building_or_404(request, building)
    initial = {"entrance": request.GET.get("entrance")}
    form = UnitForm(request.POST or None, building=found, initial=initial)

    def act(facts: dict[str, Any]) -> Said:
        added = add_unit(
            building=found,
            entrance=facts["entrance"],
            room=facts["room"],
            facts=_facts(facts),
            by=request.by,
            at=request.at,
        )
        return _url(request, added), f"房屋 {added.code} 已登记。"

    back = reverse("estate:building", args=[request.project.code, found.code])
    return answer_form(request, form, act, title="登记房屋", lead=found.name, back=back)


@staff_view(May.MANAGE)
def change(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Change a unit; if a colleague saved in between, what differs is shown."""
    found = unit_or_404(request, unit_id)
    form = UnitForm(request.POST or None, building=found.building, initial=UnitForm.of(found))
    differences, status = [], form.status
    if form.is_valid():
        facts = form.cleaned_data
        try:
            changed = change_unit(
                unit=found,
                entrance=facts["entrance"],
                room=facts["room"],
                facts=_facts(facts),
                version=facts["version"] or 0,
                by=request.by,
                at=request.at,
            )
        except StaleEdit as refusal:
            form.refuse(refusal)
            theirs = unit_in(request.project, found.pk) or found
            differences, status = _differences(theirs, facts), 409
            form.data = {**request.POST.dict(), "version": str(theirs.version)}
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=_url(request, changed), said=f"{changed.code} 已修改。")
    context = {"form": form, "unit": found, "differences": differences}
    return page(request, "estate/change_unit.html", context, status=status)


@staff_view(May.MANAGE)
def remove(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Take out a unit that was entered by mistake."""
    found = unit_or_404(request, unit_id)
    building = reverse("estate:building", args=[request.project.code, found.building.code])

    def act() -> Said:
        remove_unit(unit=found, by=request.by, at=request.at)
        return building, f"房屋 {found.code} 已删除。"

    return answer_confirmation(
        request,
        act,
        title=f"删除房屋 {found.code}",
        text="只有登记错了的房屋才删除。已有住户、计量表等资料的不能删除;操作记录会保留。",
        button="删除这户",
        back=_url(request, found),
    )


def _facts(facts: dict[str, Any]) -> UnitFacts:
    return UnitFacts(**{name: facts[name] for name in UnitFacts.__dataclass_fields__})


def _differences(theirs: Unit, mine: dict[str, Any]) -> list[tuple[str, object, object]]:
    """Return where two people disagree: field, what was saved, what is being typed."""
    words = {"use": UnitUse, "delivery": DeliveryState, "occupancy": OccupancyState}
    found = []
    for name, label in FIELDS.items():
        saved, typed = getattr(theirs, name), mine[name]
        if saved != typed:
            shown = [words[name](each).label if name in words else each for each in (saved, typed)]
            found.append((label, shown[0], shown[1]))
    return found


def _filters(request: StaffRequest) -> dict[str, Any]:
    return {
        "words": request.GET.get("words", "").strip()[:40],
        "building": request.GET.get("building", "")[:12],
        "use": request.GET.get("use", ""),
        "delivery": request.GET.get("delivery", ""),
        "occupancy": request.GET.get("occupancy", ""),
        "noted": request.GET.get("noted") == "yes",
    }


def _narrowed(request: StaffRequest, filters: dict[str, Any]) -> tuple[UnitQuerySet, str]:
    """Return the units, and in words what of the chart they are (使用:空置), if it asked."""
    facet, value = request.GET.get("facet", ""), request.GET.get("value", "")
    day = local_date(request.at)
    among = units_with(request.project, request.access, facet=facet, value=value, day=day)
    found = unit_list(request.project, among=among, **filters)
    if among is None:
        return found, ""
    chosen = next(
        each for each in facets_for(request.project, request.access) if each.code == facet
    )
    label = next((each.label for each in chosen.values if each.code == value), "未登记")
    return found, f"{chosen.label}:{label}"


def _url(request: StaffRequest, unit: Unit) -> str:
    return reverse("estate:unit", args=[request.project.code, unit.pk])
