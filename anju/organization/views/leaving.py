"""离任交接, in three steps: what is held, what will happen, what happened."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import lines, trail_of
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.commands.leaving import part_with
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.staff import LeavingForm
from anju.organization.hooks import open_duties
from anju.organization.models import User
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import person_in, staff_of
from anju.organization.verbs import OrganizationVerb as Verb
from anju.ui.responses import done, page


@staff_view(May.PART_STAFF)
def part(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Ask when and why somebody leaves and who takes what; confirm; do it.

    The first POST only shows what will happen; the one that says `confirmed` does it.
    """
    found = _person_or_404(request, person_id)
    today = local_date(request.at)
    duties = [duty for duty in open_duties(request.project, found, request.at) if duty.count]
    form = LeavingForm(
        request.POST or None,
        duties=duties,
        staff=staff_of(request.project, on=today).exclude(pk=found.pk),
        initial={"ends_on": today},
    )
    context = {"person": found, "duties": duties, "form": form, "today": today}
    if form.is_valid() and "confirmed" not in request.POST:
        return page(request, "organization/part_confirm.html", context)
    if form.is_valid():
        try:
            part_with(
                project=request.project,
                user=found,
                last_day_after=form.cleaned_data["ends_on"],
                successors=form.successors(),
                reason=form.cleaned_data["reason"],
                held=request.access.held,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = reverse("organization:parted", args=[request.project.code, found.pk])
            return done(request, to=to, said=f"{found.name}的离任交接已办理。")
    return page(request, "organization/part.html", context, status=form.status)


@staff_view(May.PART_STAFF)
def parted(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Show what the leaver's wizard moved and ended, as the trail has it."""
    found = _person_or_404(request, person_id)
    events = trail_of(request.project.pk, verb=Verb.PARTED.value)
    events = events.about(User._meta.label_lower, found.pk)
    if not events.exists():
        raise Http404
    context = {"person": found, "lines": lines(events[:1]), "still": found.is_active}
    return page(request, "organization/parted.html", context)


def _person_or_404(request: StaffRequest, person_id: int) -> User:
    found = person_in(request.project, person_id)
    if found is None:
        raise Http404
    return found
