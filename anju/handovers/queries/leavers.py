"""What somebody who leaves has not handed over."""

from anju.handovers.models import Handover, HandoverQuerySet
from anju.handovers.states import HandoverState
from anju.organization.models import Project, User


def unsigned_by(project: Project, user: User) -> HandoverQuerySet:
    """Return the hand-overs that somebody has begun or must sign again."""
    states = (HandoverState.DRAFT, HandoverState.DISPUTED)
    return Handover.objects.of(project).filter(outgoing=user, state__in=states)
