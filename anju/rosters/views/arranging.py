"""Arranging: who is in a cell from its day on, and a department's week after another one."""

from datetime import date, timedelta

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.periods import WEEKDAYS, local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.rosters.commands.turns import arrange_turns, copy_week
from anju.rosters.forms import ArrangeForm, CopyForm
from anju.rosters.permissions import RosterPermission as May
from anju.rosters.queries.lists import cell_people, department_in, moves_between, shift_in
from anju.rosters.windows import on_or_after
from anju.ui.responses import done, page


@staff_view(May.MANAGE)
def arrange(request: StaffRequest, shift_id: int, day: str) -> HttpResponseBase:
    """Tick who takes a shift on a weekday; opened from its cell, also in front of the grid."""
    shift, on = shift_in(request.project, shift_id), _day_or_404(day)
    if shift is None or shift.retired_at is not None:
        raise Http404
    cell = cell_people(request.project, shift, on)
    form = ArrangeForm(request.POST or None, cell=cell)
    if form.is_valid():
        added, removed = form.moved()
        to = f"{_week(request, on)}#cell-{shift.pk}-{on}"
        if not added and not removed:
            return done(request, to=to)
        try:
            arrange_turns(
                shift=shift, day=on, add=added, remove=removed, by=request.by, at=request.at
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"每周{WEEKDAYS[on.weekday()]}{shift.name}已改,自 {on.month}月{on.day}日 起。"
            return done(request, to=to, said=said)
    today = local_date(request.at)
    context = {
        "form": form,
        "shift": shift,
        "day": on,
        "weekday": WEEKDAYS[on.weekday()],
        "people": cell.people,
        "next": on_or_after(today, on.weekday()) if on < today else None,
    }
    return page(request, "rosters/arrange.html", context, part="form", status=form.status)


@staff_view(May.MANAGE)
def copy(request: StaffRequest, department_id: int, day: str) -> HttpResponseBase:
    """Show what copying a week would change in a department; do it when confirmed."""
    department, target = department_in(request.project, department_id), _day_or_404(day)
    if department is None:
        raise Http404
    form = CopyForm(request.POST or None, initial={"source": target - timedelta(days=7)})
    source = form.initial["source"]
    if form.is_valid():
        source = form.cleaned_data["source"]
        if "confirmed" in request.POST:
            try:
                copy_week(
                    department=department,
                    source=source,
                    target=target,
                    by=request.by,
                    at=request.at,
                )
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                said = f"{department.name}已照{source.month}月{source.day}日那一周排好。"
                return done(request, to=_week(request, target), said=said)
    moves = moves_between(request.project, department, source=source, target=target, at=request.at)
    context = {"form": form, "department": department, "day": target, "moves": moves}
    return page(request, "rosters/copy.html", context, status=form.status)


def _week(request: StaffRequest, day: date) -> str:
    return f"{reverse('rosters:week', args=[request.project.code])}?day={day}"


def _day_or_404(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
