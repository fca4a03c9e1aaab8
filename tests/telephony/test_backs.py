"""Who called in vain is called back: once for number and hour, closed by any later talk."""

from datetime import datetime, timedelta

import pytest

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.clocks.states import Verdict
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.core.errors import ForbiddenTransition
from anju.telephony.commands.backs import (
    SaidMissing,
    close_by_call,
    close_call_back,
    open_call_back,
)
from anju.telephony.commands.marking import (
    CallRefused,
    end_as_misdial,
    expect_call,
    hold_call,
    link_call,
    put_call_away,
    resume_call,
    take_call,
)
from anju.telephony.models import Call, CallBack, ExpectedCall
from anju.telephony.queries.backs import waiting_count, waiting_groups
from anju.telephony.queries.calls import calls_at_hand
from anju.telephony.queries.staff import audience_of
from anju.telephony.states import CallBackState, CallState
from anju.telephony.tasks import follow_call
from anju.telephony.verbs import TelephonyVerb as Verb
from tests import world
from tests.telephony.exchange import LI, hear, line, missed, resident
from tests.threads import at_once

pytestmark = pytest.mark.django_db
M = timedelta(minutes=1)


def opened(call: Call, *, at: datetime | None = None) -> CallBack:
    back = open_call_back(call=call, by=SYSTEM, at=at or call.started_at + M)
    assert back is not None
    return back


def test_a_missed_call_is_to_be_called_back_within_30_working_minutes() -> None:
    back = opened(missed())
    clock = Clock.objects.about(back).get()

    assert (clock.kind, clock.due_at) == ("respond", world.AT + 30 * M)
    assert waiting_count(world.project()) == 1


def test_in_the_night_the_deadline_runs_from_the_opening_of_the_desk() -> None:
    night = world.AT.replace(hour=23)
    back = opened(missed(at=night))

    assert Clock.objects.about(back).get().due_at == night.replace(hour=8, minute=30) + timedelta(1)


def test_one_for_a_number_and_an_hour() -> None:
    first = opened(missed("a"))
    again = opened(missed("b", at=world.AT + 20 * M))
    next_hour = opened(missed("c", at=world.AT + 61 * M))
    other = opened(missed("d", number="13900001111"))

    assert first.pk == again.pk
    assert (again.calls, again.missed_at) == (2, world.AT + 20 * M)
    assert len({first.pk, next_hour.pk, other.pk}) == 3
    assert Clock.objects.about(first).count() == 1
    assert waiting_count(world.project()) == 2


@pytest.mark.parametrize("number", ["", "匿名", "1"])
def test_a_number_that_cannot_be_called_makes_no_task(number: str) -> None:
    call = missed(number=number)

    assert call.state == CallState.MISSED
    assert open_call_back(call=call, by=SYSTEM, at=world.AT + M) is None


def test_what_was_answered_or_a_misdial_makes_no_task() -> None:
    user = world.receptionist()
    hear("newCall", "a")
    answered = hear("answer", "a").call
    away = missed("b", number="13900001111")
    end_as_misdial(call=away, user=user, by=world.by(user), at=world.AT + M)
    ours = missed("o", number="13900002222", direction="out")

    for call in (answered, away, ours):
        assert open_call_back(call=call, by=SYSTEM, at=world.AT + M) is None


@pytest.mark.parametrize("direction", ["in", "out"])
def test_any_later_talk_with_the_number_closes_it(direction: str) -> None:
    user = world.receptionist()
    back = opened(missed())
    at = world.AT + 10 * M
    hear("newCall", "t", at=at, direction=direction)
    call = hear("answer", "t", at=at, direction=direction, answeringNumber="wang").call

    assert close_by_call(call=call, by=SYSTEM, at=at) == 1
    assert close_by_call(call=call, by=SYSTEM, at=at) == 0
    back.refresh_from_db()
    assert (back.state, back.done_by_name, back.done_call) == ("DONE", user.name, call)
    assert Clock.objects.about(back).get().verdict == Verdict.KEPT


def test_a_talk_before_the_missed_call_does_not_close_it() -> None:
    world.receptionist()
    call = hear("answer", "t", at=world.AT, answeringNumber="wang").call
    back = opened(missed(at=world.AT + 5 * M))

    assert close_by_call(call=call, by=SYSTEM, at=world.AT + 6 * M) == 0
    back.refresh_from_db()
    assert back.state == CallBackState.OPEN


def test_a_talk_that_a_late_worker_hears_of_counts_from_when_it_was() -> None:
    world.receptionist()
    back = opened(missed())
    call = hear("answer", "t", at=world.AT + 5 * M, answeringNumber="wang").call
    sweep_all(at=world.AT + 40 * M)
    close_by_call(call=call, by=SYSTEM, at=world.AT + 41 * M)

    assert Clock.objects.about(back).get().verdict == Verdict.KEPT


def test_who_answered_is_not_known_ends_the_deadline_without_a_verdict() -> None:
    back = opened(missed())
    call = hear("answer", "t", at=world.AT + 5 * M).call

    assert close_by_call(call=call, by=SYSTEM, at=world.AT + 5 * M) == 1
    assert Clock.objects.about(back).get().verdict == Verdict.CANCELLED


def test_by_hand_with_what_was_said() -> None:
    user = world.receptionist()
    back = opened(missed())
    with pytest.raises(SaidMissing):
        close_call_back(back=back, said=" ", by=world.by(user), at=world.AT + 2 * M)
    close_call_back(back=back, said="已告知停水时间", by=world.by(user), at=world.AT + 2 * M)

    back.refresh_from_db()
    assert (back.state, back.said) == ("DONE", "已告知停水时间")
    with pytest.raises(ForbiddenTransition):
        close_call_back(back=back, said="再说一次", by=world.by(user), at=world.AT + 3 * M)


def test_called_in_vain_again_within_the_hour_it_is_open_again() -> None:
    user = world.receptionist()
    back = opened(missed("a"))
    close_call_back(back=back, said="已联系", by=world.by(user), at=world.AT + 2 * M)
    again = opened(missed("b", at=world.AT + 30 * M))

    assert (again.pk, again.state, again.said) == (back.pk, "OPEN", "")
    assert Clock.objects.about(back).open().count() == 1


def test_following_twice_is_following_once() -> None:
    world.receptionist()
    missed()
    for event in Event.objects.filter(verb=Verb.MISSED):
        follow_call(event.pk)
        follow_call(event.pk)
    hear("newCall", "t", at=world.AT + M)
    hear("answer", "t", at=world.AT + M, answeringNumber="wang")
    for event in Event.objects.filter(verb=Verb.ANSWERED):
        follow_call(event.pk)
        follow_call(event.pk)

    assert CallBack.objects.get().state == CallBackState.DONE
    assert Event.objects.filter(verb=Verb.BACK_DONE).count() == 1


def test_nobody_answering_is_told_and_it_goes_up() -> None:
    """The clock's own policy escalates; it is the desk's department that hears first."""
    world.receptionist()
    back = opened(missed())
    clock = Clock.objects.about(back).get()
    assert clock.department is not None
    assert clock.department.name == "客户服务部"

    sweep_all(at=world.AT + 31 * M)
    clock.refresh_from_db()
    assert clock.verdict == Verdict.BROKEN


def test_groups_stand_by_household_and_cost_the_same_for_one_and_three() -> None:
    here = world.project()
    resident()
    opened(missed("a"))
    one = world.queries(lambda: waiting_groups(here, at=world.AT + M))
    resident("王建国", "13900001111", "13900002222", form="王先生")
    opened(missed("b", number="13900001111"))
    opened(missed("c", number="13900002222"))

    groups = waiting_groups(here, at=world.AT + M)
    assert [group.number for group in groups] == [LI, "13900001111", "13900002222"]
    assert world.queries(lambda: waiting_groups(here, at=world.AT + M)) == one


def test_one_number_of_five_people_shows_all_of_them() -> None:
    for name in ("李一", "李二", "李三", "李四", "李五"):
        resident(name, LI, form="")
    opened(missed())
    (group,) = waiting_groups(world.project(), at=world.AT + M)

    assert len(group.people) == 5


def test_an_outbound_call_belongs_to_what_was_announced() -> None:
    user = world.receptionist()
    back = opened(missed())
    expect_call(
        project=world.project(),
        number=LI,
        user=user,
        subject=back,
        by=world.by(user),
        at=world.AT + 5 * M,
    )
    late = hear("newCall", "late", at=world.AT + 30 * M, direction="out").call
    assert late.subject_id is None
    call = hear("newCall", "o", at=world.AT + 6 * M, direction="out").call

    assert (call.subject_type, call.subject_id) == ("telephony.callback", back.pk)
    assert ExpectedCall.objects.get().call == call
    with pytest.raises(CallRefused):
        expect_call(
            project=world.project(), number="匿名", user=user, by=world.by(user), at=world.AT
        )


def test_the_desk_holds_comes_back_and_puts_away() -> None:
    user = world.receptionist()
    by = world.by(user)
    hear("newCall")
    call = hear("answer", answeringNumber="wang").call
    with pytest.raises(CallRefused):
        put_call_away(call=call, user=user, by=by, at=world.AT + M)
    assert hold_call(call=call, user=user, by=by, at=world.AT + M).state == CallState.HOLDING
    hold_call(call=call, user=user, by=by, at=world.AT + M)
    assert resume_call(call=call, user=user, by=by, at=world.AT + 2 * M).state == CallState.TALKING
    resume_call(call=call, user=user, by=by, at=world.AT + 2 * M)
    over = hear("hangup", at=world.AT + 3 * M).call
    assert [len(pair) for pair in over.holds] == [2]
    with pytest.raises(CallRefused):
        hold_call(call=over, user=user, by=by, at=world.AT + 4 * M)
    assert put_call_away(call=over, user=user, by=by, at=world.AT + 4 * M).is_put_away


def test_what_came_of_a_call_stays_and_is_no_misdial() -> None:
    user = world.receptionist()
    call, here = hear("newCall").call, world.project()
    link_call(call=call, subject=here, by=world.by(user), at=world.AT)
    link_call(call=call, subject=user, by=world.by(user), at=world.AT)
    call.refresh_from_db()

    assert (call.subject_type, call.subject_id) == ("organization.project", here.pk)
    with pytest.raises(CallRefused):
        end_as_misdial(call=call, user=user, by=world.by(user), at=world.AT)


def test_taking_an_intake_makes_the_call_ones_own_where_nobody_is_named() -> None:
    user, other = world.receptionist(), world.supervisor()
    hear("newCall")
    call = hear("answer").call
    take_call(call=call, user=user, by=world.by(user), at=world.AT + M)
    call.refresh_from_db()
    here = world.project()

    assert call.answered_by == user
    assert calls_at_hand(here, user, at=world.AT + M) == [call]
    assert calls_at_hand(here, other, at=world.AT + M) == []


def test_the_screens_of_who_may_answer_are_told_deputies_with_them() -> None:
    wang, engineer = world.receptionist(), world.engineer()
    people = audience_of(world.project(), at=world.AT)

    assert wang.pk in people
    assert engineer.pk not in people


@pytest.mark.django_db(transaction=True)
def test_one_event_sent_by_many_at_once_is_heard_once() -> None:
    here = world.project()
    line(here)

    def ring() -> None:
        hear("newCall", project=here)
        hear("hangup", cause="noAnswer", project=here)

    assert at_once(*[ring] * 4) == [None] * 4

    call = Call.objects.get()
    assert (call.state, call.events.count()) == (CallState.MISSED, 2)
    assert Event.objects.filter(verb=Verb.MISSED).count() == 1
