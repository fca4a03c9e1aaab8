"""Roles and posts: what a post may do, and keeping the shipped ones up to date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.hooks import permission_kinds
from anju.organization.models import Post, Role
from anju.organization.models.structure import PostHome, RoleScope
from anju.organization.verbs import OrganizationVerb as Verb


class RoleNameTaken(DomainError):
    """Another role or post has this name or code."""


class WouldLockEverybodyOut(DomainError):
    """Without this right nobody could mend roles again."""


class OfficeRightInProjectRole(DomainError):
    """A project's role cannot hold rights over all projects."""


class ShippedRole(Protocol):
    """A role as the roof ships it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def permissions(self) -> frozenset[str]: ...
    @property
    def scope(self) -> RoleScope: ...
    @property
    def requires_totp(self) -> bool: ...


class ShippedPost(Protocol):
    """A post as the roof ships it; role and superior by their codes."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def reports_to(self) -> str: ...
    @property
    def home(self) -> PostHome: ...


@transaction.atomic
def add_role(
    *,
    code: str,
    name: str,
    scope: RoleScope,
    permissions: Iterable[str],
    requires_totp: bool,
    by: Actor,
    at: datetime,
) -> Role:
    """Add a role of the company's own.

    :raises RoleNameTaken: if code or name are in use.
    :raises OfficeRightInProjectRole: for a project role with a right of the head office.
    """
    permissions = sorted(permissions)
    _refuse_office_rights(scope, permissions)
    if Role.objects.filter(code=code).exists() or Role.objects.filter(name=name).exists():
        raise RoleNameTaken(f"已有代码为“{code}”或名称为“{name}”的角色,请换一个。")
    role = Role.objects.create(
        code=code,
        name=name,
        scope=scope,
        permissions=permissions,
        requires_totp=requires_totp,
        is_edited=True,
    )
    record(
        Verb.ROLE_ADDED,
        subject=role,
        project_id=None,
        by=by,
        at=at,
        changes={"permissions": _difference([], permissions)},
    )
    return role


@transaction.atomic
def change_role(
    *,
    role: Role,
    name: str,
    permissions: Iterable[str],
    requires_totp: bool,
    guardian: str,
    by: Actor,
    at: datetime,
) -> Role:
    """Change what a role may do; from then on shipped changes pass it by.

    :param guardian: the permission that mends roles; one role at least must keep it.
    :raises RoleNameTaken: if another role has this name.
    :raises OfficeRightInProjectRole: for a project role with a right of the head office.
    :raises WouldLockEverybodyOut: if no role would hold `guardian` any more.
    """
    roles = {found.pk: found for found in Role.objects.select_for_update().order_by("pk")}
    role = roles.pop(role.pk)
    after = sorted(permissions)
    _refuse_office_rights(RoleScope(role.scope), after)
    if any(other.name == name for other in roles.values()):
        raise RoleNameTaken(f"已有名称为“{name}”的角色,请换一个。")
    held_elsewhere = any(guardian in other.permissions for other in roles.values())
    if guardian in role.permissions and guardian not in after and not held_elsewhere:
        raise WouldLockEverybodyOut(
            "不能去掉最后一个“维护角色”权限,否则以后谁也改不了角色。请先给别的角色加上。"
        )
    changes: dict[str, tuple[object, object]] = {
        "name": (role.name, name),
        "permissions": _difference(role.permissions, after),
        "requires_totp": (role.requires_totp, requires_totp),
    }
    role.name, role.permissions, role.requires_totp = name, after, requires_totp
    role.is_edited = True
    role.save()
    record(Verb.ROLE_CHANGED, subject=role, project_id=None, by=by, at=at, changes=changes)
    return role


@transaction.atomic
def change_post(
    *,
    post: Post,
    name: str,
    role: Role,
    reports_to: Post | None,
    home: PostHome,
    by: Actor,
    at: datetime,
) -> Post:
    """Change a post; memberships that exist keep the role they were given.

    :raises RoleNameTaken: if another post has this name.
    :raises DomainError: if the chain of superiors would close to a ring.
    """
    posts = {found.pk: found for found in Post.objects.select_for_update().order_by("pk")}
    post = posts[post.pk]
    if any(other.name == name for pk, other in posts.items() if pk != post.pk):
        raise RoleNameTaken(f"已有岗位“{name}”,请换一个名称。")
    above = reports_to
    while above is not None:
        if above.pk == post.pk:
            raise DomainError(f"{post.name}不能向自己的下级汇报,请另选工作督导。")
        above = posts[above.reports_to_id] if above.reports_to_id else None
    _refuse_office_role(role)
    changes = {
        "name": (post.name, name),
        "role": (post.role, role),
        "reports_to": (post.reports_to, reports_to),
        "home": (post.get_home_display(), home.label),
    }
    post.name, post.role, post.reports_to, post.home = name, role, reports_to, home
    post.save(update_fields=["name", "role", "reports_to", "home"])
    record(Verb.POST_CHANGED, subject=post, project_id=None, by=by, at=at, changes=changes)
    return post


@transaction.atomic
def add_post(
    *,
    code: str,
    name: str,
    role: Role,
    reports_to: Post | None,
    home: PostHome,
    by: Actor,
    at: datetime,
) -> Post:
    """Add a post of the company's own.

    :raises RoleNameTaken: if code or name are in use.
    """
    if Post.objects.filter(code=code).exists() or Post.objects.filter(name=name).exists():
        raise RoleNameTaken(f"已有代码为“{code}”或名称为“{name}”的岗位,请换一个。")
    _refuse_office_role(role)
    post = Post.objects.create(
        code=code, name=name, role=role, reports_to=reports_to, home=home, rank=60
    )
    record(Verb.POST_ADDED, subject=post, project_id=None, by=by, at=at)
    return post


@transaction.atomic
def sync_shipped_roles(
    *, roles: Iterable[ShippedRole], posts: Iterable[ShippedPost], by: Actor, at: datetime
) -> int:
    """Bring the shipped roles and posts in; a role edited on screen keeps its permissions.

    Safe to run at every start: returns how many roles were added or changed, and only those are
    in the trail.
    """
    changed = 0
    for shipped in roles:
        role = Role.objects.select_for_update().filter(code=shipped.code).first()
        permissions = sorted(shipped.permissions)
        if role is not None and (role.is_edited or role.permissions == permissions):
            continue
        before = [] if role is None else role.permissions
        role = role or Role(
            code=shipped.code,
            name=shipped.name,
            scope=shipped.scope,
            requires_totp=shipped.requires_totp,
        )
        role.permissions = permissions
        role.save()
        changes = {"permissions": _difference(before, permissions)}
        verb = Verb.ROLE_CHANGED if before else Verb.ROLE_ADDED
        record(verb, subject=role, project_id=None, by=by, at=at, changes=changes)
        changed += 1
    _sync_posts(posts)
    return changed


def _sync_posts(posts: Iterable[ShippedPost]) -> None:
    for rank, shipped in enumerate(posts, start=1):
        above = Post.objects.filter(code=shipped.reports_to).first()
        Post.objects.get_or_create(
            code=shipped.code,
            defaults={
                "name": shipped.name,
                "role": Role.objects.get(code=shipped.role),
                "reports_to": above,
                "home": shipped.home,
                "rank": rank,
            },
        )


def _refuse_office_rights(scope: RoleScope, permissions: Iterable[str]) -> None:
    if scope == RoleScope.PROJECT and any(name.startswith("office.") for name in permissions):
        raise OfficeRightInProjectRole("项目角色不能含总部权限,请去掉“总部”一栏的勾选。")


def _refuse_office_role(role: Role) -> None:
    if role.scope != RoleScope.PROJECT:
        raise DomainError(f"“{role.name}”是总部角色,不能作为岗位的默认角色,请另选。")


def _difference(before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the rights taken and given, in words; thirty names a side would tell nobody."""
    words = {value: label for kind in permission_kinds() for value, label in kind.choices}
    taken, given = set(before) - set(after), set(after) - set(before)
    return sorted(words.get(name, name) for name in taken), sorted(
        words.get(name, name) for name in given
    )
