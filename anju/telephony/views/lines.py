"""The line's terms and tokens, and the numbers it does not let through."""

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError, StaleEdit
from anju.organization.doors import StaffRequest, staff_view
from anju.telephony.commands.lines import (
    block_number,
    change_line,
    make_token,
    set_line_secret,
    unblock_number,
)
from anju.telephony.forms.calls import BlockForm
from anju.telephony.forms.line import LineForm, SecretForm, TokenForm
from anju.telephony.permissions import TelephonyPermission as May
from anju.telephony.queries.lines import blocked_in, blocked_list, good_tokens, line_of
from anju.ui.lists import one_page
from anju.ui.responses import done, page

HIDDEN = "…"


@staff_view(May.MANAGE)
def line(request: StaffRequest) -> HttpResponseBase:
    """Show and change what the project's line works by."""
    found = line_of(request.project)
    form = LineForm(request.POST or None, initial=LineForm.of(found))
    status = form.status
    if form.is_valid():
        try:
            change_line(project=request.project, by=request.by, at=request.at, **form.cleaned_data)
        except StaleEdit as refusal:
            form.refuse(refusal)
            status = 409
        else:
            return done(request, to=_url(request, "line"), said="线路设置已保存。")
    return _line_page(request, form, status=status)


@require_POST
@staff_view(May.MANAGE)
def token(request: StaffRequest) -> HttpResponseBase:
    """Make a token and show it this once, with the address that the exchange calls."""
    form = TokenForm(request.POST)
    form.is_valid()
    end_old = bool(form.cleaned_data.get("end_old"))
    made = make_token(project=request.project, end_old=end_old, by=request.by, at=request.at)
    address = _event_address(request, made)
    shown = LineForm(initial=LineForm.of(line_of(request.project)))
    return _line_page(request, shown, made=address)


@require_POST
@staff_view(May.MANAGE)
def secret(request: StaffRequest) -> HttpResponseBase:
    """Set or empty the secret of the signature."""
    form = SecretForm(request.POST)
    if form.is_valid():
        try:
            set_line_secret(
                project=request.project,
                secret=form.cleaned_data["secret"],
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request, "line"), said="签名设置已保存。")
    shown = LineForm(initial=LineForm.of(line_of(request.project)))
    return _line_page(request, shown, secret_form=form, status=422)


@staff_view(May.BLOCK)
def blocked(request: StaffRequest) -> HttpResponseBase:
    """List the numbers that are not let through."""
    words = request.GET.get("words", "").strip()[:40]
    rows = blocked_list(request.project, at=request.at, words=words)
    context = {"page": one_page(request, rows), "words": words}
    live = [f"project:{request.project.pk}:telephony"]
    return page(request, "telephony/blocked.html", context, part="rows", live=live)


@staff_view(May.BLOCK)
def block(request: StaffRequest) -> HttpResponseBase:
    """Let a number through no more."""
    form = BlockForm(request.POST or None)
    if form.is_valid():
        try:
            found = block_number(
                project=request.project, by=request.by, at=request.at, **form.cleaned_data
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request, "blocked"), said=f"已{found}。")
    return page(request, "telephony/block.html", {"form": form}, status=form.status)


@require_POST
@staff_view(May.BLOCK)
def unblock(request: StaffRequest, blocked_id: int) -> HttpResponseBase:
    """Let a number through again."""
    found = blocked_in(request.project, blocked_id)
    if found is None:
        raise Http404
    unblock_number(blocked=found, by=request.by, at=request.at)
    return done(request, to=_url(request, "blocked"), said="已取消拦截。")


def _line_page(
    request: StaffRequest,
    form: LineForm,
    *,
    made: str = "",
    secret_form: SecretForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "form": form,
        "line": line_of(request.project),
        "tokens": good_tokens(request.project, at=request.at),
        "made": made,
        "example": _event_address(request, HIDDEN),
        "secret_form": secret_form or SecretForm(),
        "token_form": TokenForm(),
    }
    return page(request, "telephony/line.html", context, status=status)


def _event_address(request: StaffRequest, token: str) -> str:
    path = reverse("cti:event", args=[request.project.code, "TOKEN"]).replace("TOKEN", token)
    if settings.ANJU_PUBLIC_URL:
        return f"{settings.ANJU_PUBLIC_URL.rstrip('/')}{path}"
    return request.build_absolute_uri("/").rstrip("/") + path


def _url(request: StaffRequest, name: str) -> str:
    return reverse(f"telephony:{name}", args=[request.project.code])
