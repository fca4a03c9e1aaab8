"""Parking spaces and storage rooms."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.estate.commands.spaces import (
    add_space,
    add_storage_room,
    change_space,
    change_storage_room,
    remove_space,
    remove_storage_room,
)
from anju.estate.forms import SpaceForm, StorageForm
from anju.estate.models import ParkingSpace, SpaceKind, StorageRoom
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries.buildings import buildings_of
from anju.estate.queries.things import lots_of, parking_spaces, storage_rooms
from anju.estate.views.answers import Said, answer_confirmation, answer_form
from anju.estate.views.exporting import workbook
from anju.estate.views.found import space_or_404, storage_room_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page
from anju.ui.responses import page

SPACES: list[Column[ParkingSpace]] = [
    Column("车位编号", lambda row: row.code, 16),
    Column("停车场", lambda row: row.lot, 12),
    Column("车位类型", lambda row: SpaceKind(row.kind).label, 12),
    Column("面积", lambda row: row.area, 10),
]
STORAGE_ROOMS: list[Column[StorageRoom]] = [
    Column("储藏室编号", lambda row: row.code, 16),
    Column("楼栋", lambda row: row.building.name if row.building else "", 14),
    Column("面积", lambda row: row.area, 10),
]


@staff_view(May.READ)
def spaces(request: StaffRequest) -> HttpResponseBase:
    """List the parking spaces."""
    filters = _space_filters(request)
    context = {
        "page": one_page(request, parking_spaces(request.project, **filters)),
        "filters": filters,
        "lots": lots_of(request.project),
        "kinds": SpaceKind,
    }
    return page(request, "estate/spaces.html", context, part="rows", live=_topics(request))


@staff_view(May.EXPORT)
def export_spaces(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _space_filters(request)
    rows = list(parking_spaces(request.project, **filters))
    said = {"关键字": filters["words"], "停车场": filters["lot"], "类型": filters["kind"]}
    return workbook(request, "车位清单", SPACES, rows, said)


@staff_view(May.READ)
def space(request: StaffRequest, space_id: int) -> HttpResponseBase:
    """Show one parking space."""
    found = space_or_404(request, space_id)
    facts = [
        ("停车场", found.lot),
        ("车位类型", SpaceKind(found.kind).label),
        ("面积", f"{found.area} ㎡" if found.area else "不详"),
    ]
    context = {"thing": found, "facts": facts, "lines": timeline(found), "of": "space"}
    return page(request, "estate/thing.html", context)


@staff_view(May.MANAGE)
def add_a_space(request: StaffRequest) -> HttpResponseBase:
    """Enter a parking space."""
    form = SpaceForm(request.POST or None)

    def act(facts: dict[str, Any]) -> Said:
        added = add_space(project=request.project, by=request.by, at=request.at, **facts)
        return _space_url(added), f"{added}已登记。"

    back = reverse("estate:spaces", args=[request.project.code])
    return answer_form(request, form, act, title="登记车位", back=back)


@staff_view(May.MANAGE)
def change_a_space(request: StaffRequest, space_id: int) -> HttpResponseBase:
    """Change a parking space."""
    found = space_or_404(request, space_id)
    form = SpaceForm(request.POST or None, initial=SpaceForm.of(found))

    def act(facts: dict[str, Any]) -> Said:
        changed = change_space(space=found, by=request.by, at=request.at, **facts)
        return _space_url(changed), f"{changed}已修改。"

    return answer_form(request, form, act, title=f"修改{found}", back=_space_url(found))


@staff_view(May.MANAGE)
def remove_a_space(request: StaffRequest, space_id: int) -> HttpResponseBase:
    """Take out a parking space that was entered by mistake."""
    found = space_or_404(request, space_id)

    def act() -> Said:
        remove_space(space=found, by=request.by, at=request.at)
        return reverse("estate:spaces", args=[request.project.code]), f"{found}已删除。"

    return answer_confirmation(
        request,
        act,
        title=f"删除{found}",
        text="只有登记错了的车位才删除。有过使用人的不能删除;操作记录会保留。",
        button="删除这个车位",
        back=_space_url(found),
    )


@staff_view(May.READ)
def storage(request: StaffRequest) -> HttpResponseBase:
    """List the storage rooms."""
    filters = _storage_filters(request)
    context = {
        "page": one_page(request, storage_rooms(request.project, **filters)),
        "filters": filters,
        "buildings": buildings_of(request.project),
    }
    return page(request, "estate/storage.html", context, part="rows", live=_topics(request))


@staff_view(May.EXPORT)
def export_storage(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    filters = _storage_filters(request)
    rows = list(storage_rooms(request.project, **filters))
    said = {"关键字": filters["words"], "楼栋": filters["building"]}
    return workbook(request, "储藏室清单", STORAGE_ROOMS, rows, said)


@staff_view(May.READ)
def storage_room(request: StaffRequest, room_id: int) -> HttpResponseBase:
    """Show one storage room."""
    found = storage_room_or_404(request, room_id)
    facts = [
        ("楼栋", found.building.name if found.building else "不属于哪一栋"),
        ("面积", f"{found.area} ㎡" if found.area else "不详"),
    ]
    context = {"thing": found, "facts": facts, "lines": timeline(found), "of": "storage_room"}
    return page(request, "estate/thing.html", context)


@staff_view(May.MANAGE)
def add_a_storage_room(request: StaffRequest) -> HttpResponseBase:
    """Enter a storage room."""
    form = StorageForm(request.POST or None, project=request.project)

    def act(facts: dict[str, Any]) -> Said:
        added = add_storage_room(project=request.project, by=request.by, at=request.at, **facts)
        return _storage_url(added), f"{added}已登记。"

    back = reverse("estate:storage", args=[request.project.code])
    return answer_form(request, form, act, title="登记储藏室", back=back)


@staff_view(May.MANAGE)
def change_a_storage_room(request: StaffRequest, room_id: int) -> HttpResponseBase:
    """Change a storage room."""
    found = storage_room_or_404(request, room_id)
    initial = StorageForm.of(found)
    form = StorageForm(request.POST or None, project=request.project, initial=initial)

    def act(facts: dict[str, Any]) -> Said:
        changed = change_storage_room(storage_room=found, by=request.by, at=request.at, **facts)
        return _storage_url(changed), f"{changed}已修改。"

    return answer_form(request, form, act, title=f"修改{found}", back=_storage_url(found))


@staff_view(May.MANAGE)
def remove_a_storage_room(request: StaffRequest, room_id: int) -> HttpResponseBase:
    """Take out a storage room that was entered by mistake."""
    found = storage_room_or_404(request, room_id)

    def act() -> Said:
        remove_storage_room(storage_room=found, by=request.by, at=request.at)
        return reverse("estate:storage", args=[request.project.code]), f"{found}已删除。"

    return answer_confirmation(
        request,
        act,
        title=f"删除{found}",
        text="只有登记错了的储藏室才删除。有过使用人的不能删除;操作记录会保留。",
        button="删除这间储藏室",
        back=_storage_url(found),
    )


def _space_filters(request: StaffRequest) -> dict[str, str]:
    return {
        "words": request.GET.get("words", "").strip()[:20],
        "lot": request.GET.get("lot", "")[:20],
        "kind": request.GET.get("kind", ""),
    }


def _storage_filters(request: StaffRequest) -> dict[str, str]:
    return {
        "words": request.GET.get("words", "").strip()[:20],
        "building": request.GET.get("building", "")[:12],
    }


def _space_url(space: ParkingSpace) -> str:
    return reverse("estate:space", args=[space.project.code, space.pk])


def _storage_url(room: StorageRoom) -> str:
    return reverse("estate:storage_room", args=[room.project.code, room.pk])


def _topics(request: StaffRequest) -> list[str]:
    return [f"project:{request.project.pk}:estate"]
