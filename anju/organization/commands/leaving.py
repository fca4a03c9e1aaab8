"""离任交接: somebody leaves a project, and nothing they held is left lying.

With a date to come the posts hold until its midnight, while what must go to somebody goes at
once: successors are named by people who are still there to explain. What the leaver takes on
afterwards is handed over by going through the wizard again, also after the posts are over.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI, local_date
from anju.organization.commands.deputies import shorten_deputy
from anju.organization.commands.staffing import refuse_beyond, towards
from anju.organization.hooks import OpenDuty, hand_over, open_duties
from anju.organization.models import Deputyship, Membership, OfficeAppointment, Project, User
from anju.organization.verbs import OrganizationVerb as Verb


class SuccessorMissing(DomainError):
    """Something open has nobody to go to."""


class NothingToEnd(DomainError):
    """The person holds no post in the project and nothing that somebody must take."""


@dataclass(frozen=True, slots=True)
class Parted:
    """What the leaver's wizard did.

    :param moved: one sentence per kind of duty that went to somebody.
    :param may_still_sign_in: True until the date, and for those who work elsewhere too.
    """

    user: User
    moved: list[str]
    may_still_sign_in: bool


@transaction.atomic
def part_with(
    *,
    project: Project,
    user: User,
    last_day_after: date,
    successors: Mapping[str, User],
    reason: str,
    held: Set[str],
    by: Actor,
    at: datetime,
) -> Parted:
    """End a person's posts in a project and hand what they hold to successors.

    Deputyships from and to them end with the posts. Who has no post left anywhere can no longer
    sign in: at once if the date has come, else by `close_accounts` in the night.

    :param last_day_after: the first day on which the posts no longer hold.
    :param successors: kind of open duty → who takes it; every kind that must go to somebody.
    :raises SuccessorMissing: naming what has nobody, or a successor who is not on the staff.
    :raises NothingToEnd: if the person holds neither a post nor anything open here.
    :raises BeyondOwnRights: if the person may more than whoever does this.
    """
    user = User.objects.locked().get(pk=user.pk)
    if by.id == user.pk:
        raise DomainError("不能给自己办理离任,请由主管或项目经理办理。")
    posts = Membership.objects.of(project).filter(user=user).not_over(last_day_after)
    memberships = list(posts.locked().select_related("role", "post"))
    duties = [duty for duty in open_duties(project, user, at) if duty.must_go_to and duty.count]
    if not memberships and not duties:
        raise NothingToEnd(f"{user.name}在本项目没有在任岗位,也没有待交接的事项,无需办理离任。")
    held = towards(user, held, project=project, by=by, at=at)
    for membership in memberships:
        refuse_beyond(held, membership.role.permissions, what=user.name)
    moved = _hand_over_all(project, user, duties, successors, by=by, at=at)
    for membership in memberships:
        membership.ends_on = max(last_day_after, membership.starts_on)
        membership.save(update_fields=["ends_on"])
    _end_deputyships(project, user, last_day_after, by=by, at=at)
    if last_day_after <= local_date(at) and not _works_anywhere(user, last_day_after):
        user.is_active = False
        user.save(update_fields=["is_active"])
    changes: dict[str, tuple[object, object]] = {
        "post": ([str(membership.post) for membership in memberships], None),
        "ends_on": (None, last_day_after),
        "successor": (None, moved),
    }
    record(
        Verb.PARTED,
        subject=user,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
    return Parted(user, moved, user.is_active)


@transaction.atomic
def close_accounts(*, by: Actor, at: datetime) -> list[User]:
    """Take the sign-in from those whose every post and head-office role is over; safe to repeat.

    Who never held any is left alone: an account may be entered before its first post.
    """
    today = local_date(at)
    working = Membership.objects.not_over(today).values("user")
    serving = OfficeAppointment.objects.not_over(today).values("user")
    once = User.objects.filter(memberships__isnull=False) | User.objects.filter(
        appointments__isnull=False
    )
    over = once.active().exclude(pk__in=working).exclude(pk__in=serving).values("pk")
    closed = list(User.objects.locked().filter(pk__in=over))
    for user in closed:
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(Verb.ACCOUNT_CLOSED, subject=user, project_id=None, by=by, at=at)
    return closed


@transaction.atomic
def end_demonstration(*, by: Actor, at: datetime) -> list[User]:
    """Take the sign-in from every demonstration login; what they did stays. Safe to repeat."""
    closed = list(User.objects.locked().filter(is_active=True, is_demonstration=True))
    for user in closed:
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(Verb.ACCOUNT_CLOSED, subject=user, project_id=None, by=by, at=at)
    return closed


def _hand_over_all(
    project: Project,
    user: User,
    duties: list[OpenDuty],
    successors: Mapping[str, User],
    *,
    by: Actor,
    at: datetime,
) -> list[str]:
    moved = []
    for duty in duties:
        successor = successors.get(duty.kind)
        if successor is None:
            raise SuccessorMissing(f"还有 {duty.count} 项“{duty.label}”没有接手人,请先选定。")
        on_staff = Membership.objects.of(project).on(local_date(at))
        on_staff = on_staff.filter(user=successor, user__is_active=True)
        if successor.pk == user.pk or not on_staff.exists():
            raise SuccessorMissing(f"“{duty.label}”的接手人须是本项目在岗的其他员工,请重选。")
        count = hand_over(duty.kind, project, user, successor, by, at)
        moved.append(f"{duty.label} {count} 项 → {successor.name}")
    return moved


def _end_deputyships(
    project: Project, user: User, last_day_after: date, *, by: Actor, at: datetime
) -> None:
    leaving = max(datetime.combine(last_day_after, time.min, SHANGHAI), at)
    for deputyship in Deputyship.objects.of(project).standing().filter(ends_at__gt=leaving):
        if user.pk in (deputyship.absent_id, deputyship.deputy_id):
            shorten_deputy(deputyship=deputyship, ends_at=leaving, by=by, at=at)


def _works_anywhere(user: User, day: date) -> bool:
    return (
        Membership.objects.filter(user=user).not_over(day).exists()
        or OfficeAppointment.objects.filter(user=user).not_over(day).exists()
    )
