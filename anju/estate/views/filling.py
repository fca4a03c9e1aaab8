"""Many rooms at once: fill in, look at what it makes, then enter them."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.estate.commands.filling import add_rooms
from anju.estate.filling import PlannedRoom
from anju.estate.forms import FillForm
from anju.estate.models import Building
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries.units import rooms_there
from anju.estate.views.found import building_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan makes: floors from the top, each with its rooms and whether they are there."""

    floors: list[tuple[int, list[tuple[str, bool]]]]
    new: int
    there: int
    key: str


@staff_view(May.MANAGE)
def fill(request: StaffRequest, building: str) -> HttpResponseBase:
    """Preview the rooms of a plan, and enter those that were previewed."""
    found = building_or_404(request, building)
    initial = {"floor_to": found.floors_above, "entrance": request.GET.get("entrance")}
    form = FillForm(request.POST or None, building=found, initial=initial)
    preview = _preview(request, found, form) if form.is_valid() else None
    if preview and preview.new and request.POST.get("seen") == preview.key:
        facts = form.cleaned_data
        try:
            added = add_rooms(
                building=found,
                entrance=facts["entrance"],
                plan=form.plan(),
                use=facts["use"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = reverse("estate:building", args=[request.project.code, found.code])
            return done(request, to=to, said=f"{found.name}登记了 {len(added)} 户。")
    context = {"form": form, "building": found, "preview": preview}
    return page(request, "estate/fill.html", context, status=form.status)


def _preview(request: StaffRequest, building: Building, form: FillForm) -> Preview | None:
    facts = form.cleaned_data
    try:
        planned = form.plan().rooms()
    except DomainError as refusal:
        form.refuse(refusal)
        return None
    there = rooms_there(
        request.project, building, facts["entrance"], [each.room for each in planned]
    )
    floors = [
        (floor, [(each.room, each.room in there) for each in rooms])
        for floor, rooms in groupby(planned, key=_floor)
    ]
    # What is entered is what was looked at: another plan is previewed again.
    made = f"{facts['entrance']} {facts['use']} {' '.join(each.room for each in planned)}"
    key = sha256(made.encode()).hexdigest()[:20]
    return Preview(floors[::-1], len(planned) - len(there), len(there), key)


def _floor(planned: PlannedRoom) -> int:
    return planned.floor
