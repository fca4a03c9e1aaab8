"""Pauses: of a clock and of a case, with an end, by itself, never for a promise."""

from datetime import date

import pytest

from anju.clocks.commands.answering import fulfil_clock
from anju.clocks.commands.pausing import (
    PauseRefused,
    pause_case,
    pause_clock,
    resume_case,
    resume_clock,
)
from anju.clocks.models import Clock, ClockEvent
from anju.clocks.reckoning.errors import QuestionRefused
from anju.clocks.states import PauseReason
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.core.errors import ForbiddenTransition
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Clock:
    """450 minutes of the office from Monday 10:00: due on Tuesday at 10:00 (example 7)."""
    cases.minutes(world.project(), "resolve", 450)
    found = cases.started("resolve")
    assert found.due_at == at("11-24 10:00")
    return found


def pause(clock: Clock, begin: str, until: str) -> Clock:
    return pause_clock(
        clock=clock, reason=PauseReason.OWNER, until=at(until), by=SYSTEM, at=at(begin)
    )


def test_example_8(clock: Clock) -> None:
    assert pause(clock, "11-23 15:00", "11-24 09:30").due_at == at("11-24 15:00")


def test_example_9(clock: Clock) -> None:
    assert pause(clock, "11-23 17:30", "11-24 08:30").due_at == at("11-24 10:00")


def test_example_10_a_second_pause_prolongs_the_first(clock: Clock) -> None:
    pause(clock, "11-23 15:00", "11-24 09:30")
    paused = pause(clock, "11-24 09:00", "11-24 10:00")

    assert paused.due_at == at("11-24 15:30")
    assert paused.paused_until == at("11-24 10:00")


def test_ended_early_the_pause_ends_then(clock: Clock) -> None:
    pause(clock, "11-23 15:00", "11-24 15:00")
    resumed = resume_clock(clock=clock, by=SYSTEM, at=at("11-24 09:30"))

    assert (resumed.due_at, resumed.paused_until) == (at("11-24 15:00"), None)


def test_goes_on_by_itself(clock: Clock) -> None:
    pause(clock, "11-23 15:00", "11-24 09:30")
    sweep_all(at=at("11-24 09:29"))
    assert cases.fresh(clock).paused_until == at("11-24 09:30")

    sweep_all(at=at("11-24 09:45"))

    resumed = cases.fresh(clock)
    assert (resumed.paused_until, resumed.due_at) == (None, at("11-24 15:00"))
    event = ClockEvent.objects.get(clock=clock, kind="resume")
    assert (event.inputs["resumed_at"], event.actor_name) == ("2026-11-24T01:30:00+00:00", "系统")


def test_a_bare_date_means_the_first_working_minute_of_the_resolve_clock(clock: Clock) -> None:
    """The act clock is of the 24x7 calendar; the case's resolve clock is of the office."""
    subject = cases.Party.objects.get(pk=clock.subject_id)
    act = cases.started("act", subject=subject, start="11-23 10:00", facts={"level": "emergency"})

    paused = pause_clock(
        clock=act,
        reason=PauseReason.ENTRY,
        until=date(2026, 11, 28),
        by=SYSTEM,
        at=at("11-23 10:05"),
    )

    assert paused.paused_until == at("11-30 08:30")


def test_refuses_an_end_that_is_not_later(clock: Clock) -> None:
    with pytest.raises(QuestionRefused):
        pause(clock, "11-23 15:00", "11-23 15:00")


def test_a_promise_never_pauses(clock: Clock) -> None:
    subject = cases.Party.objects.get(pk=clock.subject_id)
    promise = cases.started("promise", subject=subject)

    with pytest.raises(PauseRefused, match="续诺"):
        pause(promise, "11-23 15:00", "11-24 09:30")

    project = world.project()
    paused = pause_case(
        project=project,
        subject=subject,
        reason=PauseReason.MATERIAL,
        until=at("11-24 09:30"),
        note="等水泵",
        by=SYSTEM,
        at=at("11-23 15:00"),
    )
    assert [each.kind for each in paused] == ["resolve"]
    assert cases.fresh(promise).due_at == promise.due_at
    assert cases.fresh(clock).due_at == at("11-24 15:00")

    (resumed,) = resume_case(project=project, subject=subject, by=SYSTEM, at=at("11-23 15:30"))
    assert resumed.due_at == at("11-24 10:30")


def test_a_case_without_a_pausing_clock_cannot_pause() -> None:
    subject = cases.case()
    cases.started("promise", subject=subject)

    with pytest.raises(PauseRefused, match="承诺和首次回应"):
        pause_case(
            project=world.project(),
            subject=subject,
            reason=PauseReason.OWNER,
            until=at("11-24 09:30"),
            by=SYSTEM,
            at=at("11-23 15:00"),
        )


def test_never_un_breaches(clock: Clock) -> None:
    paused = pause(clock, "11-24 10:30", "11-25 10:30")

    assert paused.due_at == at("11-24 10:00")
    assert (paused.verdict, paused.breached_at) == ("BROKEN", at("11-24 10:00"))


def test_a_pause_that_begins_when_due_changes_nothing(clock: Clock) -> None:
    paused = pause(clock, "11-24 10:00", "11-25 10:30")

    assert (paused.due_at, paused.breached_at) == (at("11-24 10:00"), None)


def test_refuses_what_has_stopped_or_does_not_pause(clock: Clock) -> None:
    with pytest.raises(PauseRefused, match="没有暂停"):
        resume_clock(clock=clock, by=SYSTEM, at=at("11-23 15:00"))
    fulfil_clock(clock=clock, by=SYSTEM, at=at("11-23 16:00"))
    with pytest.raises(ForbiddenTransition, match="已经停止"):
        pause(clock, "11-23 17:00", "11-24 09:30")


def test_a_pause_beyond_400_days_is_flagged(clock: Clock) -> None:
    paused = pause(clock, "11-23 15:00", "2028-01-10 08:30")

    assert paused.is_beyond
    assert paused.due_at == cases.later(paused.started_at, 400 * 1440)

    resumed = resume_clock(clock=clock, by=SYSTEM, at=at("11-23 15:30"))
    assert (resumed.is_beyond, resumed.due_at) == (False, at("11-24 10:30"))
