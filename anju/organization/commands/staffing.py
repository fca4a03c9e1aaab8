"""People and their posts: entering, changing, ending."""

from collections.abc import Set
from datetime import date, datetime

from django.db import IntegrityError, transaction
from pypinyin import Style, lazy_pinyin

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.masking import mask_phone
from anju.core.periods import local_date
from anju.organization.models import (
    Department,
    Membership,
    Post,
    Project,
    Role,
    User,
)
from anju.organization.models.structure import ProjectState, RoleScope
from anju.organization.queries.staff import rights_in
from anju.organization.verbs import OrganizationVerb as Verb


class LoginTaken(DomainError):
    """Another person signs in by this name."""


class AlreadyInPost(DomainError):
    """The person holds this post in this project in an overlapping period."""


class BeyondOwnRights(DomainError):
    """Nobody gives away a right that they do not hold."""


class NotThisProject(DomainError):
    """The department belongs to another project."""


class ProjectClosed(DomainError):
    """Nobody begins in a project that the company no longer manages."""


def name_key(name: str) -> str:
    """Return the key that sorts Chinese names by pinyin, syllable by syllable."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, errors="default")).lower()[:200]


@transaction.atomic
def add_user(
    *,
    login: str,
    name: str,
    phone: str = "",
    is_demonstration: bool = False,
    by: Actor,
    at: datetime,
) -> User:
    """Enter a person who will sign in; without a password until a slip is made.

    :raises LoginTaken: if the login is in use, whatever the case.
    """
    if User.objects.filter(login__iexact=login).exists():
        raise LoginTaken(f"登录名“{login}”已被使用,请换一个(例如加上工号)。")
    user = User(
        login=login,
        name=name,
        name_key=name_key(name),
        phone=phone,
        is_demonstration=is_demonstration,
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise LoginTaken(f"登录名“{login}”刚被使用,请换一个(例如加上工号)。") from error
    record(Verb.USER_ADDED, subject=user, project_id=None, by=by, at=at)
    return user


@transaction.atomic
def change_user(*, user: User, name: str, phone: str, by: Actor, at: datetime) -> User:
    """Correct a person's name or telephone; the trail keeps the number masked."""
    user = User.objects.locked().get(pk=user.pk)
    changes = {
        "name": (user.name, name),
        "phone": (mask_phone(user.phone), mask_phone(phone)),
    }
    user.name, user.name_key, user.phone = name, name_key(name), phone
    user.save(update_fields=["name", "name_key", "phone"])
    record(Verb.USER_CHANGED, subject=user, project_id=None, by=by, at=at, changes=changes)
    return user


@transaction.atomic
def return_user(*, user: User, by: Actor, at: datetime) -> User:
    """Let somebody who had left sign in again; without a password until a slip is made."""
    user = User.objects.locked().get(pk=user.pk)
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record(Verb.USER_RETURNED, subject=user, project_id=None, by=by, at=at)
    return user


@transaction.atomic
def add_membership(
    *,
    project: Project,
    user: User,
    department: Department,
    post: Post,
    role: Role | None = None,
    starts_on: date,
    ends_on: date | None = None,
    held: Set[str],
    by: Actor,
    at: datetime,
) -> Membership:
    """Give a person a post in a department of the project (任职).

    :param role: the post's own role when not given.
    :param held: the rights of whoever gives; the role's must be among them.
    :raises BeyondOwnRights: if the role holds more than the giver.
    :raises AlreadyInPost: if the person holds the post in an overlapping period.
    :raises ProjectClosed: if the company no longer manages the project.
    """
    role = role or post.role
    if department.project_id != project.pk:
        raise NotThisProject(f"{department.name}不是{project.name}的部门,请重新选择。")
    if Project.objects.filter(pk=project.pk, state=ProjectState.CLOSED).exists():
        raise ProjectClosed(f"{project.name}已撤管,不能再登记任职。如需恢复,请联系总部。")
    _refuse_office_role(role)
    held = towards(user, held, project=project, by=by, at=at)
    refuse_beyond(held, role.permissions, what=f"角色“{role.name}”")
    membership = Membership(
        project=project,
        user=user,
        department=department,
        post=post,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _save_membership(membership)
    record(
        Verb.MEMBERSHIP_ADDED,
        subject=user,
        project_id=project.pk,
        by=by,
        at=at,
        changes=_facts(None, membership),
    )
    return membership


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    department: Department,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    held: Set[str],
    by: Actor,
    at: datetime,
) -> Membership:
    """Correct department, role or period of a membership; another post is another membership.

    :raises BeyondOwnRights: if the old or the new role holds more than whoever changes it.
    """
    membership = (
        Membership.objects.locked().select_related("role", "department").get(pk=membership.pk)
    )
    if department.project_id != membership.project_id:
        raise NotThisProject(f"{department.name}不是本项目的部门,请重新选择。")
    _refuse_office_role(role)
    held = towards(membership.user, held, project=membership.project, by=by, at=at)
    for either in (membership.role, role):
        refuse_beyond(held, either.permissions, what=f"角色“{either.name}”")
    before = Membership.objects.select_related("department", "post", "role").get(pk=membership.pk)
    membership.department, membership.role = department, role
    membership.starts_on, membership.ends_on = starts_on, ends_on
    _save_membership(membership)
    record(
        Verb.MEMBERSHIP_CHANGED,
        subject=membership.user,
        project_id=membership.project_id,
        by=by,
        at=at,
        changes=_facts(before, membership),
    )
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, ends_on: date, held: Set[str], by: Actor, at: datetime
) -> Membership:
    """End a membership; `ends_on` is the first day on which it no longer holds.

    :raises BeyondOwnRights: if the person in post may more than whoever ends it.
    """
    membership = (
        Membership.objects.locked().select_related("role", "user", "project").get(pk=membership.pk)
    )
    held = towards(membership.user, held, project=membership.project, by=by, at=at)
    refuse_beyond(held, membership.role.permissions, what=f"角色“{membership.role.name}”")
    before = membership.ends_on
    membership.ends_on = max(ends_on, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record(
        Verb.MEMBERSHIP_ENDED,
        subject=membership.user,
        project_id=membership.project_id,
        by=by,
        at=at,
        changes={"ends_on": (before, membership.ends_on), "post": (membership.post, None)},
    )
    return membership


def towards(user: User, held: Set[str], *, project: Project, by: Actor, at: datetime) -> Set[str]:
    """Return the rights that count when somebody's rights are touched; no event, it only reads.

    Towards oneself, and towards the absent person one stands in for, only one's own count: what
    was lent for an absence neither raises the deputy nor puts the absent person out.
    """
    if by.id is None or user.pk not in (by.id, by.absent_id):
        return held
    return held & rights_in(project, User.objects.get(pk=by.id), on=local_date(at))


def refuse_beyond(held: Set[str], wanted: Set[str] | list[str], *, what: str) -> None:
    """Refuse to give or touch rights that one does not hold oneself.

    :raises BeyondOwnRights: naming what is beyond.
    """
    if not set(wanted) <= set(held):
        raise BeyondOwnRights(f"{what}的权限超出您自己的权限,请由项目经理或总部办理。")


def _refuse_office_role(role: Role) -> None:
    if role.scope != RoleScope.PROJECT:
        raise DomainError(f"“{role.name}”是总部角色,不能用于项目任职,请另选角色。")


def _save_membership(membership: Membership) -> None:
    if membership.ends_on is not None and membership.ends_on < membership.starts_on:
        raise DomainError("任职结束日期早于开始日期,请检查。")
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise AlreadyInPost(
            f"{membership.user.name}在这段时间已任{membership.post.name},请修改原任职或换日期。"
        ) from error


def _facts(before: Membership | None, after: Membership) -> dict[str, tuple[object, object]]:
    fields = ("department", "post", "role", "starts_on", "ends_on")
    return {
        field: (getattr(before, field) if before else None, getattr(after, field))
        for field in fields
    }
