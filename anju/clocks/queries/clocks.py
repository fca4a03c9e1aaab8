"""Clocks as screens and the sweep ask for them."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Case, Q, Value, When

from anju.clocks.models import Clock, StageFiring, Sweep
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.states import Verdict
from anju.organization.models import Project, User


def open_clocks(
    project: Project,
    *,
    now: datetime,
    kind: str = "",
    holder: User | None = None,
    late_only: bool = False,
) -> ClockQuerySet:
    """Return the running clocks of a project with `is_late`, the earliest due first."""
    clocks: ClockQuerySet = Clock.objects.of(project).open()
    if kind:
        clocks = clocks.filter(kind=kind)
    if holder is not None:
        clocks = clocks.filter(holder=holder)
    is_late = Q(verdict=Verdict.BROKEN) | Q(due_at__lt=now.replace(second=0, microsecond=0))
    if late_only:
        clocks = clocks.filter(is_late)
    marked: ClockQuerySet = clocks.annotate(
        is_late=Case(When(is_late, then=Value(True)), default=Value(False))
    )
    return marked.with_terms().order_by("due_at", "pk")


def clocks_about(subject: models.Model, *, project: Project) -> ClockQuerySet:
    """Return all clocks of a case, running and stopped, in the order they were started."""
    return Clock.objects.of(project).about(subject).with_terms().order_by("pk")


def clock_in(project: Project, clock_id: int) -> Clock | None:
    """Return one clock of a project, else None."""
    return Clock.objects.of(project).with_terms().filter(pk=clock_id).first()


def unheard(project: Project, *, since: datetime) -> models.QuerySet[StageFiring]:
    """Return the stages that fired and found nobody at all to tell, the newest first."""
    found = StageFiring.objects.filter(project=project, fired_at__gte=since, told=[], passed_to="")
    return found.select_related("clock").order_by("-fired_at", "-pk")


def firings_at(project: Project, clock_id: int, at: datetime) -> models.QuerySet[StageFiring]:
    """Return which stages of a clock fired in a minute, with all that a message about them says."""
    minute = at.replace(second=0, microsecond=0)
    firings = StageFiring.objects.filter(project=project, clock_id=clock_id, fired_at=minute)
    return firings.select_related("clock__project", "clock__holder").order_by("pk")


def due_clocks(at: datetime, *, skip: Collection[int] = (), most: int = 200) -> list[int]:
    """Return the numbers of the clocks for which something is due, the longest waiting first."""
    due = Clock.objects.due_by(at).exclude(pk__in=skip).order_by("next_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


def last_sweep_across_projects() -> Sweep | None:
    """Return the last sweep that went through, or None if there was none."""
    return Sweep.objects.first()
