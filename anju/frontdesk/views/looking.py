"""What the desk looks up while one types; posted, so that addresses hold no name or number."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.frontdesk.candidates import candidates
from anju.frontdesk.forms.intake import IntakeForm
from anju.frontdesk.views.shown import ahead_of, household_shown, read_matter
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.permissions import DeskPermission as May
from anju.ui.responses import page


@require_POST
@staff_view(May.TAKE)
def find(request: StaffRequest) -> HttpResponseBase:
    """Show whom the typed text may mean."""
    words = request.POST.get("who", "").strip()[:40]
    context = {"found": candidates(request, words), "words": words}
    return page(request, "frontdesk/found.html", context)


@require_POST
@staff_view(May.TAKE)
def household(request: StaffRequest) -> HttpResponseBase:
    """Show the card of the person and unit in the form."""
    form = IntakeForm(request.POST, project=request.project, at=request.at)
    matter = read_matter(form)
    card = household_shown(request, matter.person, matter.unit)
    return page(request, "frontdesk/household.html", card)


@require_POST
@staff_view(May.TAKE)
def ahead(request: StaffRequest) -> HttpResponseBase:
    """Show what may be meant, what is similar, and what each exit would do."""
    form = IntakeForm(request.POST, project=request.project, at=request.at)
    shown = ahead_of(request, form, read_matter(form))
    return page(request, "frontdesk/ahead.html", {**shown, "is_part": True})
