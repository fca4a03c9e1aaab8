"""The sweep: what is due happens, each thing once, whoever else sweeps (rules 10 and 11)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from anju.clocks.commands.keeping import Book
from anju.clocks.lives import MORNING, whole_minute
from anju.clocks.models import Clock, StageFiring, Sweep
from anju.clocks.queries.recipients import Roster
from anju.clocks.rungs import ACTS, Rung
from anju.clocks.states import EventKind
from anju.clocks.verbs import ClocksVerb
from anju.clocks.words import said_firing
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.organization.models import User

BATCH = 200


@transaction.atomic
def sweep_batch(
    *,
    roster: Roster,
    only: int | None = None,
    skip: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> list[int]:
    """Do what is due of some clocks; returns their numbers, none when all is done.

    Clocks that somebody else has locked are left to them or to the next minute. All of a batch
    commits together, so a killed sweep has done a batch wholly or not at all.

    :param roster: who is on duty, asked once per sweep.
    :param only: this clock and no other.
    :param skip: clocks that failed in this sweep.
    """
    due = Clock.objects.due_by(at).exclude(pk__in=skip).with_terms().order_by("next_at", "pk")
    if only is not None:
        due = due.filter(pk=only)
    clocks = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    book = Book(clocks)
    for clock in clocks:
        _resume(book, clock, by=by, at=at)
        book.settle(clock, at=at)
        for firing in _firings(book, clock, roster, at):
            book.fire(firing)
            changes = {
                "stage": (None, said_firing(firing, _chain(book, clock))),
                "acts": (None, [ACTS[act] for act in firing.acts]),
                "told": (None, roster.names(firing.told)),
            }
            book.note(ClocksVerb.STAGE_DUE, clock, changes, by=by, at=at)
    if clocks:
        book.close()
    return [clock.pk for clock in clocks]


@transaction.atomic
def note_sweep(*, looked_at: int, failed: int, at: datetime) -> None:
    """Note that a sweep went through, for the heartbeat. Every minute, so it leaves no event."""
    Sweep.objects.bulk_create(
        [Sweep(pk=1, swept_at=at, looked_at=looked_at, failed=failed)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["swept_at", "looked_at", "failed"],
    )


def _resume(book: Book, clock: Clock, *, by: Actor, at: datetime) -> None:
    """Let a clock go on whose pause has ended by itself (rule 5)."""
    before = book.lives[clock.pk]
    until = before.paused_until
    if until is None or until > at:
        return
    book.add(clock, EventKind.RESUME, by=by, at=at, reason="暂停到期", resumed_at=until)
    book.note(ClocksVerb.RESUMED, clock, before=before, by=by, at=at, reason="暂停到期")


def _firings(book: Book, clock: Clock, roster: Roster, at: datetime) -> list[StageFiring]:
    """Return the stages of a clock that fire now, those that nobody hears included."""
    moments, fired = book.moments(clock), set(book.fired[clock.pk])
    chain = sorted(_chain(book, clock), key=lambda rung: moments[rung.key])
    found: list[StageFiring] = []
    for place, rung in enumerate(chain):
        if rung.key in fired or moments[rung.key] > at:
            continue
        found += _climb(clock, chain[place:], fired, moments, roster, at)
    morning = book.morning(clock)
    if morning is not None and morning <= at:
        reached = [rung for rung in chain if moments[rung.key] <= at]
        people = {user.pk for rung in reached for user in roster.told_by(clock, rung)}
        told = people or {user.pk for user in roster.anybody(clock)}
        key = f"{MORNING}{local_date(at)}"
        found.append(_firing(clock, key, morning, sorted(told), at))
    return found


def _chain(book: Book, clock: Clock) -> Sequence[Rung]:
    return book.shelf.rungs(book.lives[clock.pk].policy_id)


def _climb(
    clock: Clock,
    chain: Sequence[Rung],
    fired: set[str],
    moments: dict[str, datetime],
    roster: Roster,
    at: datetime,
) -> list[StageFiring]:
    """Fire the first rung; while nobody is on duty the next one fires at once, never silence.

    Above the last rung comes whoever is left to tell.
    """
    climbed: list[StageFiring] = []
    people: Sequence[User] = ()
    for rung in chain:
        people = roster.told_by(clock, rung)
        is_first_time = rung.key not in fired
        if is_first_time:
            fired.add(rung.key)
            told = [user.pk for user in people]
            climbed.append(_firing(clock, rung.key, moments[rung.key], told, at, rung.acts))
        if people:
            for firing in climbed:
                if not firing.told:
                    firing.passed_to = rung.key
            if not is_first_time:
                # That rung was told before; it hears of this one too.
                climbed[-1].told = [user.pk for user in people]
            return climbed
    for firing in climbed[:-1]:
        firing.passed_to = climbed[-1].stage
    climbed[-1].told = [user.pk for user in roster.anybody(clock)]
    return climbed


def _firing(
    clock: Clock,
    stage: str,
    planned_at: datetime,
    told: list[int],
    at: datetime,
    acts: Sequence[str] = (),
) -> StageFiring:
    return StageFiring(
        project_id=clock.project_id,
        clock=clock,
        stage=stage,
        planned_at=planned_at,
        fired_at=whole_minute(at),
        told=told,
        acts=list(acts),
    )
