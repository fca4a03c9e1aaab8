"""表扬: who was praised, who was thanked."""

from django.db.models import QuerySet

from anju.estate.models import Unit
from anju.opinions.models import Praise
from anju.opinions.states import Direction
from anju.organization.models import Project
from anju.residents.models import Person
from anju.tickets.models import Ticket


def praise_list(
    project: Project, *, direction: str = "", words: str = "", user: int | None = None
) -> "QuerySet[Praise]":
    """Return the praise log, the newest first.

    :param user: which colleague it names.
    """
    found = _whole(Praise.objects.filter(project=project))
    if direction in Direction.values:
        found = found.filter(direction=direction)
    if words:
        found = found.filter(words__icontains=words)
    if user is not None:
        found = found.filter(users=user)
    return found


def praise_of_person(project: Project, person: Person) -> "QuerySet[Praise]":
    """Return the praise by or for a resident."""
    return _whole(Praise.objects.filter(project=project, person=person))


def praise_of_unit(project: Project, unit: Unit) -> "QuerySet[Praise]":
    """Return the praise by or for a household."""
    return _whole(Praise.objects.filter(project=project, unit=unit))


def praise_of_ticket(project: Project, ticket: Ticket) -> "QuerySet[Praise]":
    """Return the praise that was written down for a ticket."""
    return _whole(Praise.objects.filter(project=project, ticket=ticket))


def unit_by_code(project: Project, code: str) -> Unit | None:
    """Return a unit by its room number as somebody types it: 3-1-502."""
    found = Unit.objects.filter(project=project, code__iexact=code.strip())
    return found.order_by("pk").first()


def _whole(found: "QuerySet[Praise]") -> "QuerySet[Praise]":
    found = found.select_related("person", "unit__building", "unit__entrance", "ticket")
    return found.prefetch_related("users").order_by("-happened_on", "-pk")
