"""The rules that no worked example shows: bounds, nights, stages, lateness, retargets, zones."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given

from anju.clocks.reckoning.calendars import Calendar, OwnDay
from anju.clocks.reckoning.checking import (
    changed_dates,
    longest_gap,
    promise_warnings,
    reaches,
    warnings,
)
from anju.clocks.reckoning.deadlines import due, lateness, pause_until
from anju.clocks.reckoning.durations import elapsed, first_working_minute, next_morning
from anju.clocks.reckoning.errors import BeyondBound, CalendarRefused, QuestionRefused
from anju.clocks.reckoning.holidays import HolidayDay, HolidayList
from anju.clocks.reckoning.promises import checked_hand_set, checked_renewal, reopens_same
from anju.clocks.reckoning.stages import stage_at
from anju.clocks.reckoning.stored import (
    calendar_from_dict,
    calendar_to_dict,
    target_from_dict,
    target_to_dict,
)
from anju.clocks.reckoning.targets import Duration, Fixed, Pause, Promise, Stage, Target
from anju.clocks.reckoning.windows import Closure, windows
from tests.clocks.reckoning import worlds
from tests.clocks.reckoning.named import ALWAYS, DESK, NIGHT, OFFICE, at, often, pause, said, weekly

# Calendars


def test_a_night_window_belongs_to_the_date_on_which_it_begins() -> None:
    """Friday's tail is worked on Saturday; a Friday off takes its tail along, not Thursday's."""
    friday_off = replace(NIGHT, own_days=(OwnDay(date(2026, 11, 20), is_work=False),))

    assert NIGHT.is_working(at("11-21T05:59"))
    assert not NIGHT.is_working(at("11-21T06:00"))
    assert not NIGHT.is_working_day(date(2026, 11, 21))  # only a tail
    assert friday_off.is_working(at("11-20T05:59"))
    assert not friday_off.is_working(at("11-21T05:59"))


def test_windows_are_united_and_overlapping_nights_count_once() -> None:
    united = weekly("08:00-12:00", "10:00-14:00")
    overlapping = weekly("20:00-06:00", "05:00-07:00")

    assert united.day(date(2026, 11, 20)).minutes == 360
    assert elapsed(overlapping, at("11-20T00:00"), at("11-21T00:00")) == 7 * 60 + 4 * 60


def test_a_closure_cuts_any_window_and_can_unmake_a_working_day() -> None:
    closure = Closure(at("11-20T08:00"), at("11-20T18:00:59"), "停电")
    closed = replace(OFFICE, closures=(closure,))

    assert not closed.is_working_day(date(2026, 11, 20))
    assert said(due(closed, Promise(), at("11-19T10:00"))) == "11-23T17:30"
    assert said(due(closed, Duration(1), at("11-20T08:30"))) == "11-23T08:31"


def test_the_later_notice_wins_whatever_the_order_of_lists() -> None:
    day = date(2026, 11, 20)
    first = HolidayList(2026, "先", "", date(2026, 1, 1), (HolidayDay(day, "节", is_work=False),))
    later = HolidayList(2026, "后", "", date(2026, 2, 1), (HolidayDay(day, "节", is_work=True),))

    for those in ((first, later), (later, first)):
        assert replace(OFFICE, lists=those).is_working_day(day)
    assert not replace(OFFICE, lists=(first,)).is_working_day(day)


def test_own_days_are_later_than_any_notice() -> None:
    closed = replace(OFFICE, own_days=(OwnDay(date(2026, 10, 10), is_work=False),))
    opened = replace(OFFICE, own_days=(OwnDay(date(2026, 10, 1), is_work=True),))

    assert not closed.is_working_day(date(2026, 10, 10))
    assert opened.day(date(2026, 10, 1)).minutes == 450


def test_a_week_without_a_minute_an_unknown_zone_and_a_backward_closure_are_refused() -> None:
    backward = Closure(at("11-20T10:00"), at("11-20T10:00:59"))
    with pytest.raises(CalendarRefused, match="至少"):
        Calendar(code="x", name="空", weekly=((),) * 7)
    with pytest.raises(CalendarRefused, match="时区"):
        replace(OFFICE, zone="Asia/Nowhere")
    with pytest.raises(CalendarRefused, match="停业"):
        replace(OFFICE, closures=(backward,))


def test_warns_of_more_than_14_days_without_a_working_minute() -> None:
    sunday = Calendar(
        code="sunday",
        name="周日",
        weekly=((),) * 6 + (windows("09:00-12:00"),),
        follows_state_council=True,
        lists=OFFICE.lists,
    )
    begin, end = longest_gap(sunday, date(2026, 2, 1))

    assert (end - begin) // 1440 == 20
    assert any("20 天没有工作时间" in line for line in warnings(sunday, date(2026, 2, 1)))
    assert longest_gap(ALWAYS, date(2026, 2, 1))[1] == longest_gap(ALWAYS, date(2026, 2, 1))[0]
    assert promise_warnings(OFFICE, Promise(at=12 * 60 + 30)) != []
    assert promise_warnings(OFFICE, Promise()) == []


def test_a_change_names_the_dates_and_the_clocks_it_touches() -> None:
    closed = replace(OFFICE, own_days=(OwnDay(date(2026, 11, 24), is_work=False),))

    touched = changed_dates(OFFICE, closed, date(2026, 11, 1), date(2026, 11, 30))

    assert touched == [date(2026, 11, 24)]
    assert reaches(OFFICE, closed, start=at("11-23T09:00"), due_at=at("11-24T09:00"))
    assert not reaches(OFFICE, closed, start=at("11-20T09:00"), due_at=at("11-23T09:00"))


@often
@given(worlds.calendar(), worlds.targets, worlds.minutes, worlds.pauses)
def test_what_was_stored_reckons_the_same(
    calendar: Calendar, minutes: int, start: datetime, pauses: list[Pause]
) -> None:
    again = calendar_from_dict(calendar_to_dict(calendar))
    target = target_from_dict(target_to_dict(Duration(minutes)))

    try:
        expected = due(calendar, Duration(minutes), start, pauses)
    except BeyondBound:
        assume(False)
    assert due(again, target, start, pauses) == expected
    assert changed_dates(calendar, again, date(2026, 2, 1), date(2026, 5, 1)) == []


@pytest.mark.parametrize("target", [Duration(5), Promise(2, 600, 1050), Promise()])
def test_targets_come_back_as_they_were(target: Target) -> None:
    assert target_from_dict(target_to_dict(target)) == target


# Bounds


def test_nothing_lies_more_than_400_days_away() -> None:
    shut = replace(OFFICE, closures=(Closure(at("2026-11-20T00:00"), at("2028-01-01T00:00")),))
    start = at("11-20T09:00")
    whole = 400 * 1440

    assert due(ALWAYS, Duration(whole), start) == ALWAYS.local(start) + timedelta(days=400)
    with pytest.raises(BeyondBound, match="400 天"):
        Duration(whole + 1)
    with pytest.raises(BeyondBound, match="400 天"):
        due(ALWAYS, Duration(whole), start, [pause("11-20T10:00", "11-20T10:01")])
    for question in (
        lambda: due(shut, Duration(1), start),
        lambda: due(shut, Promise(), start),
        lambda: first_working_minute(shut, start),
        lambda: next_morning(shut, start),
        lambda: pause_until(shut, date(2026, 11, 21), begin=start, entered=start),
        lambda: stage_at(shut, Stage(1), started_at=start, due_at=start),
        lambda: checked_renewal(DESK, at("2028-11-20T09:00"), old=start, now=start),
        lambda: checked_hand_set(DESK, at("2028-11-20T09:00"), started_at=start, now=start),
    ):
        with pytest.raises(BeyondBound, match=r"400 天"):
            question()


def test_an_old_answer_is_counted_however_late() -> None:
    late = lateness(ALWAYS, at("2026-11-20T09:00"), at("2029-11-20T09:00"))

    assert late.working == late.calendar == 1096 * 1440


# Promises and pauses


def test_renewals_and_hand_set_times() -> None:
    old, now = at("11-23T17:30"), at("11-23T16:00")

    assert said(checked_renewal(DESK, at("11-23T17:31:40"), old=old, now=now)) == "11-23T17:31"
    for wrong in ("11-23T17:30:59", "11-23T15:00"):
        with pytest.raises(QuestionRefused, match="须晚于"):
            checked_renewal(DESK, at(wrong), old=old, now=now)
    with pytest.raises(QuestionRefused, match="不能早于"):
        checked_hand_set(DESK, at("11-20T09:00"), started_at=now, now=now)
    assert said(due(DESK, Fixed(old), now, [pause("11-23T16:00", "11-25T16:00")])) == "11-23T17:30"


def test_a_bare_until_date_is_its_first_working_minute() -> None:
    begin = at("11-20T10:00")

    assert said(pause_until(OFFICE, date(2026, 11, 21), begin=begin, entered=begin)) == (
        "11-23T08:30"
    )
    assert said(pause_until(NIGHT, date(2026, 11, 21), begin=begin, entered=begin)) == (
        "11-21T00:00"
    )
    for until in (begin, at("11-20T09:59"), date(2026, 11, 20)):
        with pytest.raises(QuestionRefused, match="之后结束"):
            pause_until(OFFICE, until, begin=begin, entered=begin)
    with pytest.raises(QuestionRefused, match="从过去"):
        pause_until(OFFICE, date(2026, 11, 24), begin=begin, entered=at("11-20T10:01"))


def test_reopens_within_14_dates_the_closing_date_included() -> None:
    closed = at("11-01T23:50")

    assert reopens_same(DESK, closed_at=closed, at=at("11-14T23:59"), days=14)
    assert not reopens_same(DESK, closed_at=closed, at=at("11-15T00:00"), days=14)


def test_the_next_working_morning() -> None:
    assert said(next_morning(OFFICE, at("11-20T17:30"))) == "11-23T08:30"
    assert said(next_morning(OFFICE, at("11-23T08:00"))) == "11-23T08:30"
    assert said(next_morning(OFFICE, at("11-23T08:30"))) == "11-24T08:30"
