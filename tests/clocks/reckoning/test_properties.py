"""What always holds, whatever the calendar (clocks.md, "Properties that always hold")."""

import dataclasses
import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.deadlines import due
from anju.clocks.reckoning.durations import elapsed
from anju.clocks.reckoning.errors import BeyondBound
from anju.clocks.reckoning.holidays import HolidayDay
from anju.clocks.reckoning.stages import stage_at
from anju.clocks.reckoning.targets import Duration, Pause, Promise, Stage, Unit
from tests.clocks.reckoning import oracle, worlds

few = settings(max_examples=120, deadline=None)
many = settings(max_examples=150, deadline=None)


def naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def reckoned(
    calendar: Calendar, minutes: int, start: datetime, pauses: list[Pause] | None = None
) -> datetime:
    try:
        return due(calendar, Duration(minutes), start, pauses or [])
    except BeyondBound:
        assume(False)
        raise


@few
@given(worlds.calendar(), st.integers(1, 400), worlds.minutes, worlds.pauses)
def test_agrees_with_counting_minute_by_minute(
    calendar: Calendar, minutes: int, start: datetime, pauses: list[Pause]
) -> None:
    plain = oracle.due(calendar, minutes, start, [(p.begin, p.end) for p in pauses], days=25)
    assume(plain is not None)

    assert naive(reckoned(calendar, minutes, start, pauses)) == plain


@few
@given(
    worlds.calendar(), st.integers(1, 3), st.integers(0, 96).map(lambda n: n * 15), worlds.minutes
)
def test_promises_agree_with_looking_at_each_date(
    calendar: Calendar, day: int, at: int, start: datetime
) -> None:
    found = due(calendar, Promise(day, at), start)

    assert naive(found) == oracle.promise(calendar, day, at, start.date())


@few
@given(worlds.calendar(), worlds.dates)
def test_working_days_agree(calendar: Calendar, on: date) -> None:
    assert calendar.is_working_day(on) == oracle.is_working_day(calendar, on)


@many
@given(worlds.calendar(), worlds.targets, worlds.minutes)
def test_unpaused_the_target_lies_between_start_and_due(
    calendar: Calendar, minutes: int, start: datetime
) -> None:
    found = reckoned(calendar, minutes, start)

    assert naive(found) > start
    assert elapsed(calendar, start, found) == minutes


@many
@given(worlds.calendar(), worlds.targets, worlds.minutes, worlds.pauses)
def test_a_pause_never_makes_due_earlier_and_order_does_not_matter(
    calendar: Calendar, minutes: int, start: datetime, pauses: list[Pause]
) -> None:
    paused = reckoned(calendar, minutes, start, pauses)

    assert paused >= reckoned(calendar, minutes, start)
    assert paused == reckoned(calendar, minutes, start, pauses[::-1])
    assert elapsed(calendar, start, paused, pauses) == minutes


@many
@given(worlds.calendar(), worlds.targets, worlds.minutes, worlds.pause(), st.floats(0, 1))
def test_a_pause_in_two_adjacent_parts_is_one(
    calendar: Calendar, minutes: int, start: datetime, pause: Pause, share: float
) -> None:
    length = (pause.end - pause.begin) // timedelta(minutes=1)
    middle = pause.begin + timedelta(minutes=int(length * share))
    parts = [Pause(middle, pause.end), Pause(pause.begin, middle)]

    assert reckoned(calendar, minutes, start, [pause]) == reckoned(calendar, minutes, start, parts)


@many
@given(worlds.calendar(), worlds.targets, worlds.minutes, worlds.pause())
def test_a_pause_outside_working_time_changes_nothing(
    calendar: Calendar, minutes: int, start: datetime, pause: Pause
) -> None:
    assume(elapsed(calendar, pause.begin, pause.end) == 0)

    assert reckoned(calendar, minutes, start, [pause]) == reckoned(calendar, minutes, start)


@many
@given(worlds.calendar(plain=True), worlds.targets, worlds.minutes, worlds.dates, st.booleans())
def test_a_holiday_never_hastens_and_a_make_up_day_of_a_date_that_is_none_never_delays(
    calendar: Calendar, minutes: int, start: datetime, on: date, is_work: bool
) -> None:
    listed = calendar.lists[0]
    marks = {day.on for day in listed.days}
    assume(on not in marks)
    more = dataclasses.replace(listed, days=(*listed.days, HolidayDay(on, "节", is_work)))
    before = reckoned(calendar, minutes, start)
    after = reckoned(dataclasses.replace(calendar, lists=(more,)), minutes, start)

    assert after <= before if is_work else after >= before


@many
@given(worlds.calendar(), worlds.targets, worlds.minutes, st.integers(1, 300))
def test_a_warning_lies_between_start_and_due(
    calendar: Calendar, minutes: int, start: datetime, before: int
) -> None:
    found = reckoned(calendar, minutes, start)
    at = stage_at(calendar, Stage(-before, Unit.WORKING), started_at=start, due_at=found)

    assert start <= naive(at) <= naive(found)
    if before <= minutes:
        assert elapsed(calendar, at, found) == before


@few
@given(worlds.calendar(), worlds.targets, worlds.minutes)
def test_the_process_time_zone_does_not_matter(
    other_zone: None, calendar: Calendar, minutes: int, start: datetime
) -> None:
    found = reckoned(calendar, minutes, start)

    assert found.utcoffset() == timedelta(hours=8)
    assert elapsed(calendar, start, found) == minutes


@pytest.fixture(scope="module")
def other_zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()
