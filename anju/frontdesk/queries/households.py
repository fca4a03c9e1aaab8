"""What a receptionist sees of who calls: how to address them, where they live, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from anju.clocks.models import Clock
from anju.core.periods import local_date
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import Occupancy, Person
from anju.residents.queries.households import occupants_by_unit
from anju.residents.queries.people import people_by_id
from anju.tickets.models import Contact, Ticket
from anju.tickets.states import ContactWay, TicketState

PROMISE = "promise"
RECENT, CONTACTS, LOOKED_AT = 5, 5, 30


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A ticket that is not answered, with the promise that runs for it, if one does."""

    ticket: Ticket
    promise: Clock | None


@dataclass(frozen=True, slots=True)
class Household:
    """Everything the card shows, loaded; either the person or the unit may be missing."""

    person: Person | None
    unit: Unit | None
    homes: Sequence[Occupancy] = ()
    occupants: Sequence[Occupancy] = ()
    open: Sequence[OpenMatter] = ()
    recent: Sequence[Ticket] = ()
    contacts: Sequence[Contact] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people belong to the unit today."""
        return len({each.person_id for each in self.occupants})


def household_of(
    project: Project, person: Person | None, unit: Unit | None, *, at: datetime
) -> Household | None:
    """Return the card of a person and a unit; None while neither is known.

    The same queries for any number of tickets.
    """
    if person is None and unit is None:
        return None
    day = local_date(at)
    homes = homes_of(project, person, day) if person is not None else []
    there = unit or (homes[0].unit if homes else None)
    occupants = occupants_by_unit(project, [there.pk], day=day) if there is not None else {}
    about = Q(person=person) if person is not None else Q(pk__in=())
    about |= Q(unit=there) if there is not None else Q(pk__in=())
    tickets = list(
        Ticket.objects.of(project).living().filter(about).with_places().newest_first()[:LOOKED_AT]
    )
    promises = promises_of(project, tickets)
    is_open = [each for each in tickets if each.state == TicketState.OPEN]
    return Household(
        person=person,
        unit=there,
        homes=homes,
        occupants=occupants.get(there.pk, []) if there is not None else [],
        open=[OpenMatter(each, promises.get(each.pk)) for each in is_open],
        recent=[each for each in tickets if each.state != TicketState.OPEN][:RECENT],
        contacts=_contacts(project, tickets),
    )


def homes_of(project: Project, person: Person, day: date) -> list[Occupancy]:
    """Return where somebody belongs today, units loaded, owners' homes first."""
    entries = Occupancy.objects.of(project).filter(person=person).on(day)
    return list(entries.select_related("unit__building", "unit__entrance").in_order())


def first_homes(project: Project, people: Sequence[int], *, day: date) -> dict[int, str]:
    """Return the code of each person's first unit today."""
    found = people_by_id(project, people, day=day)
    today = ((each.pk, getattr(each, "today", [])) for each in found)
    return {pk: entries[0].unit.code for pk, entries in today if entries}


def promises_of(project: Project, tickets: Sequence[Ticket]) -> dict[int, Clock]:
    """Return the promise that runs for each ticket, where one does."""
    running = Clock.objects.of(project).open().filter(kind=PROMISE).with_terms()
    ids = [each.pk for each in tickets]
    found = running.filter(subject_type=Ticket._meta.label_lower, subject_id__in=ids)
    return {clock.subject_id: clock for clock in found.order_by("pk")}


def _contacts(project: Project, tickets: Sequence[Ticket]) -> list[Contact]:
    said = Contact.objects.filter(project=project, ticket__in=[each.pk for each in tickets])
    spoken = said.exclude(way=ContactWay.NOTE).select_related("ticket")
    return list(spoken.order_by("-at", "-pk")[:CONTACTS])
