"""What a leaver looks after: buildings."""

from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.estate.commands.caring import hand_over_care
from anju.estate.queries.buildings import care_count
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User

KINDS = ("estate.care",)


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return the buildings in the leaver's care, which somebody must take on."""
    count = care_count(project, user, day=local_date(at))
    return [
        OpenDuty("estate.care", "责任楼栋", count, reverse("estate:buildings", args=[project.code]))
    ]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Give the buildings to the successor from today on; returns how many."""
    return hand_over_care(project=project, user=user, to=to, by=by, at=at)
