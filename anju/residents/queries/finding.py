"""What people are found by, for the one search box."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from anju.organization.models import Project
from anju.residents.models import Occupancy, Person, Vehicle
from anju.residents.permissions import ResidentPermission
from anju.search.entries import Entry

SUBJECT = "residents.person"


def entries_of(
    project: Project, ids: Collection[int] | None = None, *, day: date
) -> Iterator[Entry]:
    """Yield what a project's people in register are found by; others are found by nothing.

    Two entries for each: names for those who may read names, and digits and plates for all who
    may read, so that nobody learns a masked name by trying names.

    :param ids: only these people; None for all.
    :param day: who has no occupancy on it is of the past, and comes later among the hits.
    """
    people = Person.objects.of(project).active()
    if ids is not None:
        people = people.filter(pk__in=ids)
    today = Occupancy.objects.filter(person=OuterRef("pk")).on(day)
    live = Vehicle.objects.filter(left_on=None)
    people = people.annotate(is_here=Exists(today)).prefetch_related(
        "phones", Prefetch("vehicles", queryset=live, to_attr="live_vehicles")
    )
    for person in people.order_by("pk").iterator(chunk_size=2000):
        yield from entries_for(
            person,
            phones=[phone.number for phone in person.phones.all()],
            plates=[vehicle.plate for vehicle in getattr(person, "live_vehicles", ())],
            is_past=not getattr(person, "is_here", False),
        )


def entries_for(
    person: Person, *, phones: Sequence[str], plates: Sequence[str], is_past: bool
) -> Iterator[Entry]:
    """Yield what one person is found by, without asking the database.

    :param phones: their numbers, normalised.
    :param plates: of their live vehicles.
    :param is_past: true for who has no occupancy today.
    """
    yield Entry(
        subject_type=SUBJECT,
        subject_id=person.pk,
        permission=ResidentPermission.READ_NAMES.value,
        names=[name for name in (person.name, person.form_of_address) if name],
        is_past=is_past,
    )
    if phones or plates:
        yield Entry(
            subject_type=SUBJECT,
            subject_id=person.pk,
            permission=ResidentPermission.READ.value,
            phones=phones,
            plates=plates,
            is_past=is_past,
        )
