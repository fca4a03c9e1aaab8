"""What lies near a ticket: who may have called, what it may be the same as, where it would go."""

from datetime import date, datetime

from django.db.models import Q

from anju.core.periods import SHANGHAI
from anju.organization.models import Project
from anju.residents.models import Person
from anju.residents.queries.households import occupants_by_unit
from anju.tickets.models import CommonFault, Ticket
from anju.tickets.models.faults import FaultQuerySet
from anju.tickets.queries.dispatch import Chosen, facts_of, rule_for

MOST = 8


def people_around(project: Project, ticket: Ticket, *, day: date) -> list[Person]:
    """Return the caller as now and who belongs to the unit, each once."""
    found: dict[int, Person] = {}
    if ticket.person is not None:
        found[ticket.person.pk] = ticket.person
    if ticket.unit_id is not None:
        by_unit = occupants_by_unit(project, [ticket.unit_id], day=day)
        for each in by_unit.get(ticket.unit_id, ()):
            found.setdefault(each.person_id, each.person)
    return list(found.values())


def merge_candidates(project: Project, ticket: Ticket) -> list[Ticket]:
    """Return open tickets of the same home, person or place that it may be the same as."""
    same = Q(pk__in=[])
    for name in ("unit", "person", "place"):
        value = getattr(ticket, f"{name}_id")
        if value is not None:
            same |= Q(**{name: value})
    found = Ticket.objects.of(project).open().filter(same).exclude(pk=ticket.pk)
    return list(found.with_places().newest_first()[:MOST])


def dispatch_of(project: Project, ticket: Ticket, *, at: datetime) -> Chosen:
    """Return where the dispatch rules would send a work order of a ticket now."""
    hour = at.astimezone(SHANGHAI).time()
    return rule_for(project, facts_of(project, ticket.category, ticket.building, hour))


def open_faults(project: Project) -> FaultQuerySet:
    """Return the common faults that are not answered yet, the newest first."""
    found: FaultQuerySet = CommonFault.objects.of(project).open().order_by("-opened_at", "-pk")
    return found
