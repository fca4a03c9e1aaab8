"""The gate: whoever is signed in passes it at every request, or learns why not."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anju.accounts.commands.sessions import note_use
from anju.accounts.models import SessionEnd, StaffSession
from anju.accounts.queries import session_at_gate
from anju.organization.models import User
from anju.ui.responses import done, to_sign_in

Answer = Callable[[HttpRequest], HttpResponseBase]

SESSION_ID = "accounts.session"
STEPS = {
    "accounts:change_password": "请先修改初始密码,再继续使用。",
    "accounts:set_totp": "您的岗位要求使用动态口令,请先开启,再继续使用。",
}
ALWAYS_OPEN = (
    "accounts:sign_out",
    "accounts:sign_in",
    "accounts:sign_in_code",
    "operations:health",
    "operations:alive",
)
WITH_TOTP = ("accounts:codes",)


def gate(get_response: Answer) -> Answer:
    """Let pass who has a live session and nothing to do first.

    Ended, expired and left people are signed out with a sentence; a first password must be
    changed, and a second factor set up where a role asks for it, before any other page. One query
    on top of Django's two; a few more at most once a minute, so a role that begins to ask for a
    second factor does so within a minute.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(_without_remains(request))
        at = timezone.now()
        user: User = request.user
        session = session_at_gate(user, request.session.get(SESSION_ID))
        over = SessionEnd.ENDED if session is None else session.over(at)
        if session is None or over is not None:
            return _signed_out(request, over or SessionEnd.ENDED, get_response)
        session.user = user
        session = note_use(session=session, is_by_a_person=_is_by_a_person(request), at=at)
        request.staff_session = session  # type: ignore[attr-defined]  # read by session_of
        step = _step(user, session)
        if step and request.path not in _open_paths(step):
            return done(request, to=reverse(step), said=STEPS[step], tone="info")
        return get_response(request)

    return middleware


def session_of(request: HttpRequest) -> StaffSession:
    """Return the session that the gate has let pass; only behind a door for people."""
    session: StaffSession = request.staff_session  # type: ignore[attr-defined]  # set by the gate
    return session


def _step(user: User, session: StaffSession) -> str:
    if user.must_change_password:
        return "accounts:change_password"
    if session.lacks_totp:
        return "accounts:set_totp"
    return ""


def _open_paths(step: str) -> set[str]:
    names = (step, *ALWAYS_OPEN, *(WITH_TOTP if step == "accounts:set_totp" else ()))
    return {reverse(name) for name in names}


def _is_by_a_person(request: HttpRequest) -> bool:
    """Tell a click from what an open page asks by itself, which keeps no PIN session alive."""
    return "X-Anju-Live" not in request.headers


def _signed_out(request: HttpRequest, over: SessionEnd, get_response: Answer) -> HttpResponseBase:
    logout(request)
    messages.warning(request, over.label)
    sign_in = reverse("accounts:sign_in")
    return get_response(request) if request.path == sign_in else to_sign_in(request, sign_in)


def _without_remains(request: HttpRequest) -> HttpRequest:
    """Clear what a session holds of somebody who may not sign in any more."""
    if SESSION_ID in request.session:
        request.session.flush()
        messages.warning(request, SessionEnd.LEFT.label)
    return request
