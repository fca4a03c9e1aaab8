"""Who works here: the staff list, one person's page, who may stand in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from anju.core.periods import local_date
from anju.organization.models import (
    Department,
    Deputyship,
    Membership,
    OfficeAppointment,
    Party,
    PasswordSlip,
    Post,
    Project,
    User,
)
from anju.organization.models.belonging import DeputyshipQuerySet, MembershipQuerySet
from anju.organization.models.people import UserQuerySet, spelled
from anju.organization.models.structure import DepartmentQuerySet, ProjectQuerySet


def staff_list(
    project: Project,
    *,
    at: datetime,
    words: str = "",
    department_id: int | None = None,
    show: str = "now",
) -> MembershipQuerySet:
    """Return the project's memberships, by department and name, ready to list.

    :param words: part of name, login, pinyin or the phone's last four digits.
    :param show: `now` for those in post today or later, `past` for ended ones, `all`.
    """
    today = local_date(at)
    memberships = Membership.objects.of(project)
    if show == "now":
        memberships = memberships.not_over(today)
    elif show == "past":
        memberships = memberships.filter(ends_on__lte=today)
    if department_id:
        memberships = memberships.filter(department_id=department_id)
    if words:
        memberships = memberships.filter(_matches(words))
    return memberships.select_related("user", "department", "post", "role").order_by(
        "department__rank", "department__name", "post__rank", "user__name_key", "pk"
    )


def staff_of(project: Project, *, on: date) -> UserQuerySet:
    """Return the people in post on a day, by name."""
    in_post = Membership.objects.of(project).on(on).values("user")
    people: UserQuerySet = User.objects.active().filter(pk__in=in_post).by_name()
    return people


def person_in(project: Project, user_id: int) -> User | None:
    """Return somebody who has or had a post in the project, else None (a stranger)."""
    here: UserQuerySet = User.objects.filter(memberships__project=project).distinct()
    return here.filter(pk=user_id).first()


def membership_in(project: Project, person: User, membership_id: int) -> Membership | None:
    """Return one post of a person in the project, else None."""
    return (
        Membership.objects.of(project)
        .filter(user=person, pk=membership_id)
        .select_related("department", "post", "role", "user")
        .first()
    )


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that a person's page in a project shows."""

    person: User
    memberships: list[Membership]
    deputyships: list[Deputyship]
    slip: PasswordSlip | None


def person_page(project: Project, person: User, *, since: datetime) -> PersonPage:
    """Return a person's posts here (newest first), deputyships, and a slip still to be printed.

    :param since: slips made before it can no longer be printed.
    """
    memberships = (
        Membership.objects.of(project)
        .filter(user=person)
        .select_related("department", "post", "role")
        .order_by("-starts_on", "-pk")
    )
    concerned = Q(absent=person) | Q(deputy=person)
    deputyships = deputyship_list(project).filter(concerned)[:20]
    slip = PasswordSlip.objects.filter(user=person, printed_at=None, made_at__gte=since).last()
    return PersonPage(person, list(memberships), list(deputyships), slip)


def deputyship_list(project: Project) -> DeputyshipQuerySet:
    """Return the project's deputyships, the latest beginning first."""
    return (
        Deputyship.objects.of(project)
        .select_related("absent", "deputy")
        .order_by("-starts_at", "-pk")
    )


def deputyship_in(project: Project, deputyship_id: int) -> Deputyship | None:
    """Return one deputyship of the project, else None."""
    return deputyship_list(project).filter(pk=deputyship_id).first()


def rights_in(project: Project, user: User, *, on: date) -> frozenset[str]:
    """Return what somebody may do by own posts here and by head-office roles, now or later."""
    memberships = Membership.objects.of(project).not_over(on).filter(user=user)
    appointments = OfficeAppointment.objects.not_over(on).filter(user=user)
    rows = [
        *memberships.values_list("role__permissions", flat=True),
        *appointments.values_list("role__permissions", flat=True),
    ]
    return frozenset(right for row in rows for right in row)


def rights_taken_over(project: Project, user: User, *, on: date) -> frozenset[str]:
    """Return all that whoever gets somebody's password could do.

    That is the rights here, and those in other projects as `code:right`.
    """
    elsewhere = Membership.objects.not_over(on).filter(user=user).exclude(project=project)
    rows = elsewhere.values_list("project__code", "role__permissions")
    return rights_in(project, user, on=on) | {
        f"{code}:{right}" for code, rights in rows for right in rights
    }


def other_places_of(project: Project, user: User, *, on: date) -> ProjectQuerySet:
    """Return the other projects in which somebody works, now or later."""
    elsewhere = Membership.objects.not_over(on).filter(user=user).exclude(project=project)
    return Project.objects.filter(pk__in=elsewhere.values("project")).order_by("pk")


def waiting_slips(project: Project, *, since: datetime) -> QuerySet[PasswordSlip]:
    """Return the slips of the project's people that can still be printed, by name."""
    return (
        PasswordSlip.objects.filter(
            printed_at=None, made_at__gte=since, user__memberships__project=project
        )
        .select_related("user")
        .distinct()
        .order_by("user__name_key", "pk")
    )


def departments_of(project: Project, *, retired: bool = False) -> DepartmentQuerySet:
    """Return the project's departments with their outside companies, in their order."""
    departments = Department.objects.of(project)
    if not retired:
        departments = departments.live()
    return departments.select_related("party").order_by("rank", "name", "pk")


def posts_in_order() -> QuerySet[Post]:
    """Return the posts with role and superior, from the top of the handbook's chain."""
    return Post.objects.select_related("role", "reports_to").order_by("rank", "pk")


def parties_in_order() -> QuerySet[Party]:
    """Return the outside companies by name."""
    return Party.objects.order_by("name", "pk")


def _matches(words: str) -> Q:
    found = Q(user__name__icontains=words) | Q(user__login__istartswith=words)
    found |= spelled("user__name_key", words) | Q(post__name__icontains=words)
    if words.isdigit() and len(words) in (4, 11):
        found |= Q(user__phone__endswith=words)
    return found
