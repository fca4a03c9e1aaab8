"""Stages, lateness, retargets, explanations and zones, where no worked example shows them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.deadlines import due, lateness, retarget
from anju.clocks.reckoning.durations import elapsed
from anju.clocks.reckoning.errors import BeyondBound
from anju.clocks.reckoning.explaining import RowKind, explain
from anju.clocks.reckoning.stages import stage_at
from anju.clocks.reckoning.targets import Duration, Pause, Promise, Stage, Unit
from anju.clocks.reckoning.windows import Closure
from tests.clocks.reckoning import oracle, worlds
from tests.clocks.reckoning.named import DESK, OFFICE, at, often, pause, said, weekly

ZONES = ("UTC", "Asia/Kathmandu", "America/Phoenix", "Pacific/Kiritimati")


# Stages, lateness, retargets


@pytest.mark.parametrize(
    ("stage", "pauses", "expected"),
    [
        (Stage(-30), [], "11-23T08:30"),  # the latest moment, not Friday's closing
        (Stage(-31), [], "11-20T17:29"),
        (Stage(-9000), [], "11-20T17:00"),  # never before the start
        (Stage(0), [pause("11-23T09:00", "11-24T09:00")], "11-23T09:00"),
        (Stage(30), [], "11-23T09:30"),
        (Stage(30), [pause("11-23T09:10", "11-24T10:00")], "11-24T10:00"),  # fires at resume
        (Stage(-60, Unit.CALENDAR), [], "11-23T08:00"),
        (Stage(-60, Unit.CALENDAR), [pause("11-23T07:00", "11-23T08:15")], "11-23T08:15"),
        (Stage(600, Unit.CALENDAR), [], "11-23T19:00"),
    ],
)
def test_a_stage_fires(stage: Stage, pauses: list[Pause], expected: str) -> None:
    found = stage_at(
        OFFICE, stage, started_at=at("11-20T17:00"), due_at=at("11-23T09:00"), pauses=pauses
    )

    assert said(found) == expected


@often
@given(worlds.calendar(), worlds.targets, worlds.minutes, worlds.pauses, st.integers(1, 600))
def test_a_stage_before_due_is_the_latest_moment_with_that_many_minutes(
    calendar: Calendar, minutes: int, start: datetime, pauses: list[Pause], before: int
) -> None:
    try:
        due_at = due(calendar, Duration(minutes), start, pauses)
    except BeyondBound:
        assume(False)
    found = stage_at(calendar, Stage(-before), started_at=start, due_at=due_at, pauses=pauses)

    if before <= minutes:
        assert elapsed(calendar, found, due_at, pauses) == before
        assert elapsed(calendar, found + timedelta(minutes=1), due_at, pauses) == before - 1
    else:  # clamped to the start, or to the resume of a pause that began before it
        assert elapsed(calendar, start, found, pauses) == 0


@often
@given(worlds.calendar(), worlds.minutes, worlds.minutes)
def test_lateness_agrees_with_counting(
    calendar: Calendar, due_at: datetime, answered: datetime
) -> None:
    found = lateness(calendar, due_at, answered)
    late = max((answered - due_at) // timedelta(minutes=1), 0)
    between = (due_at + timedelta(minutes=count) for count in range(late))

    assert found.calendar == late
    assert found.working == sum(oracle.is_working(calendar, each) for each in between)


def retargeted(minutes: int, *, now: str, breached: str = "") -> tuple[str, str]:
    """Return due and breach after a retarget of what started Friday 09:00, due at 10:00."""
    found = retarget(
        OFFICE,
        Duration(minutes),
        started_at=at("11-20T09:00"),
        pauses=(),
        old_due_at=OFFICE.local(at("11-20T10:00")),
        breached_at=OFFICE.local(at(breached)) if breached else None,
        at=OFFICE.local(at(now)),
    )
    return said(found.due_at), said(found.breached_at) if found.breached_at else ""


def test_a_breach_only_appears() -> None:
    assert retargeted(90, now="11-20T09:30") == ("11-20T10:30", "")
    assert retargeted(15, now="11-20T09:30") == ("11-20T09:15", "11-20T09:30")  # the retarget's
    assert retargeted(90, now="11-20T10:05") == ("11-20T10:30", "11-20T10:00")  # no sweep saw it
    assert retargeted(90, now="11-20T10:05", breached="11-20T09:45")[1] == "11-20T09:45"


# Explanations


@often
@given(worlds.calendar(), worlds.targets, worlds.minutes, worlds.pauses)
def test_what_is_explained_adds_up(
    calendar: Calendar, minutes: int, start: datetime, pauses: list[Pause]
) -> None:
    try:
        found = explain(calendar, Duration(minutes), start, pauses)
    except BeyondBound:
        assume(False)
    counted = [row for row in found.rows if row.kind is RowKind.COUNTED]

    assert sum(row.minutes or 0 for row in counted) == counted[-1].total == minutes
    assert all(row.text.endswith("。") for row in found.rows)
    assert f"{found.due_at:%H:%M}" in found.sentences[-1]


def test_explains_pauses_closures_and_cutoffs() -> None:
    closed = replace(OFFICE, closures=(Closure(at("11-23T09:00"), at("11-23T10:00"), "停电检修"),))
    paused = [pause("11-23T15:00", "11-24T09:30")]
    told = "".join(explain(closed, Duration(450), at("11-23T08:30"), paused).sentences)
    promised = "".join(explain(DESK, Promise(cutoff=1050), at("11-23T18:30")).sentences)

    assert "停业“停电检修”" in told and "其中工作时段 60 分钟不计" in told
    assert "扣除其中 210 个工作分钟" in told
    assert "已过当天截止 17:30" in promised


def test_a_make_up_day_before_the_start_is_not_told() -> None:
    told = explain(OFFICE, Duration(5), at("10-11T09:00")).sentences

    assert not any("调休上班" in line for line in told)


# Zones


@often
@given(worlds.calendar(), worlds.targets, worlds.minutes, st.sampled_from(ZONES))
def test_any_zone_reckons_alike_on_its_own_clocks(
    calendar: Calendar, minutes: int, start: datetime, zone: str
) -> None:
    try:
        expected = due(calendar, Duration(minutes), start)
    except BeyondBound:
        assume(False)
    found = due(replace(calendar, zone=zone), Duration(minutes), start)

    assert found.replace(tzinfo=None) == expected.replace(tzinfo=None)


def test_a_moment_with_an_offset_is_that_moment() -> None:
    utc = datetime(2026, 11, 20, 9, 0, 59, tzinfo=UTC)  # 17:00 in Shanghai

    assert said(due(OFFICE, Duration(60), utc)) == "11-23T09:00"
    assert said(due(DESK, Promise(), datetime(2026, 11, 22, 16, 10, tzinfo=UTC))) == "11-24T17:30"


def test_a_night_in_which_the_clocks_change_has_the_minutes_it_has() -> None:
    """New York: 2026-03-08 lacks 02:00 to 03:00, 2026-11-01 has 01:00 to 02:00 twice."""
    always = weekly("00:00-24:00", zone="America/New_York")

    assert always.day(date(2026, 3, 8)).minutes == 23 * 60
    assert always.day(date(2026, 11, 1)).minutes == 25 * 60
    skipped = weekly("02:15-02:45", "08:00-09:00", zone="America/New_York")
    assert skipped.day(date(2026, 3, 8)).minutes == 60
    assert said(due(always, Duration(120), at("2026-03-08T01:00"))) == "03-08T04:00"
