"""Any order and any repetition of events ends in the same call, in the database too."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.telephony.commands.hearing import end_silent
from anju.telephony.folding import Told, fold
from anju.telephony.invariants import broken
from anju.telephony.models import Call, CallEvent
from anju.telephony.states import LIFE, CallEventKind, CallState
from tests import world
from tests.telephony.exchange import EXCHANGE, body, hear

KINDS = ("newCall", "answer", "hold", "resume", "hangup")
CAUSES = ("normalClearing", "busy", "cancel", "noAnswer", "congestion", "notFound", "forwarded")
FACTS = [
    field.name
    for field in Call._meta.concrete_fields
    if field.name not in ("id", "started_at", "answered_at", "ended_at")
]


@st.composite
def stories(draw: st.DrawFn, *, timed: bool = True) -> list[dict[str, Any]]:
    """Draw what an exchange says of one call, each event with its moment and number."""
    count = draw(st.integers(1, 6 if timed else 5))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=count, max_size=count, unique=not timed))
    said = []
    for place, kind in enumerate(kinds):
        more: dict[str, Any] = {}
        if kind == "hangup":
            more["cause"] = draw(st.sampled_from(CAUSES))
        if timed:
            more["ts"] = (world.AT + timedelta(seconds=7 * place)).isoformat()
            if draw(st.booleans()):
                more["seq"] = place
        said.append(body(kind, **more))
    return said


@settings(deadline=None, max_examples=25)
@given(said=stories(), data=st.data())
@pytest.mark.django_db
def test_any_order_and_repetition_ends_in_the_same_call(
    said: list[dict[str, Any]], data: st.DataObject
) -> None:
    CallEvent.objects.all().delete()
    Call.objects.all().delete()
    shuffled = data.draw(st.permutations(said))
    again = data.draw(st.lists(st.sampled_from(said), max_size=4))
    first = _heard("first", said)
    second = _heard("second", [*shuffled, *again])

    assert _facts(first, moments=True) == _facts(second, moments=True)
    assert list(broken(deep=True)) == []


@settings(deadline=None, max_examples=25)
@given(said=stories(timed=False), data=st.data())
@pytest.mark.django_db
def test_without_times_the_call_is_the_same_in_any_order(
    said: list[dict[str, Any]], data: st.DataObject
) -> None:
    CallEvent.objects.all().delete()
    Call.objects.all().delete()
    plain = [each for each in said if each["event"] not in ("hold", "resume")] or said[:1]
    first = _heard("first", plain)
    second = _heard("second", [*data.draw(st.permutations(plain)), *plain])

    assert _facts(first) == _facts(second)


@given(said=stories(), data=st.data())
def test_a_call_never_takes_a_step_that_the_table_does_not_hold(
    said: list[dict[str, Any]], data: st.DataObject
) -> None:
    told = [_told(place, each) for place, each in enumerate(data.draw(st.permutations(said)))]
    states = [fold(told[: count + 1]).state for count in range(len(told))]

    for now, then in pairwise(states):
        assert now == then or LIFE.allows(now, then), (now, then)


@pytest.mark.django_db
def test_a_second_hold_with_the_same_words_is_a_new_one_only_after_a_resume() -> None:
    for place, kind in enumerate(("newCall", "answer", "hold", "hold", "resume", "resume", "hold")):
        call = hear(kind, at=world.AT + timedelta(seconds=place)).call

    assert call.state == CallState.HOLDING
    assert [len(pair) for pair in call.holds] == [2, 1]
    over = hear("hangup", at=world.AT + timedelta(seconds=30)).call
    assert [len(pair) for pair in over.holds] == [2, 2]


@pytest.mark.django_db
def test_a_moment_far_off_is_not_believed() -> None:
    call = hear("newCall", ts="1970-01-01T00:00:00Z").call

    assert call.started_at == world.AT


@pytest.mark.django_db
def test_a_call_whose_hang_up_never_came_is_ended_and_corrected_later() -> None:
    hear("newCall")
    call = hear("answer").call
    later = world.AT + timedelta(hours=5)
    assert end_silent(call=call, by=EXCHANGE, at=later).ended_at == later

    real = world.AT + timedelta(minutes=3)
    assert hear("hangup", ts=real.isoformat(), at=later).call.ended_at == real
    assert list(broken(deep=True)) == []


@pytest.mark.django_db
def test_verify_finds_a_call_that_differs_from_its_events() -> None:
    call = hear("newCall").call
    Call.objects.filter(pk=call.pk).update(number="13900000000")
    assert any("number" in line for line in broken(deep=True))

    CallEvent.objects.all().delete()
    assert any("没有任何事件" in line for line in broken(deep=True))


def _heard(call_id: str, said: list[dict[str, Any]]) -> Call:
    for place, each in enumerate(said):
        hear_at = world.AT + timedelta(seconds=60 + place)
        call = hear(each["event"], call_id, at=hear_at, **_more(each)).call
    return call


def _more(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("cause", "ts", "seq") if name in said}


def _facts(call: Call, *, moments: bool = False) -> dict[str, Any]:
    names = [name for name in FACTS if name != "call_id"]
    names += ["started_at", "answered_at", "ended_at"] if moments else []
    facts = {name: getattr(call, name) for name in names}
    if not moments:
        facts["holds"] = len(call.holds)
    return facts


def _told(place: int, said: dict[str, Any]) -> Told:
    moment: datetime = world.AT + timedelta(seconds=place)
    kept: dict[str, Any] = {name: said[name] for name in ("cause", "ts", "seq") if name in said}
    return Told(CallEventKind(said["event"]).value, str(place), moment, kept)
