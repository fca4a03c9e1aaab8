"""One ticket (一单到底): its page, its photos, the number behind the mask."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from anju.archives.queries import attached_file
from anju.archives.sending import send
from anju.archives.uploading import upload_answer
from anju.organization.doors import StaffRequest, staff_view
from anju.residents.permissions import ResidentPermission
from anju.tickets.commands.revealing import reveal_caller
from anju.tickets.forms.ticket_acting import RevealForm
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.views.ticket_shown import (
    caller_name_of,
    posted,
    refuse_without,
    show_ticket,
    ticket_or_404,
    url_of_ticket,
)
from anju.ui.responses import page


@staff_view(May.READ)
def ticket(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Show a ticket with everything that belongs to it; it follows colleagues' work by itself."""
    found = ticket_or_404(request, ticket_id)
    return show_ticket(request, found, say=request.GET.get("say", ""))


@staff_view(May.ANSWER)
def upload(request: StaffRequest) -> HttpResponse:
    """Store a photo before the form it belongs to."""
    return upload_answer(request, project=request.project, by=request.by, at=request.at)


@staff_view(May.READ)
def file(request: StaffRequest, ticket_id: int, token: str) -> HttpResponseBase:
    """Hand out a photo or file of a ticket."""
    attached = attached_file(ticket_or_404(request, ticket_id), token)
    if attached is None:
        raise Http404
    return send(attached, inline=attached.is_shown_inline)


@staff_view(ResidentPermission.REVEAL_PHONE)
def reveal(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Show the caller's whole number for a stated reason, once, on the page."""
    found = ticket_or_404(request, ticket_id)
    refuse_without(request, May.READ)
    if not found.caller_phone:
        raise Http404
    form, whole = RevealForm(posted(request)), ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        whole = reveal_caller(ticket=found, reason=reason, by=request.by, at=request.at)
    context = {
        "ticket": found,
        "caller_name": caller_name_of(found, request),
        "form": form,
        "whole": whole,
        "back": url_of_ticket(request, found),
    }
    return page(request, "tickets/reveal.html", context, status=form.status)
