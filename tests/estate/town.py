"""Buildings and what is in them, built through the commands."""

from datetime import date
from typing import Any

from anju.core.actors import SYSTEM
from anju.estate.commands.buildings import add_building
from anju.estate.commands.entrances import add_entrance
from anju.estate.commands.meters import add_meter
from anju.estate.commands.units import UnitFacts, add_unit
from anju.estate.models import Building, Entrance, Meter, Unit
from anju.organization.models import Project
from anju.search.models import Term
from tests import world

DONE: dict[str, Any] = {"by": SYSTEM, "at": world.AT}


def building(code: str = "1", *, project: Project | None = None) -> Building:
    """Return a building of the project, entered if it is not there yet."""
    place = project or world.project()
    known = Building.objects.filter(project=place, code=code).first()
    return known or add_building(project=place, code=code, **DONE)


def entrance(code: str = "1", *, of: Building | None = None) -> Entrance:
    """Return an entrance of a building, entered if it is not there yet."""
    house = of or building()
    known = Entrance.objects.filter(building=house, code=code).first()
    return known or add_entrance(building=house, code=code, **DONE)


def unit(code: str = "1-1-101", *, project: Project | None = None, **facts: Any) -> Unit:
    """Return a unit by its whole code, with building and entrance entered as needed."""
    *front, room = code.split("-")
    house = building(front[0], project=project)
    stairs = entrance(front[1], of=house) if len(front) > 1 else None
    return add_unit(building=house, entrance=stairs, room=room, facts=UnitFacts(**facts), **DONE)


def meter(of: Unit, number: str = "S1", *, installed_on: date | None = None) -> Meter:
    """Return a water meter of a unit."""
    return add_meter(
        project=of.project, kind="WATER", number=number, unit=of, installed_on=installed_on, **DONE
    )


def found_by(text: str) -> set[tuple[str, int]]:
    """Return what a code leads to in the search's index, as (kind, number)."""
    terms = Term.objects.filter(term=text.lower())
    return {(term.subject_type, term.subject_id) for term in terms}
