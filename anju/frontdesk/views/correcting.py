"""Putting right what was just saved: ten minutes, for who saved it."""

from typing import Any

from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.archives.models import File
from anju.core.errors import DomainError, StaleEdit
from anju.frontdesk.forms.correcting import CorrectForm
from anju.frontdesk.forms.intake import typed_fields
from anju.frontdesk.views.shown import (
    found_shown,
    household_shown,
    looks,
    may_correct_now,
    read_matter,
    uploaded,
    url_if_there,
    with_choice,
)
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.taking import change_ticket
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.ticket_parts import ticket_in
from anju.ui.responses import done, page

TEMPLATE = "frontdesk/correct.html"
TOO_LATE = "已过 10 分钟,不能在这里更正。请打开工单修改,并写明原因。"


@staff_view(May.TAKE)
def correct(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Change who, where and what of an intake; who typed past the ten minutes gives a reason."""
    found = ticket_in(request.project, ticket_id)
    if found is None or found.taken_by_id != request.user.pk:
        raise Http404
    is_early = may_correct_now(found, user_id=request.user.pk, at=request.at)
    if request.method != "POST" and not is_early:
        return done(request, to=_on(request, found), said=TOO_LATE, tone="error")
    if looks(request):
        return _looked(request, found)
    form = _form(request, found, request.POST or None, initial=CorrectForm.of(found))
    files = uploaded(request, form) if form.is_bound else []
    theirs, status = None, form.status
    if form.is_valid():
        try:
            _change(request, found, form, files)
        except StaleEdit as refusal:
            form.refuse(refusal)
            theirs, status = found, 409
            form.data = {**request.POST.dict(), "seen": str(found.edition)}
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=_saved(request, found), said=f"{found.number} 已更正。")
    context = {"form": form, "ticket": found, "theirs": theirs, "files": files}
    if form.is_bound:
        matter = read_matter(form)
        context |= household_shown(request, matter.person, matter.unit)
    else:
        context |= household_shown(request, found.person, found.unit)
    return page(request, TEMPLATE, context, status=status)


def _looked(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Answer a look-up, or a line chosen from one, where no script does it."""
    posted = with_choice(request)
    read = _form(request, ticket, posted)
    files, matter = uploaded(request, read), read_matter(read)
    form = _form(request, ticket, initial={**typed_fields(posted), "seen": posted.get("seen")})
    context = {"form": form, "ticket": ticket, "files": files, **found_shown(request)}
    context |= household_shown(request, matter.person, matter.unit)
    return page(request, TEMPLATE, context)


def _form(
    request: StaffRequest, ticket: Ticket, posted: QueryDict | None = None, **how: Any
) -> CorrectForm:
    is_early = may_correct_now(ticket, user_id=request.user.pk, at=request.at)
    return CorrectForm(
        posted, project=request.project, at=request.at, asks_reason=not is_early, **how
    )


def _change(request: StaffRequest, ticket: Ticket, form: CorrectForm, files: list[File]) -> None:
    change_ticket(
        ticket=ticket,
        matter=form.matter(tuple(file.token for file in files)),
        seen=form.cleaned_data["seen"],
        reason=form.cleaned_data.get("reason", ""),
        by=request.by,
        at=request.at,
    )


def _saved(request: StaffRequest, ticket: Ticket) -> str:
    return f"{reverse('frontdesk:desk', args=[request.project.code])}?saved={ticket.pk}"


def _on(request: StaffRequest, ticket: Ticket) -> str:
    there = url_if_there("tickets:ticket", request.project.code, ticket.pk)
    return there or _saved(request, ticket)
