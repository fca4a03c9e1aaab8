"""What a person may do in a project at a moment: own rights, and rights lent by the absent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.db.models import Q

from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.organization.models import (
    Deputyship,
    Membership,
    OfficeAppointment,
    Post,
    Project,
    User,
)


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whose rights are lent for the absence."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Access:
    """The answer to *may you?* for one person, one project (or the head office), one moment."""

    user: User
    project: Project | None
    own: frozenset[str]
    lent: Mapping[str, Absent] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    is_inside: bool = False
    is_in_office: bool = False  # holds a head-office role, in whichever place this is

    def may(self, permission: str | Enum) -> bool:
        """Tell whether the person holds a permission, by themself or for somebody absent."""
        name = _name(permission)
        return name in self.own or name in self.lent

    def actor(self, permission: str | Enum | None = None) -> Actor:
        """Return the author for the trail; «代 …» only where the right itself was lent."""
        absent = None if permission is None else self.lent.get(_name(permission))
        if absent is None or (permission is not None and _name(permission) in self.own):
            return Actor(id=self.user.pk, name=self.user.name)
        return Actor(
            id=self.user.pk, name=self.user.name, absent_id=absent.id, absent_name=absent.name
        )

    @property
    def held(self) -> frozenset[str]:
        """Everything the person may do now, by themself or for somebody absent."""
        return self.own | frozenset(self.lent)

    @property
    def standing_in_for(self) -> list[str]:
        """The names of those for whom this person stands in now."""
        return sorted({absent.name for absent in self.lent.values()})


def access_to_project(user: User, project: Project, *, at: datetime) -> Access:
    """Return what a person may do in a project.

    Memberships and head-office roles count for oneself. A deputy gets what the absent person
    holds by *own* memberships in this project: what was lent to them is not lent on, and
    head-office rights are never lent by a project's deputyship.
    """
    in_office, office = _office_permissions(user, at)
    own_memberships, lent = _memberships_that_count(user, project, at)
    own = office.union(*(membership.role.permissions for membership in own_memberships))
    posts = {membership.post_id: membership.post for membership in own_memberships}
    return Access(
        user=user,
        project=project,
        own=own,
        lent=lent,
        posts=tuple(sorted(posts.values(), key=lambda post: (post.rank, post.pk))),
        is_inside=bool(own_memberships or lent or in_office),
        is_in_office=in_office,
    )


def access_to_office(user: User, *, at: datetime) -> Access:
    """Return what a person may do in the head office."""
    in_office, own = _office_permissions(user, at)
    return Access(user=user, project=None, own=own, is_inside=in_office, is_in_office=in_office)


def _memberships_that_count(
    user: User, project: Project, at: datetime
) -> tuple[list[Membership], dict[str, Absent]]:
    """Return one's own memberships and the permissions lent by the absent, in one query."""
    absent_ids = Deputyship.objects.of(project).at(at).filter(deputy=user).values("absent")
    found = (
        Membership.objects.of(project)
        .on(local_date(at))
        .filter(Q(user=user) | Q(user__in=absent_ids, user__is_active=True))
        .select_related("role", "post", "user")
        .order_by("pk")
    )
    own: list[Membership] = []
    lent: dict[str, Absent] = {}
    for membership in found:
        if membership.user_id == user.pk:
            own.append(membership)
            continue
        absent = Absent(membership.user_id, membership.user.name)
        for permission in membership.role.permissions:
            lent.setdefault(permission, absent)
    return own, lent


def _office_permissions(user: User, at: datetime) -> tuple[bool, frozenset[str]]:
    """Return whether somebody holds a head-office role, and what the roles permit."""
    day = local_date(at)
    appointments = OfficeAppointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), user=user, starts_on__lte=day
    )
    granted = list(appointments.values_list("role__permissions", flat=True))
    return bool(granted), frozenset(right for rights in granted for right in rights)


def _name(permission: str | Enum) -> str:
    return str(permission.value) if isinstance(permission, Enum) else permission
