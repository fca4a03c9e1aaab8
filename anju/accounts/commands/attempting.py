"""Counting tries: a try counts as failed before it is looked at, and is taken back if it is right.

So two tries at the same moment are two tries, and a crash in between is a failed one.
"""

from datetime import datetime, timedelta

from django.db import transaction

from anju.accounts.models import AttemptKind, Lockout, SignInAttempt
from anju.accounts.origins import network_of
from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import SYSTEM, Actor
from anju.core.errors import DomainError
from anju.core.periods import spoken_time
from anju.core.sealing import blind_index
from anju.organization.models import PasswordSlip, User

WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
PER_LOGIN = 10
PER_ADDRESS = 50


class LockedOut(DomainError):
    """Too many failures; the message says when one may try again."""


@transaction.atomic
def open_attempt(
    *, login: str, address: str, kind: AttemptKind, key: bytes, at: datetime
) -> SignInAttempt:
    """Count one try against the login and the address it comes from; no event but a lock is one.

    PIN tries count against the address here and against the PIN in `pins.py`: a wrong PIN shall
    not keep anybody from their password.

    :param login: as it was typed.
    :param key: the data key; what is nobody's login is kept only as a blind index.
    :raises LockedOut: if either has failed too often.
    """
    login = _counted_as(login, key)
    for lockout, limit in _lockouts(login, address, kind, at):
        until = lockout.locked_until
        if until is not None and until > at:
            raise _refusal(lockout, until, at)
        if _failures(lockout, at) >= limit:
            raise _refusal(lockout, at + LOCK, at)
    return SignInAttempt.objects.create(login=login, address=network_of(address), kind=kind, at=at)


@transaction.atomic
def fail_attempt(*, attempt: SignInAttempt, by: Actor = SYSTEM, at: datetime) -> LockedOut | None:
    """Leave the try counted as failed; returns the refusal if it was one too many.

    A failure alone leaves no event; the lock leaves one, however many tries follow.
    """
    refused = None
    kind = AttemptKind(attempt.kind)
    for lockout, limit in _lockouts(attempt.login, attempt.address, kind, at):
        is_locked = lockout.locked_until is not None and lockout.locked_until > at
        if not is_locked and _failures(lockout, at) >= limit:
            # What led to this lock does not count towards the next one.
            lockout.locked_at, lockout.locked_until = at, at + LOCK
            lockout.counts_from = at + LOCK
            lockout.save()
            is_locked = True
            _record_lock(lockout, by=by, at=at)
        if is_locked:
            assert lockout.locked_until is not None
            refused = refused or _refusal(lockout, lockout.locked_until, at)
    return refused


@transaction.atomic
def pass_attempt(*, attempt: SignInAttempt) -> None:
    """Take back a try that was right; no event, what it opens is one.

    Earlier failures stay counted: a right password alone shall not buy ten more guesses at the
    code. Only a complete sign-in clears them.
    """
    SignInAttempt.objects.filter(pk=attempt.pk).update(succeeded=True)


def clear_failures(*, user: User, at: datetime) -> None:
    """Let earlier failures of a person's login count no more; no event, the sign-in is one."""
    Lockout.objects.filter(key=f"login:{user.login.lower()}").update(
        counts_from=at, locked_at=None, locked_until=None
    )


def _counted_as(login: str, key: bytes) -> str:
    """Return the name to count by; people type passwords into the login field."""
    login = login.strip().lower()
    if not login or User.objects.filter(login__iexact=login).exists():
        return login
    return "?" + blind_index(login, key=key, purpose="accounts.unknown_login").hex()[:40]


def _lockouts(
    login: str, address: str, kind: AttemptKind, at: datetime
) -> list[tuple[Lockout, int]]:
    """Return the rows to ask with their limits, locked in the order of their keys."""
    limits = {f"address:{network_of(address)}": PER_ADDRESS}
    if kind != AttemptKind.PIN:
        limits[f"login:{login}"] = PER_LOGIN
    Lockout.objects.bulk_create([Lockout(key=key) for key in sorted(limits)], ignore_conflicts=True)
    rows = Lockout.objects.select_for_update().filter(key__in=limits).order_by("key")
    return [(_forgiven(row, at), limits[row.key]) for row in rows]


def _forgiven(lockout: Lockout, at: datetime) -> Lockout:
    """Forget what came before the newest slip of a supervisor, who has seen the person."""
    kind, _, login = lockout.key.partition(":")
    if kind != "login":
        return lockout
    slips = PasswordSlip.objects.filter(user__login__iexact=login, made_at__gt=at - WINDOW - LOCK)
    made_at = slips.order_by("-made_at").values_list("made_at", flat=True).first()
    if made_at is not None:
        if lockout.locked_at is not None and lockout.locked_at <= made_at:
            lockout.locked_at = lockout.locked_until = None
            lockout.counts_from = made_at
        lockout.counts_from = max(lockout.counts_from or made_at, made_at)
    return lockout


def _failures(lockout: Lockout, at: datetime) -> int:
    since = max(lockout.counts_from or at - WINDOW, at - WINDOW)
    failed = SignInAttempt.objects.filter(succeeded=False, at__gt=since)
    kind, _, value = lockout.key.partition(":")
    if kind == "address":
        return failed.filter(address=value).count()
    return failed.filter(login=value).exclude(kind=AttemptKind.PIN).count()


def _record_lock(lockout: Lockout, *, by: Actor, at: datetime) -> None:
    kind, _, value = lockout.key.partition(":")
    user = User.objects.filter(login__iexact=value).first() if kind == "login" else None
    record(Verb.LOCKED, subject=user or lockout, project_id=None, by=by, at=at)


def _refusal(lockout: Lockout, until: datetime, at: datetime) -> LockedOut:
    # The minute is rounded up: at the minute named, one may really try.
    minute = until.replace(second=0, microsecond=0)
    minute += timedelta(minutes=1) if minute < until else timedelta(0)
    if lockout.key.startswith("address:"):
        return LockedOut(
            f"这个网络上输错的次数太多,登录已暂时锁定。请在{spoken_time(minute, now=at)}以后再试。"
        )
    return LockedOut(
        f"连续输错次数太多,登录已暂时锁定。请在{spoken_time(minute, now=at)}以后再试,"
        "或请客服主管重新打印密码条。"
    )
