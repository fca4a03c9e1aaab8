"""What a leaver leaves at the desk: tickets they answer for, and work in their hands."""

from datetime import datetime

from django.urls import reverse

from anju.core.actors import Actor
from anju.organization.hooks import OpenDuty
from anju.organization.models import Project, User
from anju.tickets.commands.joining import hand_over_desk
from anju.tickets.models import Ticket, WorkOrder

KINDS = ("tickets.desk",)


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return what the leaver answers for or has in hand, which somebody must take on."""
    held = Ticket.objects.of(project).filter(holder=user, closed_at=None).count()
    in_hand = WorkOrder.objects.of(project).unfinished().filter(assignee=user).count()
    rows = reverse("tickets:tickets", args=[project.code])
    narrowed = f"holder={user.pk}&state=living" if held else f"worker={user.pk}"
    return [
        OpenDuty("tickets.desk", "负责的工单和手上的派工单", held + in_hand, f"{rows}?{narrowed}")
    ]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Give them to the successor; returns how many."""
    return hand_over_desk(project=project, leaver=user, to=to, by=by, at=at)
