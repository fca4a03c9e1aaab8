"""Public places (公共部位)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.spelling import sort_key
from anju.estate.commands.refusals import Once
from anju.estate.finding import place_entry
from anju.estate.models import Building, Place, PlaceKind
from anju.estate.verbs import EstateVerb as Verb
from anju.organization.models import Project
from anju.search.indexing import index


class NameMissing(DomainError):
    """A place has a name."""


@transaction.atomic
def add_place(
    *,
    project: Project,
    name: str,
    kind: str = PlaceKind.OTHER,
    building: Building | None = None,
    by: Actor,
    at: datetime,
) -> Place:
    """Enter a public place.

    :raises CodeTaken: if the project has one of this name, retired ones included.
    """
    name = _named(name)
    place = Place(project=project, building=building, name=name, name_key=sort_key(name), kind=kind)
    with _once(name), transaction.atomic():
        place.save()
    index(project, place_entry(place))
    record(Verb.PLACE_ADDED, subject=place, project_id=project.pk, by=by, at=at)
    return place


@transaction.atomic
def change_place(
    *,
    place: Place,
    name: str,
    kind: str,
    building: Building | None,
    by: Actor,
    at: datetime,
) -> Place:
    """Change a public place.

    :raises ForbiddenTransition: once it is retired.
    :raises CodeTaken: if another has the name.
    """
    place = _in_use(place)
    name = _named(name)
    changes = {
        "name": (place.name, name),
        "kind": (PlaceKind(place.kind).label, PlaceKind(kind).label),
        "building": (place.building, building),
    }
    place.name, place.name_key, place.kind, place.building = name, sort_key(name), kind, building
    with _once(name), transaction.atomic():
        place.save()
    index(place.project, place_entry(place))
    record(
        Verb.PLACE_CHANGED,
        subject=place,
        project_id=place.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return place


@transaction.atomic
def retire_place(*, place: Place, by: Actor, at: datetime) -> Place:
    """Take a place out of use; what happened there stays, and nobody picks it any more.

    :raises ForbiddenTransition: if it is retired already.
    """
    place = _in_use(place)
    place.retired_at = at
    place.save(update_fields=["retired_at"])
    index(place.project, place_entry(place))
    record(Verb.PLACE_RETIRED, subject=place, project_id=place.project_id, by=by, at=at)
    return place


def _in_use(place: Place) -> Place:
    found = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if found.retired_at is not None:
        raise ForbiddenTransition(f"“{found.name}”已停用,不能再修改。需要时请新登记一个。")
    return found


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NameMissing("请填写公共部位的名称,如“3栋大堂”。")
    return name


def _once(name: str) -> Once:
    return Once("place_name_once", f"“{name}”已经登记过了(可能已停用),请换一个名称。")
