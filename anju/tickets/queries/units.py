"""What tickets say of units: the last ones of one, and which have something open."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Case, Count, Q, Value, When

from anju.estate.models import Unit
from anju.organization.models import Project
from anju.tickets.models import Ticket
from anju.tickets.queries.rows import for_lines
from anju.tickets.states import Grade, MatterKind, TicketState

LAST = 8


def tickets_of_unit(project: Project, unit: Unit) -> list[Ticket]:
    """Return the unit's last tickets, the open ones first."""
    is_open = Case(When(state=TicketState.OPEN, then=Value(0)), default=Value(1))
    found = Ticket.objects.of(project).filter(unit=unit).living()
    shown = for_lines(project, found)
    return list(shown.annotate(rest=is_open).order_by("rest", "-received_at", "-pk")[:LAST])


def open_counts(project: Project, ids: Collection[int]) -> dict[int, int]:
    """Return how many open tickets each of some units has; those without are left out."""
    found = Ticket.objects.of(project).open().filter(unit__in=ids)
    return dict(found.order_by().values_list("unit").annotate(count=Count("pk")))


def open_by_unit(project: Project, buildings: Collection[int]) -> Mapping[int, str]:
    """Return what is open in each unit of some buildings: major, complaint, repair or other."""
    units = Unit.objects.of(project).filter(building__in=buildings)
    found = dict.fromkeys(units.values_list("pk", flat=True), "none")
    living = Ticket.objects.of(project).filter(
        Q(state=TicketState.OPEN) | Q(state=TicketState.ANSWERED, grade=Grade.MAJOR),
        unit__building__in=buildings,
    )
    kinds: dict[int, set[str]] = defaultdict(set)
    for unit_id, kind, grade in living.values_list("unit", "kind", "grade"):
        kinds[unit_id].add("major" if grade == Grade.MAJOR else _code(kind))
    for unit_id, codes in kinds.items():
        found[unit_id] = next(each for each in _GRAVEST if each in codes)
    return found


_GRAVEST = ("major", "complaint", "repair", "other")


def _code(kind: str) -> str:
    codes = {MatterKind.COMPLAINT.value: "complaint", MatterKind.REPAIR.value: "repair"}
    return codes.get(kind, "other")
