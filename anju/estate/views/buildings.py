"""Buildings and entrances: the list, entering and changing them, who looks after them."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.periods import local_date
from anju.estate.commands.buildings import add_building, change_building, remove_building
from anju.estate.commands.caring import assign_care
from anju.estate.commands.entrances import add_entrance, change_entrance, remove_entrance
from anju.estate.forms import BuildingForm, CareForm, EntranceForm
from anju.estate.models import Building
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries.buildings import BuildingRow, building_rows, care_of
from anju.estate.views.answers import Said, answer_confirmation, answer_form
from anju.estate.views.exporting import workbook
from anju.estate.views.found import building_or_404, entrance_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column
from anju.ui.responses import page

COLUMNS: list[Column[BuildingRow]] = [
    Column("楼栋编号", lambda row: row.building.code, 12),
    Column("楼栋名称", lambda row: row.building.name, 16),
    Column("单元", lambda row: "、".join(each.code for each in row.entrances), 20),
    Column("地上层数", lambda row: row.building.floors_above, 10),
    Column("地下层数", lambda row: row.building.floors_below, 10),
    Column("房屋数", lambda row: row.units, 10),
    Column("负责人", lambda row: row.care.user.name if row.care else "", 12),
    Column("负责自", lambda row: row.care.starts_on if row.care else None, 14),
    Column("备注", lambda row: row.building.note, 30),
]


@staff_view(May.READ)
def buildings(request: StaffRequest) -> HttpResponseBase:
    """List the buildings with who looks after them."""
    rows = building_rows(request.project, day=local_date(request.at))
    live = [f"project:{request.project.pk}:estate"]
    return page(request, "estate/buildings.html", {"rows": rows}, part="rows", live=live)


@staff_view(May.EXPORT)
def export_buildings(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    rows = building_rows(request.project, day=local_date(request.at))
    return workbook(request, "楼栋清单", COLUMNS, rows, {})


@staff_view(May.MANAGE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Enter a building."""
    form = BuildingForm(request.POST or None)

    def act(facts: dict[str, Any]) -> Said:
        added = add_building(project=request.project, by=request.by, at=request.at, **facts)
        return _url(added), f"{added.name}已登记。下一步:登记单元和房屋。"

    back = reverse("estate:buildings", args=[request.project.code])
    return answer_form(request, form, act, title="登记楼栋", back=back)


@staff_view(May.MANAGE)
def change(request: StaffRequest, building: str) -> HttpResponseBase:
    """Change a building; a new code gives its units new addresses."""
    found = building_or_404(request, building)
    form = BuildingForm(request.POST or None, initial=BuildingForm.of(found))

    def act(facts: dict[str, Any]) -> Said:
        changed = change_building(building=found, by=request.by, at=request.at, **facts)
        return _url(changed), f"{changed.name}已修改。"

    lead = "改了编号,这栋所有房屋的编号会一起改。"
    return answer_form(request, form, act, title=f"修改{found.name}", lead=lead, back=_url(found))


@staff_view(May.MANAGE)
def remove(request: StaffRequest, building: str) -> HttpResponseBase:
    """Take out a building that was entered by mistake."""
    found = building_or_404(request, building)

    def act() -> Said:
        remove_building(building=found, by=request.by, at=request.at)
        to = reverse("estate:buildings", args=[request.project.code])
        return to, f"{found.name}已删除。"

    return answer_confirmation(
        request,
        act,
        title=f"删除{found.name}",
        text="只有登记错了的楼栋才删除。已有单元、房屋等资料的不能删除;操作记录会保留。",
        button="删除这栋",
        back=_url(found),
    )


@staff_view(May.ASSIGN_CARE)
def care(request: StaffRequest, building: str) -> HttpResponseBase:
    """Give a building into somebody's care from a day on."""
    found = building_or_404(request, building)
    today = local_date(request.at)
    form = CareForm(
        request.POST or None, project=request.project, today=today, initial={"starts_on": today}
    )

    def act(facts: dict[str, Any]) -> Said:
        assigned = assign_care(building=found, by=request.by, at=request.at, **facts)
        said = f"{found.name}从 {assigned.starts_on} 起由{assigned.user.name}负责。"
        return _url(found), said

    now = care_of(request.project, found, day=today)
    lead = f"现在由{now.user.name}负责,自 {now.starts_on} 起。" if now else "现在没有负责人。"
    return answer_form(
        request, form, act, title=f"{found.name}由谁负责", lead=lead, back=_url(found)
    )


@staff_view(May.MANAGE)
def add_entrance_of(request: StaffRequest, building: str) -> HttpResponseBase:
    """Enter an entrance of a building."""
    found = building_or_404(request, building)
    form = EntranceForm(request.POST or None)

    def act(facts: dict[str, Any]) -> Said:
        added = add_entrance(building=found, by=request.by, at=request.at, **facts)
        return _url(found), f"{added}已登记。"

    return answer_form(request, form, act, title="登记单元", lead=found.name, back=_url(found))


@staff_view(May.MANAGE)
def change_entrance_of(request: StaffRequest, entrance_id: int) -> HttpResponseBase:
    """Change an entrance; a new code gives its units new addresses."""
    found = entrance_or_404(request, entrance_id)
    form = EntranceForm(request.POST or None, initial=EntranceForm.of(found))

    def act(facts: dict[str, Any]) -> Said:
        changed = change_entrance(entrance=found, by=request.by, at=request.at, **facts)
        return _url(found.building), f"{changed}已修改。"

    lead = "改了编号,这个单元所有房屋的编号会一起改。"
    return answer_form(
        request, form, act, title=f"修改{found}", lead=lead, back=_url(found.building)
    )


@staff_view(May.MANAGE)
def remove_entrance_of(request: StaffRequest, entrance_id: int) -> HttpResponseBase:
    """Take out an entrance that was entered by mistake."""
    found = entrance_or_404(request, entrance_id)

    def act() -> Said:
        remove_entrance(entrance=found, by=request.by, at=request.at)
        return _url(found.building), f"{found}已删除。"

    return answer_confirmation(
        request,
        act,
        title=f"删除{found}",
        text="只有登记错了的单元才删除。已有房屋的不能删除;操作记录会保留。",
        button="删除这个单元",
        back=_url(found.building),
    )


def _url(building: Building) -> str:
    return reverse("estate:building", args=[building.project.code, building.code])
