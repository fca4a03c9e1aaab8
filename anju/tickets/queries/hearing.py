"""What owners let us know, as a condition on tickets: urging, bad opinion cards."""

from django.db.models import Exists, OuterRef, Q

from anju.organization.models import Project
from anju.tickets.models import FollowUp
from anju.tickets.states import Rating


def heard(project: Project, *, urged: bool, opinion: str) -> Q:
    """Return the condition; what is not asked for does not narrow.

    :param urged: urged by their owners, and nobody has contacted them since.
    :param opinion: `bad` for a bad card, `unasked` for one since which nobody has asked the owner.
    """
    found = Q()
    if urged:
        found &= Q(urged_at__isnull=False)
    if opinion:
        bad = FollowUp.objects.filter(project=project, is_card=True, rating=Rating.BAD)
        if opinion == "unasked":
            asked = FollowUp.objects.filter(
                ticket=OuterRef("ticket"), is_card=False, at__gt=OuterRef("at")
            )
            bad = bad.exclude(Exists(asked))
        found &= Q(pk__in=bad.values("ticket"))
    return found
