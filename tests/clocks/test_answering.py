"""How clocks end: kept, late, by a late entry; promises renewed, broken, promised anew."""

from datetime import timedelta

import pytest

from anju.clocks.commands.answering import (
    Answer,
    AnswerMissing,
    Offline,
    RenewalRefused,
    cancel_clock,
    fulfil_clock,
    renew_promise,
)
from anju.clocks.commands.changing import hand_set_clock
from anju.clocks.invariants import broken
from anju.clocks.models import Clock, ClockEvent
from anju.clocks.reckoning.errors import QuestionRefused
from anju.clocks.states import AnswerBy
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.core.errors import ForbiddenTransition
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at

pytestmark = pytest.mark.django_db

VISIT = Answer(AnswerBy.VISIT)


def fulfil(clock: Clock, when: str, offline: Offline | None = None) -> Clock:
    return fulfil_clock(clock=clock, answer=VISIT, offline=offline, by=SYSTEM, at=at(when))


def promised() -> Clock:
    clock = cases.started("promise", start="11-20 10:00", calendar=office())
    assert clock.due_at == at("11-23 17:30")
    return clock


def office() -> cases.WorkCalendar:
    return cases.calendar(world.project(), "office")


def renew(clock: Clock, when: str, until: str, **more: object) -> Clock:
    return renew_promise(
        clock=clock,
        until=at(until),
        reason="配件未到",
        told=Answer(AnswerBy.CALL, "业主同意"),
        by=SYSTEM,
        at=at(when),
        **more,
    )


def test_kept_when_answered_in_the_minute_of_due() -> None:
    clock = fulfil(promised(), "11-23 17:30")

    assert (clock.verdict, clock.breached_at, clock.late_calendar) == ("KEPT", None, 0)
    assert clock.next_at is None


def test_late_without_a_sweep_is_late() -> None:
    clock = fulfil(promised(), "11-23 17:31")

    assert (clock.verdict, clock.breached_at) == ("BROKEN", at("11-23 17:30"))
    assert (clock.late_calendar, clock.late_working) == (1, 0)
    kinds = list(ClockEvent.objects.filter(clock=clock).values_list("kind", flat=True))
    assert sorted(kinds) == ["activate", "breach", "fulfil"]


def test_lateness_in_working_and_in_calendar_minutes() -> None:
    cases.minutes(world.project(), "resolve", 30)
    clock = cases.started("resolve", start="11-20 17:00")
    assert clock.due_at == at("11-20 17:30")

    assert late(fulfil(clock, "11-21 09:00")) == (0, 15 * 60 + 30)
    again = cases.started("resolve", start="11-20 17:00")
    assert late(fulfil(again, "11-23 09:00")) == (30, 63 * 60 + 30)


def late(clock: Clock) -> tuple[int, int]:
    assert clock.verdict == "BROKEN"
    return clock.late_working, clock.late_calendar


def test_a_late_entry_supersedes_the_breach() -> None:
    clock = promised()
    sweep_all(at=at("11-23 17:45"))
    assert cases.fresh(clock).verdict == "BROKEN"

    kept = fulfil(clock, "11-24 09:00", Offline(at("11-23 17:20")))

    assert (kept.verdict, kept.is_superseded, kept.is_offline) == ("KEPT", True, True)
    assert (kept.breached_at, kept.stopped_at) == (at("11-23 17:30"), at("11-23 17:20"))
    assert list(broken(deep=True)) == []


def test_a_late_entry_before_any_sweep_leaves_no_breach() -> None:
    kept = fulfil(promised(), "11-24 09:00", Offline(at("11-23 17:20")))

    assert (kept.verdict, kept.is_superseded, kept.breached_at) == ("KEPT", False, None)


def test_a_late_entry_reaches_a_clock_that_stopped_late() -> None:
    clock = fulfil(promised(), "11-24 08:30")

    kept = fulfil(clock, "11-24 09:00", Offline(at("11-23 17:20")))
    assert (kept.verdict, kept.late_calendar, kept.late_working) == ("KEPT", 0, 0)
    with pytest.raises(ForbiddenTransition):
        fulfil(clock, "11-24 09:30", Offline(at("11-23 17:10")))


def test_a_late_entry_that_was_late_changes_no_verdict() -> None:
    clock = fulfil(promised(), "11-24 08:30")

    with pytest.raises(ForbiddenTransition):
        fulfil(clock, "11-24 09:00", Offline(at("11-23 17:31")))


def test_the_devices_clock_is_corrected_and_held_between_what_it_saw_and_receipt() -> None:
    received = at("11-24 09:00")
    fast = Offline(at("11-24 08:00"), offset=timedelta(minutes=-30))
    ahead = Offline(at("11-25 08:00"))
    behind = Offline(at("11-20 08:00"), seen_at=at("11-23 17:40"))

    assert fast.happened_at(received_at=received) == at("11-24 07:30")
    assert ahead.happened_at(received_at=received) == received
    assert behind.happened_at(received_at=received) == at("11-23 17:40")
    assert fulfil(promised(), "11-24 09:00", behind).verdict == "BROKEN"


def test_a_promise_is_kept_by_an_answer_only() -> None:
    clock = promised()

    with pytest.raises(AnswerMissing, match="承诺"):
        fulfil_clock(clock=clock, by=SYSTEM, at=at("11-23 10:00"))
    with pytest.raises(AnswerMissing, match="通话结果"):
        fulfil_clock(clock=clock, answer=Answer(AnswerBy.CALL), by=SYSTEM, at=at("11-23 10:00"))


def test_a_response_is_a_persons() -> None:
    clock = cases.started("respond")
    wang = world.receptionist()

    with pytest.raises(AnswerMissing, match="工作人员"):
        fulfil_clock(clock=clock, by=SYSTEM, at=at("11-23 10:05"))
    done = fulfil_clock(clock=clock, by=world.by(wang), at=at("11-23 10:05"))
    assert done.verdict == "KEPT"


def test_is_renewed_until_a_supervisor_must_agree() -> None:
    clock = promised()
    assert renew(clock, "11-23 10:00", "11-24 10:00").due_at == at("11-24 10:00")
    assert renew(clock, "11-24 10:00", "11-25 10:00").renewals == 2

    with pytest.raises(RenewalRefused, match="主管同意"):
        renew(clock, "11-25 09:00", "11-26 10:00")
    with pytest.raises(RenewalRefused, match="无权"):
        renew(clock, "11-25 09:00", "11-26 10:00", agreed_by=world.receptionist())
    third = renew(clock, "11-25 09:00", "11-26 10:00", agreed_by=world.supervisor())
    assert (third.renewals, third.due_at) == (3, at("11-26 10:00"))
    assert list(broken()) == []


def test_refuses_a_renewal_that_is_not_later() -> None:
    clock = promised()

    with pytest.raises(QuestionRefused, match="原承诺"):
        renew(clock, "11-23 10:00", "11-23 17:30")
    with pytest.raises(RenewalRefused, match="原因"):
        renew_promise(
            clock=clock, until=at("11-24 10:00"), reason=" ", told=VISIT, by=SYSTEM, at=world.AT
        )
    with pytest.raises(RenewalRefused, match="不是承诺"):
        renew(cases.started("resolve"), "11-23 10:00", "11-24 17:30")


def test_what_is_broken_is_promised_anew() -> None:
    clock = promised()
    with pytest.raises(RenewalRefused, match="已破诺"):
        renew(clock, "11-23 17:31", "11-24 17:30")

    subject = cases.Party.objects.get(pk=clock.subject_id)
    anew = cases.started("promise", subject=subject, start="11-24 09:00")

    old = cases.fresh(clock)
    assert (anew.instance, anew.verdict) == (2, "")
    assert (old.verdict, old.breached_at) == ("BROKEN", at("11-23 17:30"))
    assert old.stopped_at == at("11-24 09:00")


def test_merged_cases_cancel_with_a_pointer() -> None:
    clock, into = cases.started("resolve"), cases.case("主单")

    done = cancel_clock(clock=clock, reason="合并", merged_into=into, by=SYSTEM, at=world.AT)

    assert (done.verdict, done.next_at) == ("CANCELLED", None)
    event = ClockEvent.objects.get(clock=clock, kind="cancel")
    assert event.inputs == {"merged_type": "organization.party", "merged_id": into.pk}


def test_cancelling_does_not_erase_a_breach() -> None:
    done = cancel_clock(clock=promised(), reason="误报", by=SYSTEM, at=at("11-24 09:00"))

    assert (done.verdict, done.breached_at) == ("BROKEN", at("11-23 17:30"))


def test_a_breach_stays_when_due_moves_later() -> None:
    cases.minutes(world.project(), "resolve", 60)
    clock = cases.started("resolve")
    moved = hand_set_clock(
        clock=clock, due_at=at("11-25 17:00"), reason="业主改期", by=SYSTEM, at=at("11-23 11:01")
    )
    assert (moved.verdict, moved.breached_at) == ("BROKEN", at("11-23 11:00"))

    done = fulfil(clock, "11-24 10:00")

    assert (done.verdict, done.late_calendar, done.due_at) == ("BROKEN", 0, at("11-25 17:00"))
