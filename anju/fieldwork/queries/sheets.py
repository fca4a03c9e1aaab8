"""Which checklists a work order is done by, and what of a visit's is still open."""

from collections.abc import Sequence

from django.db import models

from anju.fieldwork.models import Visit, VisitCheck, VisitSheet
from anju.fieldwork.states import CheckState, PhotoKind
from anju.organization.models import Project
from anju.tickets.models import Checklist, ChecklistEdition, ChecklistItem, Ticket, WorkOrder
from anju.tickets.states import ChecklistUse, Reach, Stage

NAMED = {ChecklistUse.INDOOR: "入户维修七个一", ChecklistUse.OUTDOOR: "公共区域作业"}
BEFORE_START = (Stage.BEFORE_ENTERING, Stage.BEFORE_STARTING)
EXPLAINED = (CheckState.SKIPPED, CheckState.FAILED)


def is_at_the_door(project: Project, ticket: Ticket) -> bool:
    """Tell whether the work of a ticket is behind an owner's door: a unit, and no public matter."""
    category = ticket.category
    is_private = category is None or category.reach == Reach.PRIVATE
    return ticket.project_id == project.pk and ticket.unit_id is not None and is_private


def editions_for(project: Project, order: WorkOrder) -> list[ChecklistEdition]:
    """Return the editions that hold now for a visit of this order: one, or none.

    Indoors the seven ones; in a public place the list for works that disturb, if these do.
    """
    if is_at_the_door(project, order.ticket):
        use = ChecklistUse.INDOOR
    elif order.disturbs:
        use = ChecklistUse.OUTDOOR
    else:
        return []
    living = Checklist.objects.of(project).filter(retired_at=None, use=use).order_by("pk")
    found = living.filter(name=NAMED[use]).first() or living.first()
    return [] if found is None else [current_edition(project, found)]


def current_edition(project: Project, checklist: Checklist) -> ChecklistEdition:
    """Return the edition of a checklist that holds now."""
    editions = ChecklistEdition.objects.filter(project=project, checklist=checklist)
    return editions.get(number=checklist.edition)


def more_sheets(project: Project, visit: Visit) -> list[Checklist]:
    """Return the living lists that a worker may add to a visit: those used as chosen."""
    used = VisitSheet.objects.filter(visit=visit).values("edition__checklist")
    chosen = Checklist.objects.of(project).filter(retired_at=None, use=ChecklistUse.CHOSEN)
    return list(chosen.exclude(pk__in=used).order_by("name_key", "pk"))


def items_of(project: Project, visit: Visit) -> list[ChecklistItem]:
    """Return what a visit has to check, by stage and in order."""
    editions = VisitSheet.objects.filter(project=project, visit=visit).values("edition")
    return _in_order(ChecklistItem.objects.filter(project=project, edition__in=editions))


def items_for(project: Project, order: WorkOrder) -> list[ChecklistItem]:
    """Return what a visit of this order would have to check if it began now."""
    editions = editions_for(project, order)
    return _in_order(ChecklistItem.objects.filter(project=project, edition__in=editions))


def checks_of(project: Project, visit: Visit) -> dict[int, VisitCheck]:
    """Return what became of each thing to check on a visit, by item."""
    found = VisitCheck.objects.filter(project=project, visit=visit).select_related("item")
    return {check.item_id: check for check in found}


def open_visit(project: Project, order: WorkOrder) -> Visit | None:
    """Return the visit of an order that is under way, else None."""
    found = Visit.objects.of(project).open().filter(order=order)
    return found.select_related("order__ticket", "worker", "signature__blob").first()


def last_visit(project: Project, order: WorkOrder) -> Visit | None:
    """Return the newest visit of an order's present attempt, under way or over; else None."""
    found = Visit.objects.of(project).filter(order=order, round=order.round)
    found = found.select_related("order__ticket", "worker", "signature__blob")
    return found.order_by("-number").first()


def not_ticked(project: Project, order: WorkOrder) -> list[ChecklistItem]:
    """Return what nobody has ticked of the order's checklists on the visit under way.

    Without a visit under way nobody has ticked anything.
    """
    visit = open_visit(project, order)
    if visit is None:
        return items_for(project, order)
    checks = checks_of(project, visit)
    return [
        item
        for item in items_of(project, visit)
        if item.pk not in checks or checks[item.pk].state != CheckState.TICKED
    ]


def unexplained(project: Project, visit: Visit, stages: Sequence[Stage]) -> list[ChecklistItem]:
    """Return what of these stages is neither ticked nor explained on a visit."""
    checks = checks_of(project, visit)
    wanted = [item for item in items_of(project, visit) if item.stage in stages]
    return [item for item in wanted if item.pk not in checks]


def has_board(project: Project, order: WorkOrder) -> bool:
    """Tell whether a visit of this attempt shows the warning board (C6.17.1)."""
    visits = Visit.objects.of(project).filter(order=order, round=order.round)
    return visits.filter(photos__kind=PhotoKind.BOARD).exists()


def wants_board(project: Project, order: WorkOrder) -> bool:
    """Tell whether work cannot begin without the photo of a warning board."""
    return order.disturbs and not is_at_the_door(project, order.ticket)


def _in_order(items: "models.QuerySet[ChecklistItem]") -> list[ChecklistItem]:
    stages = list(Stage)
    found = items.select_related("edition__checklist").order_by("edition_id", "rank", "pk")
    return sorted(found, key=lambda item: stages.index(Stage(item.stage)))
