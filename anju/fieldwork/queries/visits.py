"""Visits as the office reads them: a list, one order's, and what each shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q

from anju.fieldwork.days import begin_of
from anju.fieldwork.models import Material, Visit, VisitCheck, VisitPhoto, VisitQuerySet
from anju.fieldwork.queries.sheets import items_of
from anju.fieldwork.states import OPEN, CheckState, VisitState
from anju.organization.models import Project, User
from anju.tickets.models import ChecklistItem, Ticket, WorkOrder

MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class VisitFilters:
    """What the list of visits is narrowed to; empty means all."""

    since: date | None = None
    until: date | None = None
    worker: int | None = None
    state: str = ""
    kept: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitShown:
    """One visit with everything that it left behind."""

    visit: Visit
    checks: list[tuple[ChecklistItem, VisitCheck | None, list[VisitPhoto]]]
    photos: list[VisitPhoto]
    materials: list[Material]

    @property
    def ticked(self) -> int:
        return sum(
            check is not None and check.state == CheckState.TICKED for _, check, _ in self.checks
        )


def visits_of(project: Project, filters: VisitFilters) -> VisitQuerySet:
    """Return the visits that are asked for with counts of photos and ticks, the newest first."""
    found = Visit.objects.of(project).filter(_wanted(filters))
    found = found.select_related(
        "worker", "order__ticket__unit", "order__ticket__place", "order__ticket__building"
    )
    counted = found.annotate(
        photo_count=Count("photos", distinct=True),
        tick_count=Count("checks", Q(checks__state=CheckState.TICKED), distinct=True),
        item_count=Count("sheets__edition__items", distinct=True),
    )
    rows: VisitQuerySet = counted.newest_first()
    return rows


def visit_in(project: Project, visit_id: int) -> Visit | None:
    """Return one visit of the project with its order, else None."""
    found = Visit.objects.of(project).select_related("order__ticket__person", "worker")
    return found.filter(pk=visit_id).first()


def visits_of_order(project: Project, order: WorkOrder) -> list[VisitShown]:
    """Return all visits of an order with all they left, the newest first."""
    visits = Visit.objects.of(project).filter(order=order).select_related("worker", "signature")
    photos = VisitPhoto.objects.select_related("file__blob", "item").order_by("pk")
    visits = visits.prefetch_related(
        Prefetch("photos", photos), "materials", "checks", "sheets__edition"
    )
    return [_shown(project, visit) for visit in visits.order_by("-number")]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the newest visit of an order is, in one line."""

    visit: Visit
    ticked: int
    items: int
    photos: int


def progress_of(project: Project, orders: Sequence[WorkOrder]) -> dict[int, Progress]:
    """Return how far the newest visit of each order is; one query for any number of orders."""
    visits = Visit.objects.of(project).filter(order__in=orders)
    counted = visits.select_related("worker").annotate(
        photo_count=Count("photos", distinct=True),
        tick_count=Count("checks", Q(checks__state=CheckState.TICKED), distinct=True),
        item_count=Count("sheets__edition__items", distinct=True),
    )
    newest = counted.order_by("order_id", "number")
    return {
        visit.order_id: Progress(
            visit,
            getattr(visit, "tick_count", 0),
            getattr(visit, "item_count", 0),
            getattr(visit, "photo_count", 0),
        )
        for visit in newest
    }


def workers_with_visits(project: Project) -> list[User]:
    """Return who has ever been on a visit of the project, by name."""
    ids = Visit.objects.of(project).exclude(worker=None).values("worker")
    return list(User.objects.filter(pk__in=ids).order_by("name_key", "pk"))


def workers_of(project: Project, ticket: Ticket) -> set[int]:
    """Return the numbers of those who went anywhere for a ticket."""
    visits = Visit.objects.of(project).filter(order__ticket=ticket).exclude(worker=None)
    return {pk for pk in visits.values_list("worker", flat=True) if pk is not None}


def usual_materials(project: Project) -> list[str]:
    """Return the materials that are used most, to be offered while one types."""
    names = Material.objects.filter(project=project).values("name").annotate(count=Count("pk"))
    return [row["name"] for row in names.order_by("-count", "name")[:MOST_OFFERED]]


def _wanted(filters: VisitFilters) -> Q:
    wanted = Q()
    if filters.since:
        wanted &= Q(set_out_at__gte=begin_of(filters.since))
    if filters.until:
        wanted &= Q(set_out_at__lt=begin_of(filters.until) + timedelta(days=1))
    if filters.worker:
        wanted &= Q(worker=filters.worker)
    if filters.state == "OPEN":
        wanted &= Q(state__in=OPEN)
    elif filters.state in VisitState.values:
        wanted &= Q(state=filters.state)
    if filters.kept:
        wanted &= Q(seven_kept=filters.kept == "yes")
    if filters.words:
        words = filters.words.strip()
        wanted &= (
            Q(order__number__icontains=words)
            | Q(order__ticket__unit__code__icontains=words)
            | Q(order__task__icontains=words)
        )
    return wanted


def _shown(project: Project, visit: Visit) -> VisitShown:
    checks = {check.item_id: check for check in visit.checks.all()}
    photos = list(visit.photos.all())
    items = items_of(project, visit)
    return VisitShown(
        visit=visit,
        checks=[
            (item, checks.get(item.pk), [each for each in photos if each.item_id == item.pk])
            for item in items
        ],
        photos=[each for each in photos if each.item_id is None],
        materials=list(visit.materials.all()),
    )
