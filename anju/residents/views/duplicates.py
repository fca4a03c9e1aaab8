"""Entries that are probably one person, and making them one."""

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.residents.commands.merging import CHOICES, merge_people
from anju.residents.forms.requests import MergeForm
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.duplicates import choices_between, duplicates_in
from anju.residents.queries.people import person_page
from anju.residents.views.finding import person_or_404, person_url, today
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@staff_view(May.MERGE)
def duplicates(request: StaffRequest) -> HttpResponseBase:
    """List pairs that are probably one person, the surest first."""
    maybe_too = request.GET.get("maybe") == "1"
    pairs = duplicates_in(request.project, day=today(request), maybe_too=maybe_too)
    context = {"page": one_page(request, pairs), "maybe_too": maybe_too}
    return page(request, "residents/duplicates.html", context)


@staff_view(May.MERGE)
def merge(request: StaffRequest, kept_id: int, gone_id: int) -> HttpResponseBase:
    """Show what the merged entry will hold, let choose field by field, and merge."""
    kept, gone = person_or_404(request, kept_id), person_or_404(request, gone_id)
    if kept.pk == gone.pk or not (kept.is_active and gone.is_active):
        raise Http404
    form = MergeForm(request.POST or None)
    take = [name for name in CHOICES if request.POST.get(f"take_{name}") == "gone"]
    if form.is_valid() and request.method == "POST":
        try:
            merge_people(
                kept=kept,
                gone=gone,
                take=take,
                reason=form.cleaned_data["reason"],
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"已合并为一位住户(原编号 {gone.pk} 今后指向本页)。"
            return done(request, to=person_url(kept), said=said)
    day = today(request)
    both = [person_page(request.project, each, day=day) for each in (kept, gone)]
    context = {
        "form": form,
        "both": both,
        "kept": both[0],
        "gone": both[1],
        "choices": choices_between(request.project, kept, gone),
        "take": take,
    }
    return page(request, "residents/merge.html", context, status=form.status)
