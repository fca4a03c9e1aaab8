"""What a leaver leaves of offline entries: those that wait for the supervisor's decision."""

from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.offline.queries import held_of
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User

KINDS = ("offline.entries",)


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return the leaver's entries that are not settled; the supervisor settles them as before."""
    page = reverse("offline:entries", args=[project.code])
    count = held_of(project, user)
    return [OpenDuty("offline.entries", "待主管处理的补录", count, page, must_go_to=False)]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Nothing moves: what somebody did stays theirs, and the supervisor decides on it."""
    return 0
