"""Many people with what belongs to them at once, from a workbook; and taking them out again.

`anju.imports` has checked what comes; what only the database can know is refused here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from anju.audit.record import record_many
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.core.sealing import blind_index, seal
from anju.core.spelling import sort_key
from anju.estate.commands.loading import (
    ChangedMeanwhile,
    delete_rows,
    number_new,
    write_new,
)
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.addressing import suggested_forms
from anju.residents.commands.keeping import index_people
from anju.residents.models import (
    Holding,
    Occupancy,
    OccupancyRole,
    Person,
    Phone,
    Vehicle,
)
from anju.residents.queries.finding import SUBJECT, entries_for
from anju.residents.verbs import ResidentVerb as Verb
from anju.search.entries import Entry
from anju.search.indexing import index_new, unindex

PURPOSE = "residents.identity"
# Those that hang on others come first when they are taken out.
BELONGINGS: tuple[type[models.Model], ...] = (Vehicle, Holding, Occupancy, Phone)


@dataclass(slots=True)
class Filling:
    """What a workbook knows of a person and the register does not: only empty fields are filled.

    :param is_man: for the form of address; the gender itself is not kept.
    """

    identity_kind: str = ""
    identity: str = ""
    form_of_address: str = ""
    is_man: bool | None = None

    def __bool__(self) -> bool:
        return bool(self.identity or self.form_of_address or self.is_man is not None)


@dataclass(slots=True)
class ResidentsLoad:
    """What is to be written; the units and spaces that rows point at are saved before."""

    people: list[tuple[Person, Filling]] = field(default_factory=list)
    filled: list[tuple[Person, Filling]] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    occupancies: list[Occupancy] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)
    known_units: set[int] = field(default_factory=set)
    """Units that were there before, whose pages tell who came."""

    @property
    def belongings(self) -> list[Sequence[models.Model]]:
        return [self.phones, self.occupancies, self.holdings, self.vehicles]


@transaction.atomic
def load_residents(
    *, project: Project, load: ResidentsLoad, key: bytes, by: Actor, at: datetime
) -> None:
    """Write all of a load, found by the search from now on; new rows get their numbers.

    :param key: the data key, to seal identity numbers.
    :raises ChangedMeanwhile: if a colleague entered or changed one of them since the check.
    """
    day = local_date(at)
    known = _lock_known(load)
    _lock_units(load, day)
    new = [person for person, _ in load.people]
    number_new(new)
    for person, filling in (*load.people, *load.filled):
        _fill(person, filling, key)
    try:
        with transaction.atomic():
            write_new(new)
            columns = ["identity_kind", "identity_sealed", "identity_index", "identity_tail"]
            columns += ["form_of_address", "version"]
            Person.objects.bulk_update([row for row, _ in load.filled], columns, batch_size=500)
            for rows in load.belongings:
                write_new(rows)
    except IntegrityError as error:
        raise ChangedMeanwhile(
            "核对之后,同事刚刚登记了其中的住户、车辆或入住关系。请重新核对后再导入。"
        ) from error
    if new:
        index_new(project, _entries(load, new, day))
    if known:
        index_people(project, known, at=at)
    _record(project, load, new, by, at)


@transaction.atomic
def unload_residents(
    *,
    project: Project,
    created: Mapping[str, Sequence[int]],
    before: Mapping[str, Mapping[int, Mapping[str, Any]]],
    by: Actor,
    at: datetime,
) -> None:
    """Take out what a load entered, and empty what it filled.

    :param created: kind (`residents.person`) → numbers.
    :param before: kind → number → the fields that were empty before the load.
    """
    touched: set[int] = set()
    for kind in BELONGINGS:
        rows = kind._default_manager.filter(
            project=project, pk__in=created.get(kind._meta.label_lower, ())
        )
        touched.update(rows.order_by().values_list("person", flat=True))
        delete_rows(rows)
    gone = Person.objects.of(project).filter(pk__in=created.get(SUBJECT, ()))
    people = list(gone.order_by("pk"))
    record_many(Verb.UNLOADED, subjects=people, project_id=project.pk, by=by, at=at)
    unindex(project, SUBJECT, [person.pk for person in people])
    delete_rows(gone)
    _empty_again(project, before.get(SUBJECT, {}), by, at)
    index_people(project, sorted(touched - {person.pk for person in people}), at=at)


def _entries(load: ResidentsLoad, new: Sequence[Person], day: date) -> Iterator[Entry]:
    """Yield what new people are found by; all of it is at hand."""
    phones: dict[int, list[str]] = defaultdict(list)
    plates: dict[int, list[str]] = defaultdict(list)
    for phone in load.phones:
        phones[phone.person_id].append(phone.number)
    for vehicle in load.vehicles:
        plates[vehicle.person_id].append(vehicle.plate)
    here = {each.person_id for each in load.occupancies if each.holds_on(day)}
    for person in new:
        yield from entries_for(
            person,
            phones=phones[person.pk],
            plates=plates[person.pk],
            is_past=person.pk not in here,
        )


def _empty_again(
    project: Project, before: Mapping[int, Mapping[str, Any]], by: Actor, at: datetime
) -> None:
    people = list(Person.objects.of(project).filter(pk__in=before).locked())
    for person in people:
        if "identity" in before[person.pk]:
            person.identity_kind, person.identity_tail = "", ""
            person.identity_sealed, person.identity_index = b"", None
        if "form_of_address" in before[person.pk]:
            person.form_of_address = ""
        person.version += 1
    columns = ["identity_kind", "identity_sealed", "identity_index", "identity_tail"]
    Person.objects.bulk_update(people, [*columns, "form_of_address", "version"], batch_size=500)
    if people:
        record_many(Verb.UNLOADED, subjects=people, project_id=project.pk, by=by, at=at)
        index_people(project, [person.pk for person in people], at=at)


def _lock_known(load: ResidentsLoad) -> list[int]:
    """Lock the people who were there before and get something; returns their numbers."""
    rows: Iterable[Any] = (*load.phones, *load.occupancies, *load.holdings, *load.vehicles)
    people = {row.person.pk: row.person for row in rows if row.person.pk is not None}
    people |= {person.pk: person for person, _ in load.filled}
    now = {row.pk: row.version for row in Person.objects.filter(pk__in=people).active().locked()}
    for pk, person in people.items():
        if now.get(pk) != person.version:
            raise ChangedMeanwhile(f"核对之后,同事刚刚修改了{person}。请重新核对后再导入。")
    return sorted(people)


def _lock_units(load: ResidentsLoad, day: date) -> None:
    """Lock units that get an owner; the shares were reckoned with who owned them at the check."""
    units = {
        row.unit_id: row.unit
        for row in load.occupancies
        if row.role == OccupancyRole.OWNER and row.unit_id in load.known_units
    }
    list(Unit.objects.filter(pk__in=units).locked())
    owned = Occupancy.objects.owners().filter(Q(ends_on=None) | Q(ends_on__gt=day), unit__in=units)
    for unit_id in owned.order_by("unit").values_list("unit", flat=True):
        raise ChangedMeanwhile(
            f"核对之后,同事刚刚登记了 {units[unit_id].code} 的业主。请重新核对后再导入。"
        )


def _fill(person: Person, filling: Filling, key: bytes) -> None:
    person.name_key = person.name_key or sort_key(person.name)
    if filling.identity:
        person.identity_kind, person.identity_tail = filling.identity_kind, filling.identity[-4:]
        purpose = f"{PURPOSE}:{person.pk}"
        person.identity_sealed = seal(filling.identity, key=key, purpose=purpose)
        person.identity_index = blind_index(filling.identity, key=key, purpose=PURPOSE)
    if not person.form_of_address:
        forms = []
        if filling.is_man is not None:
            forms = suggested_forms(person.name, kind=person.kind, man=filling.is_man)
        person.form_of_address = filling.form_of_address or next(iter(forms), "")
    if not person._state.adding:
        person.version += 1


def _record(
    project: Project, load: ResidentsLoad, new: Sequence[Person], by: Actor, at: datetime
) -> None:
    """Record on new people that they came, on people and units that were there what they got."""
    got: dict[int, dict[str, tuple[object, object]]] = defaultdict(dict)
    units: dict[int, Unit] = {}
    told: dict[int, dict[str, tuple[object, object]]] = {}
    for row in load.occupancies:
        got[row.person_id] |= {"unit": (None, str(row.unit)), "role": (None, row.role_name)}
        if row.unit_id in load.known_units:
            units[row.unit_id] = row.unit
            told[row.unit_id] = {"person": (None, str(row.person)), "role": (None, row.role_name)}
    for person, filling in load.filled:
        filled = [word for word, there in (("证件号码", filling.identity),) if there]
        got[person.pk]["filled"] = (None, "、".join(filled) or "称呼")
    if new:
        record_many(Verb.LOADED, subjects=new, project_id=project.pk, by=by, at=at, changes=got)
    fresh = {person.pk for person in new}
    belongings: Iterable[Any] = (*load.phones, *load.occupancies, *load.holdings, *load.vehicles)
    old = {row.person_id: row.person for row in belongings if row.person_id not in fresh}
    old |= {person.pk: person for person, _ in load.filled}
    for subjects, changes in ((list(old.values()), got), (list(units.values()), told)):
        if subjects:
            record_many(
                Verb.LOADED_OVER,
                subjects=subjects,
                project_id=project.pk,
                by=by,
                at=at,
                changes=changes,
            )
