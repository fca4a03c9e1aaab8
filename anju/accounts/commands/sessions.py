"""Beginning and ending sessions."""

from datetime import datetime, timedelta

from django.db import transaction

from anju.accounts.commands.attempting import clear_failures
from anju.accounts.models import (
    FULL_SESSION,
    PIN_SESSION,
    DeskDevice,
    Pin,
    SessionEnd,
    SessionKind,
    StaffSession,
    StaffSessionQuerySet,
)
from anju.accounts.origins import Origin
from anju.accounts.queries import lacks_totp
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import User

NOTED_EVERY = timedelta(minutes=1)


class AlreadyEnded(DomainError):
    """The session is over."""


@transaction.atomic
def begin_session(
    *,
    user: User,
    kind: SessionKind,
    origin: Origin,
    desk: DeskDevice | None = None,
    replaces: StaffSession | None = None,
    by: Actor,
    at: datetime,
) -> StaffSession:
    """Let somebody in on one device; whoever was signed in there before is out.

    A full sign-in forgets earlier failures and makes a PIN that was off good again.

    :param desk: the registered desk computer it happens on; a PIN session has one.
    """
    if replaces is not None:
        _end(StaffSession.objects.live(at).filter(pk=replaces.pk), SessionEnd.SWITCHED, by, at)
    if kind == SessionKind.FULL:
        clear_failures(user=user, at=at)
        Pin.objects.filter(user=user).update(wrong_count=0, off_at=None)
    session = StaffSession.objects.create(
        user=user,
        kind=kind,
        agent=origin.agent,
        address=origin.address,
        desk=desk,
        started_at=at,
        last_seen_at=at,
        checked_at=at,
        lacks_totp=lacks_totp(user, at=at),
        expires_at=at + (FULL_SESSION if kind == SessionKind.FULL else PIN_SESSION),
    )
    record(
        Verb.SIGNED_IN if kind == SessionKind.FULL else Verb.SWITCHED,
        subject=user,
        project_id=desk.project_id if desk else None,
        by=by,
        at=at,
        changes={"device": (None, f"{desk}({origin.agent})" if desk else origin.agent)},
    )
    return session


@transaction.atomic
def sign_out(*, session: StaffSession, by: Actor, at: datetime) -> None:
    """End the session somebody sits in front of."""
    _end(StaffSession.objects.live(at).filter(pk=session.pk), SessionEnd.SIGNED_OUT, by, at)
    record(
        Verb.SIGNED_OUT,
        subject=session.user,
        project_id=session.desk.project_id if session.desk else None,
        by=by,
        at=at,
        changes={"device": (session.agent, None)},
    )


@transaction.atomic
def end_session(*, session: StaffSession, by: Actor, at: datetime) -> None:
    """Sign one device out from another one; it is out at its next request.

    :raises AlreadyEnded: if it is.
    """
    session = StaffSession.objects.locked().select_related("user", "desk").get(pk=session.pk)
    if session.over(at) is not None:
        raise AlreadyEnded("这台设备已经退出,无需再退。")
    _end(StaffSession.objects.filter(pk=session.pk), SessionEnd.ENDED, by, at)
    record(
        Verb.SESSION_ENDED,
        subject=session.user,
        project_id=None,
        by=by,
        at=at,
        changes={"device": (session.agent, None)},
    )


@transaction.atomic
def end_sessions(
    *,
    user: User,
    except_session: StaffSession | None = None,
    because: SessionEnd = SessionEnd.ENDED,
    by: Actor,
    at: datetime,
) -> int:
    """Sign a person out everywhere, or everywhere else; returns how many devices were signed in.

    For leavers, reset passwords, and a telephone left in a taxi. Sign-ins that are over but would
    still let the person come back by PIN on a desk are called back too.
    """
    sessions = StaffSession.objects.filter(user=user)
    if except_session is not None:
        sessions = sessions.exclude(pk=except_session.pk)
    count = _end(sessions.live(at), because, by, at)
    sessions.vouching(at).update(end=because, ended_at=at, ended_by_id=by.id)
    record(
        Verb.SESSIONS_ENDED,
        subject=user,
        project_id=None,
        by=by,
        at=at,
        changes={"count": (count, 0)},
    )
    return count


def note_use(*, session: StaffSession, is_by_a_person: bool, at: datetime) -> StaffSession:
    """Keep to the minute that a session was used, and what its person must do first; no event.

    :param is_by_a_person: whether somebody clicked; what an open page asks by itself is no use.
    """
    fields = []
    if at - session.checked_at >= NOTED_EVERY:
        session.checked_at, session.lacks_totp = at, lacks_totp(session.user, at=at)
        fields += ["checked_at", "lacks_totp"]
    if is_by_a_person and at - session.last_seen_at >= NOTED_EVERY:
        session.last_seen_at = at
        fields.append("last_seen_at")
    if fields:
        session.save(update_fields=fields)
    return session


def _end(sessions: StaffSessionQuerySet, because: SessionEnd, by: Actor, at: datetime) -> int:
    return sessions.update(ended_at=at, ended_by_id=by.id, end=because)
