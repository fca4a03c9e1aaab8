"""Many buildings, units, spaces and meters at once, from a workbook; and taking them out again.

`anju.imports` has checked what comes; what only the database can know is refused here.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from anju.audit.record import record_many
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.finding import BUILDING, SPACE, UNIT, building_entry, space_entry, unit_entry
from anju.estate.models import (
    Building,
    DeliveryState,
    Entrance,
    Meter,
    OccupancyState,
    ParkingSpace,
    Unit,
    UnitUse,
)
from anju.estate.verbs import EstateVerb as Verb
from anju.organization.models import Project
from anju.search.indexing import index, index_new, unindex

WORDS: dict[str, type[models.TextChoices]] = {
    "use": UnitUse,
    "delivery": DeliveryState,
    "occupancy": OccupancyState,
}
# Those that others hang on come first.
KINDS: tuple[type[models.Model], ...] = (Building, Entrance, Unit, ParkingSpace, Meter)


class ChangedMeanwhile(DomainError):
    """A colleague changed something between the check and now; the check has to be repeated."""


@dataclass(slots=True)
class EstateLoad:
    """What is to be written: new rows, unsaved, and new values for rows that are there."""

    buildings: list[Building] = field(default_factory=list)
    entrances: list[Entrance] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    spaces: list[ParkingSpace] = field(default_factory=list)
    meters: list[Meter] = field(default_factory=list)
    changed: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)

    @property
    def new(self) -> list[Sequence[models.Model]]:
        return [self.buildings, self.entrances, self.units, self.spaces, self.meters]


@transaction.atomic
def load_estate(*, project: Project, load: EstateLoad, by: Actor, at: datetime) -> None:
    """Write all of a load, found by the search from now on; new rows get their numbers.

    :raises ChangedMeanwhile: if a colleague entered or changed one of them since the check.
    """
    try:
        with transaction.atomic():
            for rows in load.new:
                write_new(rows)
    except IntegrityError as error:
        raise ChangedMeanwhile(
            "核对之后,同事刚刚登记了其中的楼栋、房屋、车位或计量表。请重新核对后再导入。"
        ) from error
    index_new(project, map(building_entry, load.buildings))
    index_new(project, map(unit_entry, load.units))
    index_new(project, map(space_entry, load.spaces))
    for rows in load.new:
        if rows:
            record_many(Verb.LOADED, subjects=rows, project_id=project.pk, by=by, at=at)
    for kind in KINDS:
        _change([(row, to) for row, to in load.changed if type(row) is kind], project, by, at)


def write_new(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model by COPY and give them their numbers.

    Rows they point at are written before. It is no event: whoever calls it records one.
    """
    if not rows:
        return
    model = type(rows[0])._meta
    names = [each.attname for each in model.concrete_fields]
    columns = ", ".join(str(each.column) for each in model.concrete_fields)
    number_new([row for row in rows if row.pk is None])
    sql = f"COPY {model.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            # As bulk_create does: a row that was saved after being pointed at has its number now.
            row._prepare_related_fields_for_save("bulk_create")  # type: ignore[attr-defined]
            values = (getattr(row, name) for name in names)
            copy.write_row([_plain(value) for value in values])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def number_new(rows: Sequence[models.Model]) -> None:
    """Give new rows of one model their numbers before they are written.

    It is no event: nothing is written yet.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [rows[0]._meta.db_table, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number


@transaction.atomic
def unload_estate(
    *,
    project: Project,
    created: Mapping[str, Sequence[int]],
    before: Mapping[str, Mapping[int, Mapping[str, Any]]],
    by: Actor,
    at: datetime,
) -> None:
    """Take out what a load entered and put back the values it changed.

    What hangs on them is refused by the database, at the latest when the caller's transaction ends.

    :param created: kind (`estate.unit`) → numbers.
    :param before: kind → number → field → value from before the load.
    """
    for kind in KINDS:
        label = kind._meta.label_lower
        rows = kind._default_manager.filter(project=project).in_bulk(list(before.get(label, {})))
        back = [(row, dict(before[label][pk])) for pk, row in sorted(rows.items())]
        _change(back, project, by, at, verb=Verb.UNLOADED)
    for kind in reversed(KINDS):
        label = kind._meta.label_lower
        _remove(kind, created.get(label, ()), project, by, at)
    for subject in (BUILDING, UNIT, SPACE):
        unindex(project, subject, created.get(subject, ()))


def _change(
    changed: Sequence[tuple[models.Model, dict[str, Any]]],
    project: Project,
    by: Actor,
    at: datetime,
    *,
    verb: Verb = Verb.LOADED_OVER,
) -> None:
    """Give rows of one kind new values, if they are as they were when they were read."""
    if not changed:
        return
    kind = type(changed[0][0])
    _refuse_stale(kind, [row for row, _ in changed])
    changes: dict[int, dict[str, tuple[object, object]]] = {}
    names: AbstractSet[str] = {name for _, to in changed for name in to}
    for row, to in changed:
        changes[row.pk] = {
            name: (_said(name, getattr(row, name)), _said(name, value))
            for name, value in to.items()
        }
        for name, value in to.items():
            setattr(row, name, value)
        if isinstance(row, Unit):
            row.version += 1
    if kind is Unit:
        names |= {"version"}
    rows = [row for row, _ in changed]
    kind._default_manager.bulk_update(rows, sorted(names), batch_size=500)
    if kind is Building:
        index(project, *(building_entry(row) for row in rows if isinstance(row, Building)))
    record_many(verb, subjects=rows, project_id=project.pk, by=by, at=at, changes=changes)


def _refuse_stale(kind: type[models.Model], rows: Sequence[models.Model]) -> None:
    manager = kind._default_manager.select_for_update(of=("self",))
    now = {row.pk: row for row in manager.filter(pk__in=[row.pk for row in rows]).order_by("pk")}
    columns = [each.attname for each in kind._meta.concrete_fields]
    for row in rows:
        there = now.get(row.pk)
        if there is None or any(getattr(there, name) != getattr(row, name) for name in columns):
            raise ChangedMeanwhile(f"核对之后,同事刚刚修改了{row}。请重新核对后再导入。")


def _remove(
    kind: type[models.Model], ids: Sequence[int], project: Project, by: Actor, at: datetime
) -> None:
    found = kind._default_manager.filter(project=project, pk__in=ids).order_by("pk")
    rows = list(found.select_related("building") if kind is Entrance else found)
    if rows:
        record_many(Verb.UNLOADED, subjects=rows, project_id=project.pk, by=by, at=at)
        delete_rows(found)


def _plain(value: object) -> object:
    """Return a value as the driver takes it: a member of choices is its text, not its name."""
    return value.value if isinstance(value, Enum) else value


def delete_rows(rows: models.QuerySet[Any]) -> None:
    """Delete rows by one statement; what still points at them is refused when it is checked.

    It is no event: whoever calls it records one.
    """
    rows.order_by()._raw_delete(rows.db)


def _said(name: str, value: object) -> object:
    """Return a value as the trail tells it: choices by their words."""
    return WORDS[name](str(value)).label if name in WORDS and value else value
