"""Vehicles, animals, parking spaces and storage rooms of a resident."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.organization.doors import StaffRequest, staff_view
from anju.residents.commands.holdings import begin_holding, end_holding
from anju.residents.commands.pets import add_pet, change_pet, remove_pet
from anju.residents.commands.vehicles import add_vehicle, change_vehicle, leave_vehicle
from anju.residents.forms.belongings import HoldingForm, LeaveForm, PetForm, VehicleForm
from anju.residents.models import Person, Pet, Vehicle
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.belongings import holding_of, pet_of, vehicle_of
from anju.residents.views.belongings import asked, saved
from anju.residents.views.finding import person_or_404, today


@staff_view(May.MANAGE)
def add_vehicle_to_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Enter a vehicle."""
    found = person_or_404(request, person_id)
    form = VehicleForm(request.POST or None, project=request.project)
    return saved(
        request,
        found,
        form,
        lambda: add_vehicle(person=found, by=request.by, at=request.at, **form.cleaned_data),
        title="登记车辆",
        said="车辆已登记。",
    )


@staff_view(May.MANAGE)
def change_vehicle_of_person(
    request: StaffRequest, person_id: int, vehicle_id: int
) -> HttpResponseBase:
    """Correct a vehicle."""
    found = person_or_404(request, person_id)
    vehicle = _vehicle_or_404(request, found, vehicle_id)
    initial = {
        "plate": vehicle.plate,
        "brand": vehicle.brand,
        "colour": vehicle.colour,
        "space": vehicle.space.code if vehicle.space else "",
    }
    form = VehicleForm(request.POST or None, project=request.project, initial=initial)
    return saved(
        request,
        found,
        form,
        lambda: change_vehicle(vehicle=vehicle, by=request.by, at=request.at, **form.cleaned_data),
        title="修改车辆",
        said="车辆已修改。",
    )


@staff_view(May.MANAGE)
def leave_vehicle_of_person(
    request: StaffRequest, person_id: int, vehicle_id: int
) -> HttpResponseBase:
    """Take a vehicle off that was sold or is gone."""
    found = person_or_404(request, person_id)
    vehicle = _vehicle_or_404(request, found, vehicle_id)
    form = LeaveForm(request.POST or None, initial={"on": today(request)})
    return saved(
        request,
        found,
        form,
        lambda: leave_vehicle(vehicle=vehicle, by=request.by, at=request.at, **form.cleaned_data),
        title="注销车辆",
        said="车辆已注销。",
    )


@staff_view(May.MANAGE)
def add_pet_to_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Enter an animal of the household."""
    found, form = person_or_404(request, person_id), PetForm(request.POST or None)
    return saved(
        request,
        found,
        form,
        lambda: add_pet(person=found, by=request.by, at=request.at, **form.cleaned_data),
        title="登记宠物",
        said="宠物已登记。",
    )


@staff_view(May.MANAGE)
def change_pet_of_person(request: StaffRequest, person_id: int, pet_id: int) -> HttpResponseBase:
    """Correct what is known of an animal."""
    found = person_or_404(request, person_id)
    pet = _pet_or_404(request, found, pet_id)
    initial = {name: getattr(pet, name) for name in ("kind", "name", "licence", "note")}
    form = PetForm(request.POST or None, initial=initial)
    return saved(
        request,
        found,
        form,
        lambda: change_pet(pet=pet, by=request.by, at=request.at, **form.cleaned_data),
        title="修改宠物",
        said="宠物已修改。",
    )


@staff_view(May.MANAGE)
def remove_pet_of_person(request: StaffRequest, person_id: int, pet_id: int) -> HttpResponseBase:
    """Take an animal out that is not there any more."""
    found = person_or_404(request, person_id)
    pet = _pet_or_404(request, found, pet_id)
    return asked(
        request,
        found,
        lambda: remove_pet(pet=pet, by=request.by, at=request.at),
        title="注销宠物",
        question=f"注销宠物“{pet.name or pet.kind}”?",
        said="宠物已注销。",
    )


@staff_view(May.MANAGE)
def add_holding_to_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Enter that somebody has a parking space or storage room."""
    found = person_or_404(request, person_id)
    form = HoldingForm(request.POST or None, project=request.project)

    def begin() -> object:
        facts = form.cleaned_data
        return begin_holding(
            person=found,
            thing=facts["thing"],
            ground=facts["ground"],
            starts_on=facts["starts_on"],
            ends_on=facts["ends_on"],
            by=request.by,
            at=request.at,
        )

    return saved(request, found, form, begin, title="登记车位、储藏室", said="使用登记已保存。")


@staff_view(May.MANAGE)
def end_holding_of_person(
    request: StaffRequest, person_id: int, holding_id: int
) -> HttpResponseBase:
    """End the use of a parking space or storage room."""
    found = person_or_404(request, person_id)
    holding = holding_of(request.project, found, holding_id)
    if holding is None:
        raise Http404
    form = LeaveForm(request.POST or None, initial={"on": today(request)})
    return saved(
        request,
        found,
        form,
        lambda: end_holding(
            holding=holding, ends_on=form.cleaned_data["on"], by=request.by, at=request.at
        ),
        title=f"结束使用 · {holding.thing}",
        said="使用已结束。",
    )


def _vehicle_or_404(request: StaffRequest, found: Person, vehicle_id: int) -> Vehicle:
    vehicle = vehicle_of(request.project, found, vehicle_id)
    if vehicle is None:
        raise Http404
    return vehicle


def _pet_or_404(request: StaffRequest, found: Person, pet_id: int) -> Pet:
    pet = pet_of(request.project, found, pet_id)
    if pet is None:
        raise Http404
    return pet
