"""The reference data set "city", and "town", a hundredth of it: written by COPY, for measuring.

100 projects, 300,000 units and 1,000,000 people, with the terms that find them. It writes tables
directly, as nothing else may: what it stands for is years of work by hand, and its rows are no
acts of anybody, so they have no events.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import connection, models, transaction

from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.core.unit_codes import natural_key
from anju.estate.finding import building_entry, unit_entry
from anju.estate.models import Building, Entrance, Unit
from anju.organization.commands.founding import create_project
from anju.organization.models import Project
from anju.residents.believable.community import (
    Community,
    PlannedBuilding,
    PlannedPerson,
    PlannedStay,
    PlannedUnit,
    plan,
)
from anju.residents.models import Occupancy, Person, Phone, Vehicle
from anju.residents.permissions import ResidentPermission as May
from anju.search.entries import Entry, permission_of, terms_of
from anju.search.models import Term

SEED = 20_261_123
PER_PROJECT = (
    *(
        PlannedBuilding(str(number), f"{number}栋", ("1", "2", "3"), 28, 4)
        for number in range(1, 9)
    ),
    PlannedBuilding("9", "9栋", (), 20, 16, "OFFICE", shop_floors=4),
)
SIZES = {"town": 1, "city": 100}
NAMES = ("春晖", "金桂", "湖畔", "云山", "江南", "锦绣", "东方", "翠竹", "明月", "阳光")
KINDS = ("花园", "新村", "雅苑", "府", "里", "名邸", "公馆", "家园", "小区", "华庭")
EXTRA_FAMILY = 1.2  # brings 3,008 units to about 10,000 people
PERSON_TYPE = Person._meta.label_lower
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written."""

    projects: int
    units: int
    people: int
    terms: int


def seed(size: str, *, today: date, by: Actor, at: datetime) -> Iterator[Seeded]:
    """Write the data set project by project; yields what is there after each.

    A project that is there already is left as it is, so that a stopped run can go on.
    """
    units = people = terms = 0
    with _without_indexes(Term):
        for number in range(SIZES[size]):
            code = f"{size}-{number + 1:03}"
            name = NAMES[number % 10] + KINDS[number // 10]
            with transaction.atomic():
                project = Project.objects.filter(code=code).first()
                if project is None:
                    project = create_project(code=code, name=name, by=by, at=at)
                    written = _fill(project, today, SEED + number, at)
                    units, people, terms = (
                        before + now
                        for before, now in zip((units, people, terms), written, strict=True)
                    )
            yield Seeded(number + 1, units, people, terms)


def _fill(project: Project, today: date, story: int, at: datetime) -> tuple[int, int, int]:
    community = plan(PER_PROJECT, today=today, seed=story, extra_family=EXTRA_FAMILY)
    numbers = _Numbers(project.pk)
    buildings = dict.fromkeys(unit.building for unit in community.units)
    for building in buildings:
        numbers.give(Building, building)
        for entrance in building.entrances:
            numbers.give(Entrance, (building, entrance))
    for unit in community.units:
        numbers.give(Unit, id(unit))
    for person in community.people:
        numbers.give(Person, id(person))
    _copy(Building, BUILDING, (_building(project, each, numbers) for each in buildings))
    _copy(Entrance, ENTRANCE, _entrances(project, buildings, numbers))
    _copy(Unit, UNIT, (_unit(project, each, numbers) for each in community.units))
    _copy(Person, PERSON, (_person(project, each, numbers, at) for each in community.people))
    _copy(Phone, PHONE, _phones(project, community, numbers))
    _copy(Vehicle, VEHICLE, _vehicles(project, community, numbers))
    _copy(Occupancy, OCCUPANCY, (_stay(project, each, numbers) for each in community.stays))
    terms = _copy(Term, TERM, _terms(project, community, numbers))
    numbers.keep()
    return len(community.units), len(community.people), terms


class _Numbers:
    """Primary keys given out here, beyond those of the tables' own sequences."""

    def __init__(self, project_id: int) -> None:
        self.project_id = project_id
        self.given: dict[tuple[type[models.Model], object], int] = {}
        self.last: dict[type[models.Model], int] = {}

    def give(self, model: type[models.Model], key: object) -> int:
        if model not in self.last:
            newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
            self.last[model] = newest or 0
        self.last[model] += 1
        self.given[model, key] = self.last[model]
        return self.last[model]

    def of(self, model: type[models.Model], key: object) -> int:
        return self.given[model, key]

    def keep(self) -> None:
        """Let the tables' sequences go on behind what was given; every reference is checked."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model, last in self.last.items():
                table = model._meta.db_table
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


BUILDING = ("id", "project_id", "code", "code_key", "name", "floors_above", "floors_below", "note")
ENTRANCE = ("id", "project_id", "building_id", "code", "code_key", "floors", "has_lift")
UNIT = (
    *("id", "project_id", "building_id", "entrance_id", "room", "code", "code_key", "floor"),
    *("use", "area_built", "layout", "delivery", "delivered_on", "occupancy", "standing_note"),
    "version",
)
PERSON = (
    *("id", "project_id", "kind", "name", "name_key", "form_of_address", "state", "languages"),
    *("habits", "do_not_disturb", "email", "preferred_channel", "contact_ground"),
    "consent_version",
    *("identity_kind", "identity_sealed", "identity_tail", "version", "once", "registered_at"),
)
PHONE = ("project_id", "person_id", "number", "extension", "raw", "label", "rank")
VEHICLE = ("project_id", "person_id", "plate", "brand", "colour")
OCCUPANCY = (
    *("project_id", "unit_id", "person_id", "role", "share_part", "share_of", "lives_in"),
    *("starts_on", "ends_on", "note"),
)
TERM = ("project_id", "kind", "term", "subject_type", "subject_id", "permission", "weight")


def _building(project: Project, building: PlannedBuilding, numbers: _Numbers) -> Row:
    key = natural_key(building.code)
    number = numbers.of(Building, building)
    return (number, project.pk, building.code, key, building.name, building.floors, 1, "")


def _entrances(
    project: Project, buildings: Iterable[PlannedBuilding], numbers: _Numbers
) -> Iterator[Row]:
    for building in buildings:
        for entrance in building.entrances:
            number = numbers.of(Entrance, (building, entrance))
            owner, key = numbers.of(Building, building), natural_key(entrance)
            yield (number, project.pk, owner, entrance, key, building.floors, True)


def _unit(project: Project, unit: PlannedUnit, numbers: _Numbers) -> Row:
    building = numbers.of(Building, unit.building)
    entrance = numbers.of(Entrance, (unit.building, unit.entrance)) if unit.entrance else None
    place = (unit.room, unit.code, natural_key(unit.code), unit.floor, unit.use, unit.built)
    state = (unit.layout, unit.delivery, unit.delivered_on, unit.occupancy, unit.note, 1)
    return (numbers.of(Unit, id(unit)), project.pk, building, entrance, *place, *state)


def _person(project: Project, person: PlannedPerson, numbers: _Numbers, at: datetime) -> Row:
    number = numbers.of(Person, id(person))
    named = (person.kind, person.name, _sort_key(person.name), person.called, "ACTIVE")
    habits = (person.languages, person.habits, "", "", person.channel, "CONTRACT", "")
    return (number, project.pk, *named, *habits, "", b"", "", 1, "", at)


def _phones(project: Project, community: Community, numbers: _Numbers) -> Iterator[Row]:
    for person in community.people:
        for rank, number in enumerate(person.phones, start=1):
            yield (project.pk, numbers.of(Person, id(person)), number, "", number, "", rank)


def _vehicles(project: Project, community: Community, numbers: _Numbers) -> Iterator[Row]:
    for person in community.people:
        for plate, brand, colour in person.plates:
            yield (project.pk, numbers.of(Person, id(person)), plate, brand, colour)


def _stay(project: Project, stay: PlannedStay, numbers: _Numbers) -> Row:
    unit, person = numbers.of(Unit, id(stay.unit)), numbers.of(Person, id(stay.person))
    share = stay.share or (None, None)
    period = (stay.lives_in, stay.starts_on, stay.ends_on, "")
    return (project.pk, unit, person, stay.role, *share, *period)


def _terms(project: Project, community: Community, numbers: _Numbers) -> Iterator[Row]:
    """Yield the terms that the apps' own entries would have; a test compares them."""
    for building in dict.fromkeys(unit.building for unit in community.units):
        number = numbers.of(Building, building)
        yield from _rows(project, building_entry(_as_building(building, number)))
    for unit in community.units:
        owner = _as_building(unit.building, numbers.of(Building, unit.building))
        entrance = Entrance(code=unit.entrance) if unit.entrance else None
        there = Unit(
            pk=numbers.of(Unit, id(unit)),
            building=owner,
            entrance=entrance,
            room=unit.room,
            code=unit.code,
        )
        yield from _rows(project, unit_entry(there))
    present = {id(stay.person) for stay in community.stays if stay.ends_on is None}
    for person in community.people:
        number, weight = numbers.of(Person, id(person)), int(id(person) not in present)
        plates = [plate for plate, _, _ in person.plates]
        for permission, terms in (
            (May.READ_NAMES, _name_terms((person.name, person.called))),
            (May.READ, terms_of(plates=plates, phones=person.phones)),
        ):
            for kind, term in sorted(terms):
                right = permission_of(kind, permission.value)
                yield (project.pk, kind, term, PERSON_TYPE, number, right, weight)


def _as_building(building: PlannedBuilding, number: int) -> Building:
    return Building(pk=number, code=building.code, name=building.name)


def _rows(project: Project, entry: Entry) -> Iterator[Row]:
    for kind, term, permission in entry.rows():
        yield (project.pk, kind, term, entry.subject_type, entry.subject_id, permission, 0)


@cache
def _sort_key(name: str) -> str:
    return sort_key(name)


@cache
def _name_terms(called: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(terms_of(names=called))


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    names = ", ".join(columns)
    count = 0
    sql = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


@contextmanager
def _without_indexes(model: type[models.Model]) -> Iterator[None]:
    """Take a big table's indexes away while it is filled, and build them once at the end."""
    with connection.schema_editor() as editor:
        for index in model._meta.indexes:
            editor.remove_index(model, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for index in model._meta.indexes:
                editor.add_index(model, index)
