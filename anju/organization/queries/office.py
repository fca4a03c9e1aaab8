"""What the head office sees over all projects; every function needs a head-office right."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anju.core.periods import local_date
from anju.organization.models import (
    Company,
    Deputyship,
    Membership,
    OfficeAppointment,
    Party,
    PasswordSlip,
    Post,
    Project,
    Role,
    User,
)
from anju.organization.models.belonging import DeputyshipQuerySet, running
from anju.organization.models.people import UserQuerySet, spelled
from anju.organization.models.structure import ProjectQuerySet, ProjectState


def company_across_projects() -> Company | None:
    """Return the company, None before it is founded."""
    return Company.objects.first()


def projects_across_projects(*, on: date, words: str = "", show: str = "open") -> ProjectQuerySet:
    """Return the projects by name, each with `staff_count` on a day.

    :param show: `open`, `closed` or `all`.
    """
    projects = Project.objects.annotate(staff_count=_staff_count(on))
    if show == "open":
        projects = projects.open()
    elif show == "closed":
        projects = projects.filter(state=ProjectState.CLOSED)
    if words:
        named = Q(name__icontains=words) | Q(code__istartswith=words)
        projects = projects.filter(named | Q(address__icontains=words))
    return projects.order_by("name", "pk")


def project_across_projects(project_id: int, *, on: date) -> Project | None:
    """Return one project with its `staff_count`, else None."""
    return projects_across_projects(on=on, show="all").filter(pk=project_id).first()


def people_across_projects(*, on: date, words: str = "", show: str = "active") -> UserQuerySet:
    """Return people by name with their running posts and head-office roles loaded.

    :param show: `active`, `idle` (may sign in, holds nothing), `inactive` or `all`.
    """
    people = _with_posts(User.objects.all(), on)
    match show:
        case "active":
            people = people.active()
        case "idle":
            posts = Membership.objects.not_over(on).values("user")
            roles = OfficeAppointment.objects.not_over(on).values("user")
            people = people.active().exclude(pk__in=posts).exclude(pk__in=roles)
        case "inactive":
            people = people.filter(is_active=False)
    if words:
        found = Q(name__icontains=words) | Q(login__istartswith=words) | spelled("name_key", words)
        if words.isdigit() and len(words) in (4, 11):
            found |= Q(phone__endswith=words)
        people = people.filter(found)
    return people.by_name()


def person_across_projects(person_id: int, *, on: date) -> User | None:
    """Return somebody with running posts and head-office roles loaded, else None."""
    return _with_posts(User.objects.all(), on).filter(pk=person_id).first()


def appointments_across_projects(
    *, on: date, words: str = "", show: str = "now"
) -> QuerySet[OfficeAppointment]:
    """Return head-office appointments by person.

    :param show: `now` for those that hold or will, `all` with the ended ones.
    """
    found = OfficeAppointment.objects.select_related("user", "role")
    if show == "now":
        found = found.not_over(on)
    if words:
        found = found.filter(
            Q(user__name__icontains=words)
            | Q(user__login__istartswith=words)
            | Q(role__name__icontains=words)
        )
    return found.order_by("user__name_key", "user_id", "starts_on", "pk")


def appointment_across_projects(appointment_id: int) -> OfficeAppointment | None:
    """Return one appointment, else None."""
    return (
        OfficeAppointment.objects.select_related("user", "role").filter(pk=appointment_id).first()
    )


def roles_across_projects(*, on: date) -> QuerySet[Role]:
    """Return the roles, project roles first, each with `holder_count` on a day."""
    return Role.objects.annotate(
        holder_count=Coalesce(_count_of(Membership, "role", "user", on), 0)
        + Coalesce(_count_of(OfficeAppointment, "role", "user", on), 0)
    ).order_by("-scope", "pk")


def posts_across_projects(*, on: date) -> QuerySet[Post]:
    """Return the posts from the top of the handbook's chain, each with `holder_count`."""
    return (
        Post.objects.select_related("role", "reports_to")
        .annotate(holder_count=Coalesce(_count_of(Membership, "post", "user", on), 0))
        .order_by("rank", "pk")
    )


def parties_across_projects(*, words: str = "", show: str = "live") -> QuerySet[Party]:
    """Return outside companies by name, each with `department_count` (in use, all projects).

    :param show: `live` or `all` with the retired ones.
    """
    in_use = Count("department", filter=Q(department__retired_at=None))
    parties = Party.objects.annotate(department_count=in_use)
    if show == "live":
        parties = parties.filter(retired_at=None)
    if words:
        named = Q(name__icontains=words) | Q(contact_name__icontains=words)
        parties = parties.filter(named | Q(credit_code__istartswith=words))
    return parties.order_by("name", "pk")


def running_deputyships_across_projects(*, at: datetime) -> DeputyshipQuerySet:
    """Return who stands in for whom now, over all projects."""
    standing = Deputyship.objects.at(at).select_related("project", "absent", "deputy")
    return standing.order_by("project__name", "-starts_at", "-pk")


def waiting_slips_across_projects(*, maker_id: int, since: datetime) -> QuerySet[PasswordSlip]:
    """Return the slips that the head office prints: its own people's, and those it made."""
    own = Q(user__appointments__isnull=False) | Q(made_by_id=maker_id)
    return (
        PasswordSlip.objects.filter(own, printed_at=None, made_at__gte=since)
        .select_related("user")
        .distinct()
        .order_by("user__name_key", "pk")
    )


def rights_across_projects(person: User, *, on: date) -> frozenset[str]:
    """Return every right somebody holds anywhere, now or later."""
    posts = Membership.objects.not_over(on).filter(user=person)
    roles = OfficeAppointment.objects.not_over(on).filter(user=person)
    rows = [
        *posts.values_list("role__permissions", flat=True),
        *roles.values_list("role__permissions", flat=True),
    ]
    return frozenset(right for row in rows for right in row)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the head office's first page shows."""

    projects: list[Project]
    deputyships: list[Deputyship]
    idle: list[User]
    idle_count: int
    unmanaged: list[Project]
    demonstration_count: int


def overview_across_projects(*, at: datetime, few: int = 10) -> Overview:
    """Return the open projects, who stands in now, and what needs somebody's attention."""
    today = local_date(at)
    projects = list(projects_across_projects(on=today))
    managed = set(
        Membership.objects.on(today)
        .filter(post__code="manager", user__is_active=True)
        .values_list("project_id", flat=True)
    )
    idle = people_across_projects(on=today, show="idle")
    return Overview(
        projects=projects,
        deputyships=list(running_deputyships_across_projects(at=at)[:few]),
        idle=list(idle[:few]),
        idle_count=idle.count(),
        unmanaged=[project for project in projects if project.pk not in managed],
        demonstration_count=User.objects.active().filter(is_demonstration=True).count(),
    )


def _with_posts(people: UserQuerySet, on: date) -> UserQuerySet:
    posts = Membership.objects.not_over(on).select_related("project", "post").order_by("pk")
    roles = OfficeAppointment.objects.filter(running(on)).select_related("role").order_by("pk")
    return people.prefetch_related(
        Prefetch("memberships", queryset=posts, to_attr="posts_now"),
        Prefetch("appointments", queryset=roles, to_attr="roles_now"),
    )


def _staff_count(on: date) -> Coalesce:
    return Coalesce(_count_of(Membership, "project", "user", on), 0)


def _count_of(
    model: type[Membership] | type[OfficeAppointment], by: str, what: str, on: date
) -> Subquery:
    """Count distinct people per `by`; a subquery, so that two counts never multiply."""
    rows = model._default_manager.filter(running(on), **{by: OuterRef("pk")}).order_by()
    return Subquery(rows.values(by).annotate(n=Count(what, distinct=True)).values("n"))
