"""The daily digests: the list, one digest, and what supervisor and manager do with it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.errors import DomainError, StaleEdit
from anju.digests.commands.signing import (
    acknowledge_digest,
    edit_digest,
    set_hour,
    sign_digest,
)
from anju.digests.forms import BodyForm, HourForm, RemarkForm, SignForm
from anju.digests.models import Digest
from anju.digests.permissions import DigestPermission as May
from anju.digests.permissions import DigestReaderPermission
from anju.digests.queries.digests import digest_list, digest_of, terms_of
from anju.digests.states import DigestState
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with the address of the list behind it."""

    label: str
    count: int
    url: str


@staff_view(May.READ)
def digests(request: StaffRequest) -> HttpResponseBase:
    """List the digests, the newest day first; drafts to those who edit them."""
    state = request.GET.get("state", "")
    if state not in DigestState.values:
        state = ""
    found = digest_list(request.project, drafts_too=request.access.may(May.EDIT), state=state)
    context = {
        "page": one_page(request, found),
        "state": state,
        "states": DigestState,
        "terms": terms_of(request.project),
    }
    live = [f"project:{request.project.pk}:digests"]
    return page(request, "digests/digests.html", context, part="rows", live=live)


@staff_view(May.READ)
def digest(request: StaffRequest, day: str) -> HttpResponseBase:
    """Show one digest: its figures, its text, and the step that is next."""
    found = _digest_or_404(request, day)
    context = {
        "digest": found,
        "day_figures": _figures(found, is_now=False),
        "now_figures": _figures(found, is_now=True),
        "sign": SignForm(initial={"seen": found.edition}),
        "acknowledge": RemarkForm(),
        "lines": timeline(found),
    }
    live = [f"digests.digest:{found.pk}"]
    return page(request, "digests/digest.html", context, part="shown", live=live)


@staff_view(May.EDIT)
def edit(request: StaffRequest, day: str) -> HttpResponseBase:
    """Change a draft's text; if a colleague saved in between, both texts are shown."""
    found = _digest_or_404(request, day)
    form = BodyForm(request.POST or None, initial=BodyForm.of(found))
    theirs, status = None, form.status
    if form.is_valid():
        facts = form.cleaned_data
        try:
            edit_digest(
                digest=found,
                body=facts["body"],
                seen=facts["seen"] or 0,
                by=request.by,
                at=request.at,
            )
        except StaleEdit as refusal:
            found.refresh_from_db()
            form.refuse(refusal)
            theirs, status = found, 409
            form.data = {**request.POST.dict(), "seen": str(found.edition)}
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=_url(found), said="日报草稿已保存,还没有签发。")
    context = {"form": form, "digest": found, "theirs": theirs}
    return page(request, "digests/edit.html", context, status=status)


@staff_view(May.SIGN)
def sign(request: StaffRequest, day: str) -> HttpResponseBase:
    """Sign a draft; the manager is told."""
    found = _digest_or_404(request, day)
    form = SignForm(request.POST or None, initial={"seen": found.edition})
    status = form.status
    if form.is_valid():
        try:
            sign_digest(digest=found, seen=form.cleaned_data["seen"], by=request.by, at=request.at)
        except StaleEdit as refusal:
            found.refresh_from_db()
            form = SignForm(initial={"seen": found.edition})
            return page(
                request,
                "digests/sign.html",
                {"form": form, "digest": found, "refusal": refusal},
                status=409,
            )
        return done(request, to=_url(found), said=f"{found}已签发,项目经理会收到消息。")
    return page(request, "digests/sign.html", {"form": form, "digest": found}, status=status)


@staff_view(DigestReaderPermission.ACKNOWLEDGE)
def acknowledge(request: StaffRequest, day: str) -> HttpResponseBase:
    """Note that the manager has read a digest, with a remark if there is one."""
    found = _digest_or_404(request, day)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        acknowledge_digest(
            digest=found, remark=form.cleaned_data["remark"], by=request.by, at=request.at
        )
        return done(request, to=_url(found), said=f"{found}已批阅,签发人看得到。")
    context = {"form": form, "digest": found}
    return page(request, "digests/acknowledge.html", context, status=form.status)


@staff_view(May.READ)
def print_digest(request: StaffRequest, day: str) -> HttpResponseBase:
    """Show a digest as a sheet of paper."""
    found = _digest_or_404(request, day)
    context = {
        "digest": found,
        "day_figures": _figures(found, is_now=False),
        "now_figures": _figures(found, is_now=True),
    }
    return page(request, "digests/print.html", context)


@staff_view(May.SET_HOUR)
def hour(request: StaffRequest) -> HttpResponseBase:
    """Set when the digest is drafted each day."""
    terms = terms_of(request.project)
    form = HourForm(request.POST or None, initial=HourForm.of(terms))
    status = form.status
    if form.is_valid():
        facts = form.cleaned_data
        try:
            set_hour(
                project=request.project,
                hour=facts["hour"],
                seen=facts["seen"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, StaleEdit) else 422
            form.data = {**request.POST.dict(), "seen": str(terms_of(request.project).edition)}
        else:
            to = reverse("digests:digests", args=[request.project.code])
            return done(request, to=to, said=f"以后每天 {facts['hour']:%H:%M} 起草日报。")
    return page(request, "digests/hour.html", {"form": form}, status=status)


def _figures(found: Digest, *, is_now: bool) -> list[Shown]:
    rows = reverse("tickets:tickets", args=[found.project.code])
    return [
        Shown(each["label"], each["count"], f"{rows}?{urlencode(each['query'])}")
        for each in found.figures
        if each["is_now"] == is_now
    ]


def _digest_or_404(request: StaffRequest, day: str) -> Digest:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = digest_of(request.project, on, drafts_too=request.access.may(May.EDIT))
    if found is None:
        raise Http404
    return found


def _url(found: Digest) -> str:
    return reverse("digests:digest", args=[found.project.code, found.day])
