"""Random legal lives: rebuild(events) = cache, and what the rows say agrees with plain sums."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.clocks.commands.answering import (
    Answer,
    Offline,
    cancel_clock,
    fulfil_clock,
    renew_promise,
)
from anju.clocks.commands.changing import hand_set_clock, remove_hand_set, retarget_clock
from anju.clocks.commands.pausing import pause_clock, resume_clock
from anju.clocks.commands.rebuilding import rebuild_clocks
from anju.clocks.invariants import broken
from anju.clocks.models import Clock, ClockEvent, StageFiring
from anju.clocks.queries.previews import lives_of
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.deadlines import due
from anju.clocks.states import AnswerBy, PauseReason, Verdict
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from tests import world
from tests.clocks import cases

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("pause", "resume", "sweep", "sweep", "retarget", "hand", "unhand", "renew"),
                *("fulfil", "late entry", "cancel"),
            ]
        ),
        st.integers(0, 900),
        st.integers(1, 3000),
    ),
    max_size=9,
)
SLOW = settings(max_examples=60, deadline=None)


def take(clock: Clock, what: str, at: datetime, size: int) -> None:
    """Take a step, or be refused: both are legal."""
    then, answer = at + timedelta(minutes=size), Answer(AnswerBy.VISIT)
    level = "emergency" if size % 2 else "usual"
    late = Offline(at - timedelta(minutes=size))
    about: dict[str, Any] = {"clock": clock, "by": SYSTEM, "at": at}
    steps: dict[str, Callable[[], object]] = {
        "pause": lambda: pause_clock(reason=PauseReason.OWNER, until=then, **about),
        "resume": lambda: resume_clock(**about),
        "sweep": lambda: sweep_all(at=at),
        "retarget": lambda: retarget_clock(facts={"level": level}, reason="改", **about),
        "hand": lambda: hand_set_clock(due_at=then, reason="约", **about),
        "unhand": lambda: remove_hand_set(**about),
        "renew": lambda: renew_promise(until=then, reason="改", told=answer, **about),
        "fulfil": lambda: fulfil_clock(answer=answer, **about),
        "late entry": lambda: fulfil_clock(answer=answer, offline=late, **about),
        "cancel": lambda: cancel_clock(reason="撤", **about),
    }
    steps[what]()


@SLOW
@given(kind=st.sampled_from(["resolve", "promise", "rework"]), steps=STEPS)
def test_the_row_is_what_the_events_say(kind: str, steps: list[tuple[str, int, int]]) -> None:
    clock = cases.started(kind)
    now, breached_at = world.AT, None
    for what, wait, size in steps:
        now += timedelta(minutes=wait)
        with suppress(DomainError):
            take(clock, what, now, size)
        row = cases.fresh(clock)
        # A breach only appears; a late entry may supersede it and keeps it.
        assert breached_at in (None, row.breached_at)
        breached_at = row.breached_at
        assert row.due_at >= row.started_at
        assert (row.verdict == Verdict.NONE) == (row.is_open and row.breached_at is None)

    assert list(broken(deep=True)) == []
    row = cases.fresh(clock)
    ((_, life),) = lives_of([row], Shelf())
    calendar = Shelf().calendar(row.calendar_version_id)
    plain = due(calendar, life.effective_target, row.started_at, life.pauses)
    assert row.due_at == plain
    stages = list(StageFiring.objects.filter(clock=clock).values_list("stage", flat=True))
    assert len(stages) == len(set(stages))


@SLOW
@given(steps=STEPS)
def test_a_rebuild_finds_its_way_from_any_wrong_row(steps: list[tuple[str, int, int]]) -> None:
    clock = cases.started("resolve")
    now = world.AT
    for what, wait, size in steps:
        now += timedelta(minutes=wait)
        with suppress(DomainError):
            take(clock, what, now, size)
    right = Clock.objects.filter(pk=clock.pk).values().get()
    Clock.objects.filter(pk=clock.pk).update(
        due_at=now + timedelta(days=9), warn_at=[now], renewals=7, next_at=None, facts={"x": 1}
    )

    wrong = rebuild_clocks(project=clock.project, by=SYSTEM, at=now)

    assert wrong == 1
    assert Clock.objects.filter(pk=clock.pk).values().get() == right
    assert ClockEvent.objects.filter(clock=clock).count() >= 1
