"""Whom calls concern: who answers a project's telephone, and who of them is at it now."""

from datetime import datetime

from anju.core.periods import local_date
from anju.core.phones import parse_phone
from anju.organization.models import Department, Deputyship, Membership, Project, User
from anju.organization.models.belonging import MembershipQuerySet
from anju.organization.queries.staff import staff_of
from anju.telephony.permissions import TelephonyPermission as May

RECEPTIONIST = "receptionist"


def audience_of(project: Project, *, at: datetime) -> list[int]:
    """Return the numbers of those whose screens follow the project's calls, deputies with them.

    Whether a call concerns them at this moment is asked when their screen fetches its card.
    """
    people = set(_takers(project, at).values_list("user_id", flat=True))
    away = Deputyship.objects.of(project).at(at).filter(absent__in=people)
    return sorted(people | set(away.values_list("deputy_id", flat=True)))


def staff_called(project: Project, text: str, *, at: datetime) -> User | None:
    """Return who of the staff an exchange means: by login, name, own telephone or number."""
    wanted = text.strip().lower()
    phone = parse_phone(text)
    for user in staff_of(project, on=local_date(at)).order_by("pk"):
        own = parse_phone(user.phone) if user.phone else None
        if wanted in (user.login.lower(), user.name.lower(), str(user.pk)):
            return user
        if phone is not None and own is not None and phone.number == own.number:
            return user
    return None


def desk_department(project: Project, *, at: datetime) -> Department | None:
    """Return the department that calls back: that of the receptionists, else of who may answer."""
    answering = _takers(project, at).select_related("department")
    at_desk = answering.filter(post__code=RECEPTIONIST).first() or answering.first()
    return at_desk.department if at_desk is not None else None


def _takers(project: Project, at: datetime) -> MembershipQuerySet:
    held = Membership.objects.of(project).on(local_date(at))
    return held.filter(
        user__is_active=True, role__permissions__contains=[May.ANSWER.value]
    ).order_by("pk")
