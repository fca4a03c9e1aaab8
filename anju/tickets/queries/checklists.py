"""Checklists with the items that hold."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F

from anju.organization.models import Project
from anju.tickets.models import Checklist, ChecklistItem
from anju.tickets.states import Stage


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checklist with its current items by stage."""

    checklist: Checklist
    stages: list[tuple[Stage, list[ChecklistItem]]]

    @property
    def count(self) -> int:
        return sum(len(items) for _, items in self.stages)

    @property
    def photos(self) -> int:
        return sum(item.wants_photo for _, items in self.stages for item in items)


def items_of(project: Project, checklist: Checklist) -> list[ChecklistItem]:
    """Return the items of a checklist's current edition, in order."""
    items = ChecklistItem.objects.filter(
        project=project, edition__checklist=checklist, edition__number=checklist.edition
    )
    return list(items.order_by("rank", "pk"))


def sheets(project: Project, *, retired: bool = False) -> list[Sheet]:
    """Return the checklists with their current items; two queries however many."""
    checklists = list(
        Checklist.objects.of(project).filter(retired_at__isnull=not retired).in_order()
    )
    items: dict[int, list[ChecklistItem]] = defaultdict(list)
    current = ChecklistItem.objects.filter(
        project=project,
        edition__checklist__in=checklists,
        edition__number=F("edition__checklist__edition"),
    )
    for item in current.select_related("edition").order_by("rank", "pk"):
        items[item.edition.checklist_id].append(item)
    return [Sheet(checklist, _by_stage(items[checklist.pk])) for checklist in checklists]


def _by_stage(items: list[ChecklistItem]) -> list[tuple[Stage, list[ChecklistItem]]]:
    """Return items under their stages, empty stages left out.."""
    groups = [(stage, [item for item in items if item.stage == stage]) for stage in Stage]
    return [(stage, found) for stage, found in groups if found]


def checklist_in(project: Project, checklist_id: int) -> Checklist | None:
    """Return one checklist of the project, else None."""
    found = Checklist.objects.of(project).select_related("project")
    checklist: Checklist | None = found.filter(pk=checklist_id).first()
    return checklist
