"""The second factor: setting it up, its recovery codes, turning it off."""

from base64 import b64decode, b64encode
from datetime import timedelta

import segno
from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.accounts.codes import enrolment_uri, new_secret, spaced
from anju.accounts.commands import totp as commands
from anju.accounts.forms import MoveTotpForm, PasswordAndCodeForm, SetTotpForm
from anju.accounts.queries import must_have_totp, totp_of
from anju.accounts.views.proving import full_only, is_code_right, is_password_right
from anju.core.errors import DomainError
from anju.core.sealing import SealBroken, seal, unseal
from anju.organization.doors import PersonRequest, person_view
from anju.ui.responses import done, page

OFFER = "accounts.totp_offer"
FRESH_CODES = "accounts.fresh_codes"
SHOWN_FOR = timedelta(minutes=10)


@person_view
@full_only
def set_totp(request: PersonRequest) -> HttpResponseBase:
    """Show the secret as a QR code and as text; the first code of the app turns it on.

    Who has a second factor moves it to another app, by password and a code of the old one.
    """
    is_move = totp_of(request.user) is not None
    form = MoveTotpForm(request.POST or None) if is_move else SetTotpForm(request.POST or None)
    secret = _offered_secret(request)
    if form.is_valid() and (not isinstance(form, MoveTotpForm) or _may_move(request, form)):
        try:
            codes = commands.set_totp(
                user=request.user,
                secret=secret,
                code=form.cleaned_data["first"],
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal, "first")
        else:
            del request.session[OFFER]
            return _show_codes(request, codes, said="动态口令已开启。")
    uri = enrolment_uri(secret, login=request.user.login)
    context = {
        "form": form,
        "is_move": is_move,
        "is_asked": must_have_totp(request.user, at=request.at),
        "image": segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="white"),
        "secret": spaced(secret),
    }
    return page(request, "accounts/set_totp.html", context, status=form.status)


@person_view
@full_only
def codes(request: PersonRequest) -> HttpResponseBase:
    """Show fresh recovery codes until they are put away, ten minutes at most."""
    if request.method == "POST":
        request.session.pop(FRESH_CODES, None)
        return done(request, to="/", said="恢复码已收好,以后不再显示。")
    fresh = _fresh_codes(request)
    if not fresh:
        said = "恢复码只显示一次。如果没有抄下,请更换一组新的。"
        return done(request, to=reverse("accounts:me"), said=said, tone="warning")
    return page(request, "accounts/codes.html", {"codes": fresh, "made_at": request.at})


@person_view
@full_only
def renew_codes(request: PersonRequest) -> HttpResponseBase:
    """Replace all recovery codes, by password and a code."""
    form = PasswordAndCodeForm(request.POST or None)
    if form.is_valid() and _may_move(request, form):
        try:
            fresh = commands.renew_codes(
                user=request.user, key=settings.ANJU_DATA_KEY, by=request.by, at=request.at
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return _show_codes(request, fresh, said="恢复码已更换,原来的全部作废。")
    return page(request, "accounts/renew_codes.html", {"form": form}, status=form.status)


@person_view
@full_only
def remove_totp(request: PersonRequest) -> HttpResponseBase:
    """Turn the second factor off, by password and a code."""
    form = PasswordAndCodeForm(request.POST or None)
    is_asked = must_have_totp(request.user, at=request.at)
    if form.is_valid() and (is_asked or _may_move(request, form)):
        try:
            commands.remove_totp(user=request.user, by=request.by, at=request.at)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=reverse("accounts:me"), said="动态口令已关闭。")
    context = {"form": form, "is_asked": is_asked}
    return page(request, "accounts/remove_totp.html", context, status=form.status)


def _may_move(request: PersonRequest, form: PasswordAndCodeForm) -> bool:
    """Ask for the password first, so that a wrong one does not use up the code."""
    return is_password_right(request, form) and is_code_right(request, form)


def _offered_secret(request: PersonRequest) -> str:
    """Return the secret offered to this person in this session; reloading keeps it."""
    purpose = f"accounts.totp_offer:{request.user.pk}"
    sealed = request.session.get(OFFER)
    if sealed is not None:
        try:
            return unseal(b64decode(sealed), key=settings.ANJU_DATA_KEY, purpose=purpose)
        except SealBroken:
            pass  # the data key was changed meanwhile: offer a fresh one
    secret = new_secret()
    sealed_now = seal(secret, key=settings.ANJU_DATA_KEY, purpose=purpose)
    request.session[OFFER] = b64encode(sealed_now).decode()
    return secret


def _show_codes(request: PersonRequest, fresh: list[str], *, said: str) -> HttpResponseBase:
    """Go on to the page with the codes, so that a reload does not send the form again."""
    sealed = seal(" ".join(fresh), key=settings.ANJU_DATA_KEY, purpose=_codes_purpose(request))
    request.session[FRESH_CODES] = [b64encode(sealed).decode(), request.at.timestamp()]
    return done(request, to=reverse("accounts:codes"), said=said)


def _fresh_codes(request: PersonRequest) -> list[str]:
    sealed, made_at = request.session.get(FRESH_CODES, ("", 0))
    if not sealed or request.at.timestamp() - made_at > SHOWN_FOR.total_seconds():
        request.session.pop(FRESH_CODES, None)
        return []
    purpose = _codes_purpose(request)
    return unseal(b64decode(sealed), key=settings.ANJU_DATA_KEY, purpose=purpose).split()


def _codes_purpose(request: PersonRequest) -> str:
    return f"accounts.fresh_codes:{request.user.pk}"
