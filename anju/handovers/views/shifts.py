"""Which shifts are handed over."""

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.handovers.commands.shifts import set_desk_shifts
from anju.handovers.forms.signing import ShiftsForm
from anju.handovers.permissions import HandoverPermission as May
from anju.handovers.queries.spans import desk_shifts, shift_choices
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page


@staff_view(May.SETTLE)
def shifts(request: StaffRequest) -> HttpResponseBase:
    """Choose the shifts whose end is watched."""
    choices = shift_choices(request.project)
    known = {(row.department_id, row.name) for row in desk_shifts(request.project)}
    chosen = [str(each.pk) for each in choices if (each.department_id, each.name) in known]
    data = request.POST if request.method == "POST" else None
    form = ShiftsForm(data, choices=choices, initial={"shifts": chosen})
    if form.is_valid():
        wanted = set(form.cleaned_data["shifts"])
        set_desk_shifts(
            project=request.project,
            shifts=[each for each in choices if str(each.pk) in wanted],
            by=request.by,
            at=request.at,
        )
        to = reverse("handovers:desk", args=[request.project.code])
        return done(request, to=to, said="要交接的班次已保存。")
    return page(request, "handovers/shifts.html", {"form": form}, status=form.status)
