"""What signing in, the gate and the account page ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from anju.accounts.desk_tokens import DESK_COOKIE, token_hash, token_in
from anju.accounts.models import (
    DeskDevice,
    Pin,
    RecoveryCode,
    StaffSession,
    Totp,
)
from anju.core.periods import local_date
from anju.organization.models import (
    Deputyship,
    Membership,
    OfficeAppointment,
    PasswordSlip,
    Project,
    User,
)

FIRST_PASSWORD_FOR = timedelta(days=7)


def session_at_gate(user: User, session_id: object) -> StaffSession | None:
    """Return one of somebody's sessions with its desk, in one query; None for anything else."""
    if not isinstance(session_id, int):
        return None
    return StaffSession.objects.filter(pk=session_id, user=user).select_related("desk").first()


def lacks_totp(user: User, *, at: datetime) -> bool:
    """Tell whether a role asks for a second factor and there is none."""
    return totp_of(user) is None and must_have_totp(user, at=at)


def must_have_totp(user: User, *, at: datetime) -> bool:
    """Tell whether a role somebody holds, or stands in for, asks for a second factor."""
    asked = User.objects.filter(pk=user.pk).annotate(asked=_asks_for_totp(user, at))
    return bool(asked.values_list("asked", flat=True).get())


def totp_of(user: User) -> Totp | None:
    """Return somebody's confirmed second factor, or None."""
    return Totp.objects.filter(user=user).first()


def pin_of(user: User) -> Pin | None:
    """Return somebody's PIN, or None."""
    return Pin.objects.filter(user=user).first()


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes are unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def person_signing_in(user: int, *, proof: str) -> User | None:
    """Return whoever gave the right password a moment ago, if they still may and it still is.

    :param proof: the session hash of then; it changes with the password.
    """
    found = User.objects.active().filter(pk=user).first()
    return found if found and found.get_session_auth_hash() == proof else None


def has_first_password_expired(user: User, *, at: datetime) -> bool:
    """Tell whether the password is still the slip's, and the slip older than seven days."""
    if not user.must_change_password:
        return False
    made_at = PasswordSlip.objects.filter(user=user).order_by("-made_at", "-pk")[:1]
    newest = made_at.values_list("made_at", flat=True).first()
    return newest is not None and newest <= at - FIRST_PASSWORD_FOR


def desk_of(request: Any) -> DeskDevice | None:
    """Return the registered desk computer a request comes from, or None.

    No query without the cookie or with a forged one; asked once per request, however often called.

    :param request: anything with COOKIES, as Django's requests have.
    """
    known: DeskDevice | None
    if hasattr(request, "anju_desk"):
        known = request.anju_desk
        return known
    token = token_in(request.COOKIES.get(DESK_COOKIE, ""))
    known = None if token is None else _desk_with(token)
    request.anju_desk = known
    return known


def desks_of(project: Project) -> QuerySet[DeskDevice]:
    """Return the project's desk computers, those in use first, by name."""
    return (
        DeskDevice.objects.of(project)
        .select_related("registered_by")
        .order_by(F("revoked_at").desc(nulls_first=True), "name", "pk")
    )


def desk_in(project: Project, desk_id: int) -> DeskDevice | None:
    """Return one desk computer of the project that is in use, else None."""
    return DeskDevice.objects.of(project).live().filter(pk=desk_id).first()


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """Somebody who may switch to themself on a desk, or why not."""

    user: User
    started_at: datetime
    obstacle: str = ""


def desk_people(project: Project, desk: DeskDevice, *, at: datetime) -> list[DeskPerson]:
    """Return who signed in fully on a desk within the last 12 hours, by name.

    Sign-ins that were called back since (ended from elsewhere, password changed, a new slip made)
    vouch for nobody.
    """
    slip = PasswordSlip.objects.filter(user=OuterRef("user"), made_at__gte=OuterRef("started_at"))
    sessions = (
        StaffSession.objects.vouching(at)
        .filter(desk__project=project, desk=desk, user__is_active=True)
        .exclude(Exists(slip))
        .select_related("user", "user__pin")
        .order_by("started_at", "pk")
    )
    newest = {session.user_id: session for session in sessions}
    people = [
        DeskPerson(session.user, session.started_at, _obstacle(session.user))
        for session in newest.values()
    ]
    return sorted(people, key=lambda person: (person.user.name_key, person.user.pk))


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All that «我的账号与安全» shows."""

    posts: list[str]
    totp: Totp | None
    codes_left: int
    must_have_totp: bool
    pin: Pin | None
    sessions: list[StaffSession]


def account_page(user: User, *, at: datetime) -> AccountPage:
    """Return one's posts, second factor, PIN and devices; seven queries whatever there is."""
    today = local_date(at)
    memberships = (
        Membership.objects.on(today)
        .filter(user=user)
        .select_related("project", "post")
        .order_by("project__name", "post__rank", "pk")
    )
    appointments = (
        OfficeAppointment.objects.filter(_running(today), user=user)
        .select_related("role")
        .order_by("pk")
    )
    posts = [f"{row.project.name} · {row.post.name}" for row in memberships]
    posts += [f"总部 · {row.role.name}" for row in appointments]
    return AccountPage(
        posts=posts,
        totp=totp_of(user),
        codes_left=recovery_codes_left(user),
        must_have_totp=must_have_totp(user, at=at),
        pin=pin_of(user),
        sessions=list(sessions_of(user, at=at)),
    )


def sessions_of(user: User, *, at: datetime) -> QuerySet[StaffSession]:
    """Return somebody's running sessions with their desks, the one seen last first."""
    newest_slip = PasswordSlip.objects.filter(user=user).order_by("-made_at").values("made_at")
    return (
        StaffSession.objects.live(at)
        .annotate(slip_made_at=Subquery(newest_slip[:1]))
        .filter(Q(slip_made_at=None) | Q(started_at__gt=F("slip_made_at")), user=user)
        .select_related("desk")
        .order_by("-last_seen_at", "-pk")
    )


def session_of_person(user: User, session_id: int) -> StaffSession | None:
    """Return one of somebody's own sessions, or None."""
    return StaffSession.objects.filter(user=user, pk=session_id).first()


def demonstration_logins() -> list[str]:
    """Return the demonstration logins that could still sign in."""
    demonstration = User.objects.active().filter(is_demonstration=True)
    return list(demonstration.order_by("login").values_list("login", flat=True))


def works_beyond(project: Project, user: User, *, at: datetime) -> bool:
    """Tell whether somebody's account also opens other projects or the head office."""
    today = local_date(at)
    others = Membership.objects.exclude(project=project).filter(user=user).not_over(today)
    office = OfficeAppointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), user=user)
    return others.exists() or office.exists()


def _asks_for_totp(user: User, at: datetime) -> Exists | Any:
    today = local_date(at)
    strict = Membership.objects.on(today).filter(role__requires_totp=True)
    lent = Deputyship.objects.at(at).filter(
        deputy=user, absent=OuterRef("user"), project=OuterRef("project")
    )
    office = OfficeAppointment.objects.filter(_running(today), user=user, role__requires_totp=True)
    return (
        Exists(strict.filter(user=user))
        | Exists(office)
        | Exists(strict.filter(Exists(lent), user__is_active=True))
    )


def _running(today: Any) -> Q:
    return Q(ends_on=None, starts_on__lte=today) | Q(ends_on__gt=today, starts_on__lte=today)


def _obstacle(user: User) -> str:
    pin: Pin | None = getattr(user, "pin", None)
    if pin is None:
        return "未设置 PIN"
    return "PIN 已停用" if pin.off_at else ""


def _desk_with(token: str) -> DeskDevice | None:
    live = DeskDevice.objects.live().select_related("project")
    return live.filter(token_hash=token_hash(token)).first()
