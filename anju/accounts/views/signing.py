"""Signing in, in one step or two, and out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anju.accounts.commands.sessions import sign_out as end_own_session
from anju.accounts.commands.totp import use_code
from anju.accounts.forms import CodeForm, SignInForm
from anju.accounts.gate import session_of
from anju.accounts.models import AttemptKind, SessionKind
from anju.accounts.origins import own_path
from anju.accounts.queries import desk_of, has_first_password_expired, person_signing_in, totp_of
from anju.accounts.views.entering import HALF, let_in
from anju.accounts.views.proving import WRONG_CODE, counted
from anju.core.actors import Actor
from anju.organization.doors import PersonRequest, open_view, person_view
from anju.organization.models import User
from anju.ui.responses import done, page

HALF_FOR = timedelta(minutes=5)
NOT_THESE = "登录名或密码不正确,请重新输入。忘记密码请联系客户服务主管。"
SLIP_EXPIRED = "密码条上的初始密码已超过 7 天,不能再用。请联系客户服务主管重新打印。"
NO_DEMONSTRATION = "演示账号不能在正式环境登录。"
TOO_LATE = "验证时间已过,请重新输入登录名和密码。"


@open_view
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for login and password; a second factor is asked for on the next page.

    Who is in already goes on, unless the next person wants to sign in here (`?other`).
    """
    wanted = own_path(request.POST.get("next") or request.GET.get("next", ""))
    is_in = request.user.is_authenticated and session_of(request).is_full
    if is_in and request.method == "GET" and "other" not in request.GET:
        return done(request, to=wanted or "/")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        at = timezone.now()
        user = _known(request, form, at)
        if user is not None and totp_of(user) is not None:
            _remember_half(request, user, wanted, at)
            return done(request, to=reverse("accounts:sign_in_code"))
        if user is not None:
            return let_in(request, user, SessionKind.FULL, to=wanted, at=at)
    context = {"form": form, "next": wanted, "desk": desk_of(request)}
    return page(request, "accounts/sign_in.html", context, status=form.status)


@open_view
def sign_in_code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code; until it is right nobody is signed in."""
    at = timezone.now()
    user = _half_signed_in(request, at)
    if user is None:
        request.session.pop(HALF, None)
        return done(request, to=reverse("accounts:sign_in"), said=TOO_LATE, tone="warning")
    form = CodeForm(request.POST or None)
    if form.is_valid() and _is_code_right(request, form, user, at):
        wanted = str(request.session[HALF]["next"])
        return let_in(request, user, SessionKind.FULL, to=wanted, at=at)
    return page(request, "accounts/sign_in_code.html", {"form": form}, status=form.status)


@person_view
@require_POST
def sign_out(request: PersonRequest) -> HttpResponseBase:
    """End the session on this device."""
    end_own_session(session=session_of(request), by=request.by, at=request.at)
    logout(request)
    return done(request, to=reverse("accounts:sign_in"), said="已退出登录。")


def _known(request: HttpRequest, form: SignInForm, at: datetime) -> User | None:
    """Return whose login and password these are; else the form says so, in one sentence for all."""
    login, password = form.cleaned_data["login"], form.cleaned_data["password"]

    def check() -> User | None:
        return authenticate(request, username=login, password=password)

    kind = AttemptKind.PASSWORD
    user = counted(request, form, check, login=login, kind=kind, at=at, wrong=NOT_THESE)
    if user is None:
        return None
    if has_first_password_expired(user, at=at):
        form.add_error(None, SLIP_EXPIRED)
        return None
    if user.is_demonstration and settings.ANJU_IS_PRODUCTION:
        form.add_error(None, NO_DEMONSTRATION)
        return None
    return user


def _remember_half(request: HttpRequest, user: User, wanted: str, at: datetime) -> None:
    """Keep that the password was right; the marker dies with it and after five minutes."""
    request.session.cycle_key()
    request.session[HALF] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "at": at.timestamp(),
        "next": wanted,
    }


def _half_signed_in(request: HttpRequest, at: datetime) -> User | None:
    half = request.session.get(HALF)
    if half is None or at.timestamp() - half["at"] > HALF_FOR.total_seconds():
        return None
    return person_signing_in(half["user"], proof=half["proof"])


def _is_code_right(request: HttpRequest, form: CodeForm, user: User, at: datetime) -> bool:
    def check() -> bool | None:
        code, key = form.cleaned_data["code"], settings.ANJU_DATA_KEY
        by = Actor(id=user.pk, name=user.name)
        return use_code(user=user, code=code, key=key, by=by, at=at) or None

    login, kind = user.login, AttemptKind.TOTP
    return bool(counted(request, form, check, login=login, kind=kind, at=at, wrong=WRONG_CODE))
