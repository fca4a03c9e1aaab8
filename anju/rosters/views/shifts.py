"""班次: the hours of duty that departments know."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.rosters.commands.shifts import add_shift, change_shift, retire_shift
from anju.rosters.forms import RetireForm, ShiftForm
from anju.rosters.models import Shift, Tone
from anju.rosters.permissions import RosterPermission as May
from anju.rosters.queries.lists import shift_in, shift_list
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@staff_view(May.READ)
def shifts(request: StaffRequest) -> HttpResponseBase:
    """List the shifts by department."""
    context = {"page": one_page(request, shift_list(request.project))}
    live = [f"project:{request.project.pk}:rosters"]
    return page(request, "rosters/shifts.html", context, part="rows", live=live)


@staff_view(May.MANAGE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Give a department a shift."""
    form = ShiftForm(
        request.POST or None, project=request.project, is_new=True, initial={"rank": 50}
    )
    if form.is_valid():
        facts = {**form.cleaned_data, "tone": Tone(form.cleaned_data["tone"])}
        try:
            made = add_shift(by=request.by, at=request.at, **facts)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_list(request), said=f"已新建{made.department.name}{made}。")
    return page(request, "rosters/shift.html", {"form": form}, status=form.status)


@staff_view(May.MANAGE)
def change(request: StaffRequest, shift_id: int) -> HttpResponseBase:
    """Change a shift's name, colour or hours."""
    shift = _live_or_404(request, shift_id)
    today = local_date(request.at)
    form = ShiftForm(
        request.POST or None,
        project=request.project,
        is_new=False,
        initial=ShiftForm.of(shift, today),
    )
    if form.is_valid():
        facts = {**form.cleaned_data, "tone": Tone(form.cleaned_data["tone"])}
        try:
            changed = change_shift(shift=shift, by=request.by, at=request.at, **facts)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_list(request), said=f"已改为{changed}。")
    context = {"form": form, "shift": shift}
    return page(request, "rosters/shift.html", context, status=form.status)


@staff_view(May.MANAGE)
def retire(request: StaffRequest, shift_id: int) -> HttpResponseBase:
    """Retire a shift; its turns end on the day that is asked for."""
    shift = _live_or_404(request, shift_id)
    form = RetireForm(request.POST or None, initial={"since": local_date(request.at)})
    if form.is_valid():
        try:
            retire_shift(shift=shift, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_list(request), said=f"{shift.name}已停用。")
    context = {"form": form, "shift": shift}
    return page(request, "rosters/retire.html", context, status=form.status)


def _live_or_404(request: StaffRequest, shift_id: int) -> Shift:
    shift = shift_in(request.project, shift_id)
    if shift is None or shift.retired_at is not None:
        raise Http404
    return shift


def _list(request: StaffRequest) -> str:
    return reverse("rosters:shifts", args=[request.project.code])
