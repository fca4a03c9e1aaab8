"""补录: what phones handed in late and the supervisor decides on; and the phones' question."""

from typing import Any

from django.http import Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.archives.queries import attached_file, files_of
from anju.archives.sending import send
from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.offline.commands.settling import adopt_entry, discard_entry
from anju.offline.forms import DiscardForm
from anju.offline.models import OfflineEntry
from anju.offline.permissions import OfflinePermission as May
from anju.offline.queries import OPEN, chain_of, entry_list, entry_of, held_count, rows_of
from anju.offline.states import EntryState
from anju.offline.words import in_words
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@staff_view(May.SETTLE)
def entries(request: StaffRequest) -> HttpResponseBase:
    """List what waits for a decision, and on demand what became of the rest."""
    show = request.GET.get("show", OPEN)
    shown = one_page(request, entry_list(request.project, show=show))
    context = {
        "page": shown,
        "rows": rows_of(request.project, list(shown)),
        "show": show,
        "states": EntryState,
        "held": held_count(request.project),
    }
    live = [f"project:{request.project.pk}:offline"]
    return page(request, "offline/entries.html", context, part="rows", live=live)


@staff_view(May.SETTLE)
def entry(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show one entry: what was done, when, by whom, with which photos, and why it is held."""
    found = _entry_or_404(request, number)
    return page(request, "offline/entry.html", _told(request, found, DiscardForm()))


@staff_view(May.SETTLE)
@require_POST
def adopt(request: StaffRequest, number: int) -> HttpResponseBase:
    """Take the step in its maker's name; a refusal is said on the page of the entry."""
    found = _entry_or_404(request, number)
    try:
        adopted = adopt_entry(entry=found, by=request.by, at=request.at)
    except DomainError as refusal:
        context = {**_told(request, found, DiscardForm()), "refusal": str(refusal)}
        return page(request, "offline/entry.html", context, status=422)
    said = f"已采用{found.user.name}的“{found.label}”。{adopted.said}"
    return done(request, to=_next_url(request, found), said=said)


@staff_view(May.SETTLE)
@require_POST
def discard(request: StaffRequest, number: int) -> HttpResponseBase:
    """Leave an entry untaken, saying why; it can still be read."""
    found = _entry_or_404(request, number)
    form = DiscardForm(request.POST)
    if form.is_valid():
        try:
            discard_entry(entry=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"已作废{found.user.name}的“{found.label}”。"
            return done(request, to=_next_url(request, found), said=said)
    return page(request, "offline/entry.html", _told(request, found, form), status=form.status)


@staff_view(May.SETTLE)
def file(request: StaffRequest, number: int, token: str) -> HttpResponseBase:
    """Hand out a photo that an entry holds."""
    attached = attached_file(_entry_or_404(request, number), token)
    if attached is None:
        raise Http404
    return send(attached, inline=attached.is_shown_inline)


@staff_view(None)
def ping(request: StaffRequest) -> HttpResponseBase:
    """Tell a phone the time, a fresh token for its forms, and as whom it is signed in."""
    response = JsonResponse(
        {
            "now": request.at.isoformat(),
            "csrf": get_token(request),
            "user": request.user.pk,
            "name": request.user.name,
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-store"
    return response


def _told(request: StaffRequest, found: OfflineEntry, form: DiscardForm) -> dict[str, Any]:
    chain = chain_of(request.project, found)
    return {
        "row": rows_of(request.project, [found])[0],
        "entry": found,
        "words": in_words(found),
        "files": files_of(found),
        "chain": [other for other in chain if other.pk != found.pk],
        "form": form,
        "lines": timeline(found),
    }


def _next_url(request: StaffRequest, settled: OfflineEntry) -> str:
    """Lead on to what else of the same work waits for a decision, else back to the list."""
    for other in chain_of(request.project, settled):
        if other.is_held and other.pk != settled.pk:
            return reverse("offline:entry", args=[request.project.code, other.pk])
    return reverse("offline:entries", args=[request.project.code])


def _entry_or_404(request: StaffRequest, number: int) -> OfflineEntry:
    found = entry_of(request.project, number)
    if found is None:
        raise Http404
    return found
