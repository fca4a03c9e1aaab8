"""What a leaver leaves at the desk: hand-overs that are not signed."""

from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.handovers.commands.passing_on import pass_on
from anju.handovers.queries.leavers import unsigned_by
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User

KINDS = ("handovers.unsigned",)


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return the leaver's hand-overs that somebody must sign for them."""
    shown = reverse("handovers:handovers", args=[project.code])
    count = unsigned_by(project, user).count()
    return [OpenDuty("handovers.unsigned", "未签字的交接班", count, shown)]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Give them to the successor; returns how many."""
    return pass_on(project=project, outgoing=user, to=to, by=by, at=at)
