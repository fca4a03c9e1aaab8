"""What may be the same matter: recent tickets near a place, and the faults that are open there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from anju.clocks.queries.policies import setting
from anju.clocks.states import Setting
from anju.estate.models import Building, Place, Unit
from anju.organization.models import Project
from anju.tickets.models import Category, CommonFault, Ticket
from anju.tickets.queries.categories import Tree, tree_of

OBJECT = 2  # the level of the tree that tells what a matter is about: 公共区域 › 电梯


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is the matter; at least one of the three to find anything."""

    unit: Unit | None = None
    place: Place | None = None
    building: Building | None = None

    @property
    def building_id(self) -> int | None:
        """The building that the spot lies in, else None."""
        if self.unit is not None:
            return self.unit.building_id
        if self.building is not None:
            return self.building.pk
        return self.place.building_id if self.place is not None else None

    def __bool__(self) -> bool:
        return bool(self.unit or self.place or self.building)


@dataclass(frozen=True, slots=True)
class Similar:
    """A recent ticket, and what it shares: 同户, 同单元, 同楼, 同一处."""

    ticket: Ticket
    nearness: str
    is_same_matter: bool


@dataclass(frozen=True, slots=True)
class OpenFault:
    """A common fault that is not answered yet, with the number of its tickets."""

    fault: CommonFault
    tickets: int


def similar_tickets(
    project: Project,
    spot: Spot,
    category: Category | None,
    *,
    at: datetime,
    tree: Tree | None = None,
    limit: int = 6,
) -> list[Similar]:
    """Return the tickets of the last days that may be the same matter, the likeliest first.

    Of the same unit all; of the same place, entrance or building those of the category's branch.
    How many days is a setting of the project; 0 finds nothing. The same queries for any number.

    :param tree: the living tree, if the caller has it at hand.
    """
    days = setting(project, Setting.DUPLICATE_DAYS)
    if not days or not spot:
        return []
    branch = _branch(project, tree, category)
    recent = Ticket.objects.of(project).living().filter(received_at__gt=at - timedelta(days=days))
    wanted = Q(unit=spot.unit) if spot.unit is not None else Q(pk__in=())
    if branch and spot.place is not None:
        wanted |= Q(place=spot.place, category__in=branch)
    if branch and spot.building_id is not None:
        wanted |= Q(building=spot.building_id, category__in=branch)
    found = recent.filter(wanted).with_places().newest_first()
    near = [_similar(ticket, spot, branch) for ticket in found[: limit * 5]]
    return sorted(near, key=_rank)[:limit]


def open_faults(
    project: Project,
    spot: Spot,
    category: Category | None,
    *,
    tree: Tree | None = None,
    limit: int = 4,
) -> list[OpenFault]:
    """Return the faults still open in the building, or in none, those of the branch first.

    Without a spot: those of the whole project. Two queries for any number of faults.
    """
    branch = _branch(project, tree, category)
    faults = CommonFault.objects.of(project).open()
    if spot.building_id is not None:
        faults = faults.filter(Q(building=spot.building_id) | Q(building=None))
    counted = faults.select_related("category", "building").annotate(tickets_there=Count("tickets"))
    found = list(counted.order_by("-opened_at", "-pk")[: limit * 5])
    found.sort(key=lambda fault: fault.category_id not in branch)
    return [OpenFault(fault, getattr(fault, "tickets_there", 0)) for fault in found[:limit]]


def fault_in(project: Project, fault_id: int) -> CommonFault | None:
    """Return one open fault of the project, else None."""
    return CommonFault.objects.of(project).open().filter(pk=fault_id).first()


def _branch(project: Project, tree: Tree | None, category: Category | None) -> frozenset[int]:
    """Return the ids of all that is about the same object; nothing without a category."""
    if category is None:
        return frozenset()
    tree = tree or tree_of(project)
    path = tree.path(category.pk)
    return tree.branch(path[:OBJECT][-1].pk) if path else frozenset()


def _similar(ticket: Ticket, spot: Spot, branch: frozenset[int]) -> Similar:
    is_same = ticket.category_id in branch
    if spot.unit is not None and ticket.unit_id == spot.unit.pk:
        return Similar(ticket, "同户", is_same)
    if spot.place is not None and ticket.place_id == spot.place.pk:
        return Similar(ticket, "同一处", is_same)
    entrance = spot.unit.entrance_id if spot.unit is not None else None
    theirs = ticket.unit.entrance_id if ticket.unit is not None else None
    return Similar(ticket, "同单元" if entrance and entrance == theirs else "同楼", is_same)


def _rank(each: Similar) -> tuple[bool, bool, int, float]:
    near = ("同户", "同一处", "同单元", "同楼").index(each.nearness)
    ticket = each.ticket
    return not each.is_same_matter, not ticket.is_open, near, -ticket.received_at.timestamp()
