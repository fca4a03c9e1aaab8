"""Starting a clock: the first policy that fits, the due time, what is refused."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from anju.audit.models import Event
from anju.clocks.commands.answering import cancel_clock, fulfil_clock
from anju.clocks.commands.starting import (
    NoPolicyFits,
    StartRefused,
    TooLateToReopen,
    reopen_clock,
    start_clock,
)
from anju.clocks.invariants import broken
from anju.clocks.models import Clock, ClockEvent
from anju.clocks.reckoning.errors import BeyondBound, QuestionRefused
from anju.clocks.reckoning.targets import Fixed, Promise
from anju.core.actors import SYSTEM
from anju.core.errors import ForbiddenTransition
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at

pytestmark = pytest.mark.django_db


def test_starts_by_the_first_policy_that_fits() -> None:
    usual = cases.started("own", start="11-23 21:00")
    urgent = cases.started("own", start="11-23 21:00", facts={"level": "emergency"})

    assert usual.due_at == at("11-24 08:15")
    assert urgent.due_at == at("11-23 21:15")
    assert urgent.policy.name == "紧急:15 分钟内接单(全天候)"
    assert usual.explanation[0] == (
        "“紧急:15 分钟内接单(全天候)”:要求级别为“emergency”,未提供,不采用。"
    )
    assert usual.explanation[1].endswith("适用于其他所有情况,采用。")


def test_leaves_one_activation_and_one_line_in_the_trail() -> None:
    clock = cases.started("respond")

    event = ClockEvent.objects.get(clock=clock)
    assert (event.kind, event.inputs["policy"]) == ("activate", clock.policy_id)
    assert Event.objects.filter(verb="clocks.started", subject_id=clock.pk).count() == 1
    assert list(broken(deep=True)) == []


def test_cuts_seconds_off() -> None:
    start = at("11-23 10:00").replace(second=59)
    clock = start_clock(
        project=world.project(),
        subject=cases.case(),
        kind="respond",
        started_at=start,
        by=SYSTEM,
        at=start,
    )

    assert (clock.started_at, clock.due_at) == (at("11-23 10:00"), at("11-23 10:30"))


def test_refuses_what_no_policy_knows() -> None:
    with pytest.raises(NoPolicyFits, match="到场处理"):
        cases.started("act", facts={"level": "usual"})
    with pytest.raises(NoPolicyFits):
        cases.started("unheard-of")


def test_refuses_a_start_in_the_future() -> None:
    with pytest.raises(StartRefused, match="将来"):
        start_clock(
            project=world.project(),
            subject=cases.case(),
            kind="respond",
            started_at=at("11-24 10:00"),
            by=SYSTEM,
            at=at("11-23 10:00"),
        )


def test_runs_once_at_a_time() -> None:
    first = cases.started("resolve")
    subject = Clock.objects.get(pk=first.pk)

    with pytest.raises(ForbiddenTransition, match="已在计时"):
        again(subject, "resolve")
    assert Clock.objects.count() == 1


def again(clock: Clock, kind: str) -> Clock:
    found = cases.Party.objects.get(pk=clock.subject_id)
    return cases.started(kind, subject=found, start="11-23 11:00")


def test_a_promise_counts_from_the_receiving_date() -> None:
    clock = cases.started("promise", start="11-23 00:10")

    assert clock.due_at == at("11-24 17:30")
    assert clock.is_hand_set is False


def test_a_promise_follows_the_calendar_of_the_desk_that_received() -> None:
    project = world.project()
    office = cases.calendar(project, "office")

    assert cases.started("promise", start="11-20 10:00").due_at == at("11-21 17:30")
    assert cases.started("promise", start="11-20 10:00", calendar=office).due_at == at(
        "11-23 17:30"
    )


def test_a_promise_may_be_another_than_the_policys() -> None:
    fixed = Fixed(at("11-25 09:00"))

    assert cases.started("promise", target=Promise(2, 9 * 60)).due_at == at("11-25 09:00")
    assert cases.started("promise", target=fixed).due_at == at("11-25 09:00")
    with pytest.raises(QuestionRefused):
        cases.started("promise", target=Fixed(at("11-22 09:00")))
    with pytest.raises(BeyondBound):
        cases.started("promise", target=Fixed(at("2028-11-22 09:00")))


def test_reopened_work_starts_instance_two() -> None:
    first = cases.started("resolve")
    fulfil_clock(clock=first, by=SYSTEM, at=at("11-23 11:00"))

    second = reopen_clock(clock=first, closed_at=at("11-24 18:00"), by=SYSTEM, at=at("12-07 08:30"))

    assert (second.instance, second.subject_id) == (2, first.subject_id)
    assert (cases.fresh(first).verdict, second.verdict) == ("KEPT", "")
    assert second.started_at == at("12-07 08:30")


def test_refuses_to_reopen_after_the_dates() -> None:
    first = cases.started("resolve")
    cancel_clock(clock=first, reason="误报", by=SYSTEM, at=at("11-23 11:00"))

    with pytest.raises(TooLateToReopen, match="14 天"):
        reopen_clock(clock=first, closed_at=at("11-24 18:00"), by=SYSTEM, at=at("12-08 08:30"))


def test_refuses_to_reopen_what_runs() -> None:
    first = cases.started("resolve")

    with pytest.raises(ForbiddenTransition, match="仍在进行"):
        reopen_clock(clock=first, closed_at=world.AT, by=SYSTEM, at=world.AT)


def test_events_and_versions_refuse_to_be_changed() -> None:
    clock = cases.started("resolve")
    for rows in (
        ClockEvent.objects.all(),
        type(clock.policy).objects.all(),
        type(clock.policy.version).objects.all(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(project=None)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.filter(pk=rows[0].pk)._raw_delete("default")


def test_verify_sees_a_cache_that_lies() -> None:
    clock = cases.started("resolve")
    Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now())

    (sentence,) = broken()

    assert f"时限 {clock.pk}" in sentence
    assert "due_at" in sentence


def test_two_projects_keep_their_own_deadlines() -> None:
    there = world.project("cloud", "云栖大厦")
    clock = cases.started("respond", project=there)

    assert list(Clock.objects.of(world.project())) == []
    assert list(Clock.objects.of(there)) == [clock]
