"""The sweep of every minute, and what people are told of its findings."""

import logging
from datetime import datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.hooks import describe
from anju.audit.models import Event
from anju.clocks.commands.sweeping import note_sweep, sweep_batch
from anju.clocks.models import Clock
from anju.clocks.queries.clocks import due_clocks, firings_at
from anju.clocks.queries.recipients import Roster
from anju.clocks.verbs import ClocksVerb
from anju.clocks.words import Words, of_renewal, of_resume, of_stage
from anju.core.actors import SYSTEM
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.organization.models import Project, User

_log = logging.getLogger("anju.clocks")
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident


@app.periodic(cron="* * * * *")
@app.task(name="clocks.sweep", queueing_lock="clocks.sweep", priority=10)
def sweep(timestamp: int) -> None:
    """Do all that is due, batch by batch; one clock that fails does not hold up the others.

    No lock: a killed worker's job stays behind as running, and the next minute's must not wait.

    :raises RuntimeError: at the end, if clocks failed, so that the job is seen as failed.
    """
    sweep_all(at=timezone.now())


def sweep_all(*, at: datetime) -> int:
    """Do all that is due at a moment; returns how many clocks were looked at."""
    roster, failed, looked_at = Roster(at), set[int](), 0
    while True:
        try:
            done = len(sweep_batch(roster=roster, skip=failed, by=SYSTEM, at=at))
        # Whatever it is: one case that cannot be reckoned must not silence all other deadlines of
        # the house. Nothing is hidden by it: it is logged, and `RuntimeError` fails the job below.
        except Exception:
            _log.exception("a batch of the sweep failed; going on one by one")
            done = _one_by_one(roster, failed, at)
        looked_at += done
        note_sweep(looked_at=looked_at, failed=len(failed), at=timezone.now())
        if not done:
            break
    if failed:
        raise RuntimeError(f"the sweep failed for clocks {sorted(failed)}")
    return looked_at


def _one_by_one(roster: Roster, failed: set[int], at: datetime) -> int:
    """Sweep each of the next clocks by itself; those that fail join `failed`."""
    done = 0
    for clock_id in due_clocks(at, skip=failed):
        try:
            done += len(sweep_batch(roster=roster, only=clock_id, by=SYSTEM, at=at))
        except Exception:  # as above: the next clock's turn comes whatever this one does
            _log.exception("the sweep failed for a clock", extra={"clock": clock_id})
            failed.add(clock_id)
    return done


@app.task(name="clocks.tell_of_stage", retry=AGAIN)
def tell_of_stage(event_id: int) -> None:
    """Tell those whom a stage found when it fired; safe to run twice.

    Of stages that fired together each event tells all: every firing tells everybody once.
    """
    event = Event.objects.get(pk=event_id)
    assert event.project_id is not None, "a clock is a project's"
    project = Project.objects.get(pk=event.project_id)
    for firing in firings_at(project, event.subject_id, event.at):
        users = User.objects.active().filter(pk__in=firing.told)
        kind = AlertKind.ESCALATION if "raise" in firing.acts else AlertKind.DEADLINE
        _tell(list(users), firing.clock, of_stage(firing), kind, key=f"stage:{firing.pk}")


@app.task(name="clocks.tell_holder", retry=AGAIN)
def tell_holder(event_id: int) -> None:
    """Tell whoever holds the case that a pause ended by itself or a promise asks for renewal.

    Nobody there means whoever is left, never silence; safe to run twice.
    """
    event = Event.objects.get(pk=event_id)
    if event.verb == ClocksVerb.RESUMED and event.by_id is not None:
        return
    clock = Clock.objects.with_terms().get(pk=event.subject_id)
    roster = Roster(timezone.now())
    users = roster.holders(clock) or roster.anybody(clock)
    if event.verb == ClocksVerb.RESUMED:
        key = f"resumed:{clock.subject_type}:{clock.subject_id}:{event.at:%Y%m%d%H%M}"
        _tell(list(users), clock, of_resume(clock), AlertKind.DEADLINE, key=key)
    else:
        key = f"renewal:{event.pk}"
        _tell(list(users), clock, of_renewal(clock), AlertKind.DEADLINE, key=key)


def _tell(users: list[User], clock: Clock, words: Words, kind: AlertKind, *, key: str) -> None:
    subject = describe(clock.subject_type, [clock.subject_id]).get(clock.subject_id)
    tell_staff(
        users=users,
        title=words.title,
        body=f"{subject.text}:{words.body}" if subject else words.body,
        url=subject.url if subject else "",
        key=key,
        project=clock.project,
        kind=kind,
        at=timezone.now(),
    )
