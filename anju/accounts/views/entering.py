"""Letting somebody in on this browser: a fresh key, and a row that the gate asks for."""

from datetime import datetime

from django.contrib.auth import login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anju.accounts.commands.sessions import begin_session
from anju.accounts.gate import SESSION_ID, session_of
from anju.accounts.models import FULL_SESSION, PIN_SESSION, SessionKind
from anju.accounts.origins import origin_of
from anju.accounts.queries import desk_of
from anju.core.actors import Actor
from anju.organization.models import User
from anju.ui.responses import done

HALF = "accounts.half"


def let_in(
    request: HttpRequest, user: User, kind: SessionKind, *, to: str, at: datetime
) -> HttpResponseBase:
    """Sign somebody in and go on to `to` (a path of ours, or "" for their home)."""
    session = begin_session(
        user=user,
        kind=kind,
        origin=origin_of(request),
        desk=desk_of(request),
        replaces=session_of(request) if request.user.is_authenticated else None,
        by=Actor(id=user.pk, name=user.name),
        at=at,
    )
    login(request, user)
    request.session.pop(HALF, None)
    request.session[SESSION_ID] = session.pk
    request.session.set_expiry(FULL_SESSION if session.is_full else PIN_SESSION)
    return done(request, to=to or "/")
