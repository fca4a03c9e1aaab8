"""Making the cache anew from the events, which are the truth."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.clocks.commands.keeping import CACHE, Book
from anju.clocks.models import Clock
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.organization.models import Project


@transaction.atomic
def rebuild_clocks(*, project: Project, by: Actor, at: datetime) -> int:
    """Reckon every clock of a project anew from its events; returns how many rows were wrong.

    Nothing is fired again: firings are kept apart. No event of the clocks themselves is written.
    """
    book = Book.of_all(Clock.objects.of(project))
    before = {clock.pk: snapshot_of(clock) for clock in book.clocks.values()}
    book.keep()
    wrong = sum(snapshot_of(clock) != before[clock.pk] for clock in book.clocks.values())
    changes = {"count": (None, wrong)}
    record(
        ClocksVerb.REBUILT, subject=project, project_id=project.pk, by=by, at=at, changes=changes
    )
    return wrong


def snapshot_of(clock: Clock) -> dict[str, object]:
    """Return the cached columns of a clock; reads only and leaves no event."""
    return {name: getattr(clock, name) for name in CACHE}
