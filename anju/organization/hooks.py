"""What the organization must ask the floors above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from anju.core.actors import Actor
from anju.core.hooks import Hook
from anju.organization.models import Project, User
from anju.organization.permissions import OfficePermission, OrganizationPermission


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """Something a leaver still holds and somebody else must take (离任交接).

    :param kind: which app's duty it is; the same word comes back to `hand_over`.
    :param count: how many of them.
    :param must_go_to: True when a successor must be named, False when it simply ends.
    """

    kind: str
    label: str
    count: int
    url: str = ""
    must_go_to: bool = True


def _no_duties(project: Project, user: User, at: datetime) -> Sequence[OpenDuty]:
    return ()


def _hand_nothing(
    kind: str, project: Project, user: User, to: User, by: Actor, at: datetime
) -> int:
    return 0


def _no_presets(project: Project, by: Actor, at: datetime) -> None:
    return None


open_duties: Hook[[Project, User, datetime], Sequence[OpenDuty]] = Hook(_no_duties)
"""What somebody holds in a project, over all apps (each app's `leaving.py`)."""

hand_over: Hook[[str, Project, User, User, Actor, datetime], int] = Hook(_hand_nothing)
"""Give one kind of open duty to a successor; returns how many moved."""

load_presets: Hook[[Project, Actor, datetime], None] = Hook(_no_presets)
"""Fill a new project with what the apps ship (each app's `presets.py`)."""


def _own_permissions() -> Sequence[type[TextChoices]]:
    return (OrganizationPermission, OfficePermission)


permission_kinds: Hook[[], Sequence[type[TextChoices]]] = Hook(_own_permissions)
"""Every app's enumerations of rights, for the matrix of a role and the words of the trail."""


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Where another app goes on from a person's page, for those who hold the right."""

    label: str
    icon: str
    url: str
    permission: str


def _no_links(project: Project, person: User) -> Sequence[PersonLink]:
    return ()


person_links: Hook[[Project, User], Sequence[PersonLink]] = Hook(_no_links)
"""What the apps above offer on a person's page (each app's `person_links.py`)."""
