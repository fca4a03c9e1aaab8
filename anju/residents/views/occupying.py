"""Who belongs to a unit: adding, ending, putting right, moving out."""

from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.commands.occupying import (
    begin_occupancy,
    correct_occupancy,
    end_occupancy,
    strike_occupancy,
)
from anju.residents.commands.transferring import move_out
from anju.residents.forms.occupying import (
    CorrectForm,
    EndForm,
    MoveOutForm,
    OccupancyForm,
    StrikeForm,
)
from anju.residents.models import OccupancyRole
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.households import occupants_by_unit, running_on
from anju.residents.queries.people import people_by_id, people_found, units_found
from anju.residents.views.belongings import saved
from anju.residents.views.finding import (
    numbers,
    occupancy_or_404,
    person_or_404,
    register_url,
    today,
    unit_or_404,
    unit_url,
    words_of,
)
from anju.ui.responses import done, page


@staff_view(May.MANAGE)
def choose_unit(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Find the unit that a person is to be added to."""
    found, words = person_or_404(request, person_id), words_of(request)
    context = {
        "person": found,
        "words": words,
        "units": units_found(request.project, words),
    }
    return page(request, "residents/choose_unit.html", context)


@staff_view(May.MANAGE)
def add_to_unit(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Add somebody to a unit: first whom, then as what and since when."""
    unit, words, day = unit_or_404(request, unit_id), words_of(request), today(request)
    chosen = people_by_id(request.project, numbers(request.GET.getlist("person"))[:1], day=day)
    form = OccupancyForm(request.POST or None)
    if chosen and form.is_valid():
        try:
            begin_occupancy(
                unit=unit, person=chosen[0], by=request.by, at=request.at, **form.cleaned_data
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            role = OccupancyRole(form.cleaned_data["role"]).label
            said = f"{sight.called(chosen[0], request.access)}已登记为 {unit} 的{role}。"
            return done(request, to=unit_url(unit), said=said)
    context = {
        "unit": unit,
        "form": form,
        "chosen": chosen[0] if chosen else None,
        "words": words,
        "found": people_found(
            request.project, words, day=day, reads_names=sight.reads_names(request.access)
        ),
        "occupants": occupants_by_unit(request.project, [unit.pk], day=day).get(unit.pk, []),
        "register_url": register_url(unit) if request.access.may(May.MANAGE) else "",
        "back": unit_url(unit),
    }
    return page(request, "residents/add_to_unit.html", context, status=form.status)


@staff_view(May.MANAGE)
def end(request: StaffRequest, occupancy_id: int) -> HttpResponseBase:
    """End a relation that held and does not any more."""
    found = occupancy_or_404(request, occupancy_id)
    form = EndForm(request.POST or None, initial={"ends_on": today(request)})
    return saved(
        request,
        found.person,
        form,
        lambda: end_occupancy(occupancy=found, by=request.by, at=request.at, **form.cleaned_data),
        title=f"结束 {found.unit} {found.role_name}",
        said=f"{found.unit} 的{found.role_name}关系已结束。",
    )


@staff_view(May.MANAGE)
def correct(request: StaffRequest, occupancy_id: int) -> HttpResponseBase:
    """Put an entry right that was wrong from the start, with the reason."""
    found = occupancy_or_404(request, occupancy_id)
    form = CorrectForm(request.POST or None, initial=CorrectForm.of(found))
    return saved(
        request,
        found.person,
        form,
        lambda: correct_occupancy(
            occupancy=found, by=request.by, at=request.at, **form.cleaned_data
        ),
        title=f"更正 {found.unit} {found.role_name}",
        said="登记已更正。",
    )


@staff_view(May.MANAGE)
def strike(request: StaffRequest, occupancy_id: int) -> HttpResponseBase:
    """Take out an entry that never was true."""
    found = occupancy_or_404(request, occupancy_id)
    form = StrikeForm(request.POST or None)
    return saved(
        request,
        found.person,
        form,
        lambda: strike_occupancy(
            occupancy=found, by=request.by, at=request.at, **form.cleaned_data
        ),
        title=f"删除误登的 {found.unit} {found.role_name}",
        said="误登的关系已删除,操作记录里仍可查到。",
    )


@staff_view(May.TRANSFER)
def leave(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Let tenants and whoever lives with them move out of a unit on a day."""
    unit, day = unit_or_404(request, unit_id), today(request)
    running = running_on(request.project, unit, day=day)
    leaving = [each for each in running if each.role != OccupancyRole.OWNER]
    tenants = [each.pk for each in leaving if each.role == OccupancyRole.TENANT]
    form = MoveOutForm(
        request.POST or None, running=leaving, initial={"on": day, "occupancies": tenants}
    )
    if form.is_valid():
        try:
            move_out(unit=unit, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=unit_url(unit), said=f"{unit} 的迁出已登记。")
    chosen = form["occupancies"].value() or []
    context = {
        "unit": unit,
        "form": form,
        "leaving": leaving,
        "chosen": {int(pk) for pk in chosen if str(pk).isdigit()},
        "back": unit_url(unit),
    }
    return page(request, "residents/move_out.html", context, status=form.status)
