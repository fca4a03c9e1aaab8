"""Lent things as their register shows them."""

from datetime import datetime

from django.db.models import Q

from anju.handovers.models import LentThing, LentThingQuerySet
from anju.organization.models import Project


def lent_list(project: Project, *, show: str = "", words: str = "") -> LentThingQuerySet:
    """Return what is out, the first due first; or what is back, the last first.

    :param show: `back` for what is back, `all` for everything; else what is out.
    """
    things = LentThing.objects.of(project).select_related("person", "unit", "project")
    if words:
        things = things.filter(
            Q(thing__icontains=words) | Q(unit__code__startswith=words) | Q(note__icontains=words)
        )
    if show == "back":
        return things.filter(back_at__isnull=False).order_by("-back_at", "-pk")
    if show == "all":
        return things.order_by("-lent_at", "-pk")
    return things.out().order_by("due_at", "pk")


def lent_in(project: Project, thing_id: int) -> LentThing | None:
    """Return one lent thing of a project, else None."""
    return lent_list(project, show="all").filter(pk=thing_id).first()


def overdue_count(project: Project, at: datetime) -> int:
    """Return how many things should be back."""
    return LentThing.objects.of(project).overdue(at).count()
