"""The register of residents as screens show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from anju.core.phones import parse_phone
from anju.core.unit_codes import parse_partly
from anju.estate.models import Building, Unit
from anju.organization.models import Project
from anju.organization.models.people import spelled
from anju.residents.models import (
    EmergencyContact,
    Holding,
    Occupancy,
    OccupancyRole,
    Person,
    PersonState,
    Pet,
    Phone,
    Vehicle,
)
from anju.residents.models.people import PersonQuerySet
from anju.residents.models.plates import parse_plate

SHOWS = {
    "all": "全部在册",
    "now": "现有房屋",
    "past": "已无房屋",
    "quiet": "有免打扰",
    "no_phone": "缺电话",
}
RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of people is narrowed by; empty means by nothing."""

    words: str = ""
    role: str = ""
    building_id: int | None = None
    show: str = "all"


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything a person's page shows, loaded."""

    person: Person
    phones: list[Phone]
    occupancies: list[Occupancy]
    past: list[Occupancy]
    household: dict[int, list[Occupancy]]
    contacts: list[EmergencyContact]
    vehicles: list[Vehicle]
    left_vehicles: list[Vehicle]
    pets: list[Pet]
    holdings: list[Holding]
    past_holdings: list[Holding]
    merged: list[Person] = field(default_factory=list)


def people_list(
    project: Project, filters: Filters, *, day: date, reads_names: bool
) -> PersonQuerySet:
    """Return the people in register by name, with today's units and telephones loaded.

    :param reads_names: who may not read names does not find people by them either.
    """
    people = Person.objects.of(project)
    state = PersonState.RESTRICTED if filters.show == RESTRICTED else PersonState.ACTIVE
    people = people.filter(state=state)
    here = Occupancy.objects.of(project).filter(person=OuterRef("pk")).on(day)
    wanted = here
    if filters.role in OccupancyRole.values:
        wanted = wanted.filter(role=filters.role)
    if filters.building_id:
        wanted = wanted.filter(unit__building=filters.building_id)
    if wanted is not here or filters.show == "now":
        people = people.filter(Exists(wanted))
    if filters.show == "past":
        people = people.exclude(Exists(here))
    if filters.show == "quiet":
        people = people.exclude(do_not_disturb="", quiet_from=None)
    if filters.show == "no_phone":
        people = people.exclude(
            Exists(Phone.objects.filter(project=project, person=OuterRef("pk")))
        )
    if filters.words:
        people = people.filter(_worded(project, filters.words, day, reads_names=reads_names))
    return _loaded(people, project, day).by_name()


def people_found(
    project: Project, words: str, *, day: date, reads_names: bool, limit: int = 12
) -> list[Person]:
    """Return the first people in register that words mean, to choose one from."""
    if not words.strip():
        return []
    filters = Filters(words=words.strip())
    return list(people_list(project, filters, day=day, reads_names=reads_names)[:limit])


def people_by_id(project: Project, ids: Sequence[int], *, day: date) -> list[Person]:
    """Return people in register by their numbers, in the order asked for."""
    people = _loaded(Person.objects.of(project).active().filter(pk__in=ids), project, day)
    found = {person.pk: person for person in people.by_name()}
    return [found[pk] for pk in ids if pk in found]


def people_by_id_across_projects(
    ids: Collection[int], *, day: date, project: Project | None
) -> list[Person]:
    """Return people in register by their numbers, with today's units, telephones and project.

    :param project: only this one's; None for whoever searches all projects (the head office).
    """
    people = Person.objects.active().filter(pk__in=ids).select_related("project")
    if project is not None:
        people = people.of(project)
    today = Occupancy.objects.on(day).select_related("unit").in_order()
    return list(
        people.prefetch_related("phones", Prefetch("occupancies", today, to_attr="today")).by_name()
    )


def person_in(project: Project, person_id: int, *, restricted_too: bool) -> Person | None:
    """Return somebody of the project, else None; merged entries lead to another.

    :param restricted_too: for those who answer data requests; nobody else sees who is out of use.
    """
    people = Person.objects.of(project).filter(pk=person_id).select_related("project")
    if not restricted_too:
        people = people.exclude(state=PersonState.RESTRICTED)
    return people.first()


def person_page(project: Project, person: Person, *, day: date) -> PersonPage:
    """Return everything that belongs to a person, today's apart from what was."""
    occupancies = list(
        Occupancy.objects.of(project)
        .filter(person=person)
        .select_related("unit__building", "unit__entrance")
        .in_order()
    )
    today = [each for each in occupancies if each.ends_on is None or each.ends_on > day]
    past = [each for each in occupancies if each not in today]
    vehicles = list(Vehicle.objects.filter(project=project, person=person).select_related("space"))
    holdings = list(
        Holding.objects.filter(project=project, person=person)
        .select_related("space", "storage", "person")
        .order_by("pk")
    )
    return PersonPage(
        person=person,
        phones=list(Phone.objects.filter(project=project, person=person)),
        occupancies=today,
        past=sorted(past, key=lambda each: each.ends_on or day, reverse=True),
        household=_households(project, person, [each.unit_id for each in today], day),
        contacts=list(EmergencyContact.objects.filter(project=project, person=person)),
        vehicles=[each for each in vehicles if each.left_on is None],
        left_vehicles=[each for each in vehicles if each.left_on is not None],
        pets=list(Pet.objects.filter(project=project, person=person)),
        holdings=[each for each in holdings if each.ends_on is None or each.ends_on > day],
        past_holdings=[each for each in holdings if each.ends_on and each.ends_on <= day],
        merged=list(Person.objects.of(project).filter(merged_into=person).by_name()),
    )


def unit_in(project: Project, unit_id: int) -> Unit | None:
    """Return a unit of the project with its building and entrance, else None."""
    units = Unit.objects.of(project).select_related("building", "entrance", "project")
    return units.filter(pk=unit_id).first()


def units_found(project: Project, words: str, *, limit: int = 12) -> list[Unit]:
    """Return the units that words mean, whole or begun: `3-1-502`, `3栋`, `502`."""
    wanted = _unit_words(words)
    if wanted is None:
        return []
    units = Unit.objects.of(project).select_related("building", "entrance")
    return list(units.filter(wanted).by_code()[:limit])


def buildings_of(project: Project) -> list[Building]:
    """Return the project's buildings as people count them."""
    return list(Building.objects.filter(project=project).order_by("code_key", "pk"))


def _loaded(people: PersonQuerySet, project: Project, day: date) -> PersonQuerySet:
    today = Occupancy.objects.of(project).on(day).select_related("unit").in_order()
    return people.prefetch_related("phones", Prefetch("occupancies", today, to_attr="today"))


def _households(
    project: Project, person: Person, unit_ids: Sequence[int], day: date
) -> dict[int, list[Occupancy]]:
    """Return who else belongs to the same units today, by unit."""
    found: dict[int, list[Occupancy]] = {}
    others = Occupancy.objects.of(project).on(day).filter(unit__in=unit_ids)
    others = others.exclude(person=person).filter(person__state=PersonState.ACTIVE)
    for each in others.select_related("person").in_order():
        found.setdefault(each.unit_id, []).append(each)
    return found


def _worded(project: Project, words: str, day: date, *, reads_names: bool) -> Q:
    """Return the condition that words mean a person: name, spelling, telephone, plate, unit."""
    wanted = Q(pk__in=[])
    if reads_names:
        wanted |= Q(name__icontains=words) | Q(form_of_address__icontains=words)
        wanted |= spelled("name_key", words)
    digits = "".join(mark for mark in words if mark.isdigit())
    phones = Phone.objects.filter(project=project, person=OuterRef("pk"))
    parsed = parse_phone(words)
    if parsed is not None:
        wanted |= Q(Exists(phones.filter(number=parsed.number)))
    elif words.isdigit() and len(digits) == 4:
        wanted |= Q(Exists(phones.filter(number__endswith=digits)))
    plate = parse_plate(words)
    if plate is not None:
        vehicles = Vehicle.objects.filter(project=project, person=OuterRef("pk"), left_on=None)
        wanted |= Q(Exists(vehicles.filter(plate=plate)))
    unit = _unit_words(words, "unit__")
    if unit is not None:
        here = Occupancy.objects.of(project).filter(person=OuterRef("pk")).on(day)
        wanted |= Q(Exists(here.filter(unit)))
    return wanted


def _unit_words(words: str, prefix: str = "") -> Q | None:
    """Return the condition that words mean a unit; None if they mean none."""
    code = parse_partly(words)
    if code is None or not any(mark.isdigit() for mark in words):
        return None
    facts = {
        "building__code": code.building,
        "entrance__code": code.entrance,
        "room": code.room,
    }
    given = Q(**{f"{prefix}{name}": value for name, value in facts.items() if value})
    # 3-1 is building 3, entrance 1 as well as building 3, room 1.
    if code.building and code.room and not code.entrance:
        whole = {f"{prefix}building__code": code.building, f"{prefix}entrance__code": code.room}
        return given | Q(**whole)
    return given
