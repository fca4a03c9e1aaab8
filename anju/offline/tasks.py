"""What the house does by itself for offline entries: tells, releases, lets go."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.offline.commands.emptying import empty_entry
from anju.offline.commands.receiving import release_entry
from anju.offline.models import OfflineEntry
from anju.offline.queries import over_across_projects, stranded_across_projects, supervisors_of

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident
WAITS_AT_MOST = timedelta(hours=12)
KEPT_FOR = timedelta(days=30)


@app.task(name="offline.tell_of_held", retry=AGAIN)
def tell_of_held(event_id: int) -> None:
    """Tell the supervisor that somebody's work waits for a decision; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    entry = OfflineEntry.objects.select_related("project", "user").get(pk=event.subject_id)
    if not entry.is_held:
        return
    now = timezone.now()
    tell_staff(
        users=supervisors_of(entry.project, now),
        title=f"请处理补录:{entry}",
        body=entry.said,
        url=reverse("offline:entry", args=[entry.project.code, entry.pk]),
        key=told_key(entry),
        project=entry.project,
        kind=AlertKind.PROGRESS,
        at=now,
    )


def told_key(entry: OfflineEntry) -> str:
    """Return what the message about a held entry is known by."""
    return f"offline:{entry.pk}"


@app.periodic(cron="25 * * * *")
@app.task(name="offline.release_stranded", queueing_lock="offline.release_stranded")
def release_stranded(timestamp: int) -> None:
    """Hold what has waited half a day for a predecessor that does not come; safe to run twice."""
    now = timezone.now()
    for entry in stranded_across_projects(before=now - WAITS_AT_MOST):
        release_entry(entry=entry, by=SYSTEM, at=timezone.now())


# 04:40 in Shanghai; the queue's clock is UTC.
@app.periodic(cron="40 20 * * *")
@app.task(name="offline.empty_old", queueing_lock="offline.empty_old", lock="nightly")
def empty_old(timestamp: int) -> None:
    """Empty what ended a month ago of the words and photos; safe to run twice."""
    now = timezone.now()
    for entry in over_across_projects(before=now - KEPT_FOR):
        empty_entry(entry=entry, by=SYSTEM, at=now)
