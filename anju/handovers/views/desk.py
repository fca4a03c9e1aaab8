"""交接班 at the desk: what the shift leaves open, the duty record, and the outgoing signature."""

from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.drafts.commands import drop_draft
from anju.handovers.commands.drafting import add_line, draft_handover
from anju.handovers.commands.signing import ItemsAppeared, sign_off
from anju.handovers.forms.signing import LineForm, SignForm, keys_of
from anju.handovers.leavings import Leaving
from anju.handovers.models import Handover
from anju.handovers.permissions import HandoverPermission as May
from anju.handovers.queries.handovers import (
    handover_in,
    handover_of,
    own_open,
    unrelieved,
    waiting_for,
)
from anju.handovers.queries.left import left_of
from anju.handovers.queries.spans import Span, desk_of, own_span, span_behind
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import Department
from anju.ui.responses import done, page

DRAFT = "handovers.sign"


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody hands over now: whose shift, what is begun of it, what is open."""

    span: Span
    handover: Handover | None
    leaving: Leaving

    @property
    def is_disputed(self) -> bool:
        return self.handover is not None and self.handover.is_disputed

    @property
    def may_sign(self) -> bool:
        """Whether there is something of one's own to sign."""
        return self.handover is None or self.handover.is_draft or self.is_disputed


@staff_view(May.READ)
def desk(request: StaffRequest) -> HttpResponseBase:
    """Show what the shift leaves open, and who waits for whom; nothing is begun by looking."""
    found = _desk(request)
    return _page(request, found, form=_sign_form(found))


@staff_view(May.SIGN)
def line(request: StaffRequest) -> HttpResponseBase:
    """Write a line into the duty record of one's shift."""
    found = _desk(request)
    form = LineForm(request.POST or None)
    if found is not None and form.is_valid():
        try:
            begun = found.handover or _begin(request, found)
            add_line(handover=begun, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request), said="已记入值班记录。")
    return _page(request, found, form=_sign_form(found), line=form, status=form.status)


@staff_view(May.SIGN)
def sign(request: StaffRequest) -> HttpResponseBase:
    """Sign the shift off; what appeared since the page was opened is shown first (409)."""
    found = _desk(request)
    if found is None or request.method != "POST":
        return _page(request, found, form=_sign_form(found))
    form = SignForm(request.POST, is_disputed=found.is_disputed)
    status, new, gone = form.status, frozenset[str](), 0
    if form.is_valid():
        try:
            signed = sign_off(
                handover=found.handover or _begin(request, found),
                span=found.span,
                outgoing=request.user,
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except ItemsAppeared as more:
            form.refuse(more)
            status, gone = 409, more.gone
            new = frozenset(item.key for item in more.new)
            found = Desk(found.span, found.handover, more.now)
            form.data = {**request.POST.dict(), "seen": keys_of(more.now)}
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            drop_draft(project=request.project, user=request.user, key=DRAFT)
            said = f"已签字交班,留下 {len(signed.left)} 项。请等接班的同事签字。"
            return done(request, to=_url(request), said=said)
    return _page(request, found, form=form, new=new, gone=gone, status=status)


def _page(
    request: StaffRequest,
    found: Desk | None,
    *,
    form: SignForm | None,
    line: LineForm | None = None,
    new: frozenset[str] = frozenset(),
    gone: int = 0,
    status: int = 200,
) -> HttpResponseBase:
    mine = own_open(request.project, request.user)
    context: dict[str, Any] = {
        "desk": found,
        "form": form,
        "line_form": line or LineForm(),
        "new": new,
        "gone": gone,
        "waiting": waiting_for(request.project, request.user),
        "mine": mine,
        "unrelieved": unrelieved(request.project),
        "draft_key": DRAFT,
        "now": request.at,
    }
    live = [f"project:{request.project.pk}:handovers"]
    return page(request, "handovers/desk.html", context, part="head", status=status, live=live)


def _desk(request: StaffRequest) -> Desk | None:
    """Return what this person hands over; None for who belongs to no department here."""
    department = desk_of(request.project, request.user, request.at)
    if department is None:
        return None
    disputed = [each for each in own_open(request.project, request.user) if each.is_disputed]
    if disputed:
        handover = handover_in(request.project, disputed[0].pk)
        assert handover is not None
        span = span_behind(request.project, handover, request.at)
    else:
        span = own_span(request.project, department, request.user, request.at)
        handover = _handover(request, department, span)
    leaving = left_of(
        request.project,
        span.department,
        request.user,
        since=span.starts_at,
        until=span.next_ends_at,
        at=request.at,
    )
    return Desk(span, handover, leaving)


def _handover(request: StaffRequest, department: Department, span: Span) -> Handover | None:
    shift_id = span.shift.pk if span.shift else None
    return handover_of(request.project, department, request.user, shift_id=shift_id, day=span.day)


def _sign_form(found: Desk | None) -> SignForm | None:
    if found is None or not found.may_sign:
        return None
    initial = SignForm.of(found.handover, found.leaving)
    return SignForm(initial=initial, is_disputed=found.is_disputed)


def _begin(request: StaffRequest, found: Desk) -> Handover:
    return draft_handover(
        project=request.project,
        span=found.span,
        outgoing=request.user,
        by=request.by,
        at=request.at,
    )


def _url(request: StaffRequest) -> str:
    return reverse("handovers:desk", args=[request.project.code])
