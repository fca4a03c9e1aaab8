"""Where a work order is and how one gets there, and what to heed at that door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anju.organization.models import Project
from anju.residents.models import Person
from anju.residents.queries.households import occupants_by_unit
from anju.tickets.models import Ticket, WorkOrder

MOST_HABITS = 3


@dataclass(frozen=True, slots=True)
class Door:
    """The way to a place in words, line by line, and what those behind the door wish."""

    where: str
    way: tuple[str, ...]
    habits: tuple[str, ...]


def doors_of(project: Project, orders: Sequence[WorkOrder], *, day: date) -> dict[int, Door]:
    """Return the door of each order by its number; the same queries for any number of orders."""
    units = {each.ticket.unit_id for each in orders if each.ticket.unit_id}
    occupants = occupants_by_unit(project, units, day=day) if units else {}
    return {
        order.pk: Door(
            where=order.ticket.where,
            way=_way(order.ticket),
            habits=_habits(
                [
                    *([order.ticket.person] if order.ticket.person else []),
                    *(each.person for each in occupants.get(order.ticket.unit_id or 0, [])),
                ],
                order.ticket,
            ),
        )
        for order in orders
    }


def _way(ticket: Ticket) -> tuple[str, ...]:
    """Return how to get there as one says it: 3栋 · 1单元 · 5 楼 · 502."""
    unit = ticket.unit
    if unit is None:
        place, building = ticket.place, ticket.building
        return tuple(dict.fromkeys(str(each) for each in (building, place) if each))
    parts = [unit.building.name]
    if unit.entrance is not None:
        lift = {True: "有电梯", False: "无电梯"}.get(unit.entrance.has_lift or False, "")
        known = unit.entrance.has_lift is not None
        parts.append(f"{unit.entrance.code}单元" + (f"({lift})" if known else ""))
    if unit.floor is not None:
        parts.append(f"{unit.floor} 楼" if unit.floor > 0 else f"地下 {-unit.floor} 层")
    return (*parts, f"{unit.room} 室")


def _habits(people: Sequence[Person], ticket: Ticket) -> tuple[str, ...]:
    """Return what is known of those at home without saying of whom; whoever called comes first."""
    found: list[str] = []
    for person in people:
        quiet = ""
        if person.quiet_from and person.quiet_until:
            quiet = f"免打扰 {person.quiet_from:%H:%M}–{person.quiet_until:%H:%M}"
        found += [person.habits, person.do_not_disturb, quiet]
    if ticket.unit is not None:
        found.append(ticket.unit.standing_note)
    return tuple(dict.fromkeys(each for each in found if each))[:MOST_HABITS]
