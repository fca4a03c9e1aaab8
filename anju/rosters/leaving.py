"""What a leaver leaves in the duty table: turns, which end with the post by themselves."""

from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User
from anju.rosters.queries.lists import turns_left

KINDS: tuple[str, ...] = ()  # nobody inherits a shift: a colleague may be on duty then already


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return the leaver's turns; from the day the post ends they no longer count."""
    table = reverse("rosters:week", args=[project.code])
    left = turns_left(project, user, at)
    return [OpenDuty("rosters.turns", "每周排班", left, table, must_go_to=False)]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Nothing of the duty table is inherited."""
    return 0
