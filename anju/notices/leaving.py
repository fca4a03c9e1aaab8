"""What a leaver leaves on the notice board: drafts."""

from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.notices.commands.handing_over import hand_over_drafts
from anju.notices.queries import drafts_by
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User

KINDS = ("notices.drafts",)


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return the leaver's drafts, which somebody must take on."""
    board = reverse("notices:board", args=[project.code]) + "?state=DRAFT"
    return [OpenDuty("notices.drafts", "公告草稿", drafts_by(project, user), board)]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Give the drafts to the successor; returns how many."""
    return hand_over_drafts(project=project, writer=user, to=to, by=by, at=at)
