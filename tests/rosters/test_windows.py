"""Windows of shifts: midnight, half-open edges, and where two weekly patterns meet."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.periods import SHANGHAI
from anju.rosters.windows import Weekly, first_clash, on_or_after, window

MONDAY = date(2026, 11, 23)
times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, minute=clock.minute))
days = st.integers(0, 20).map(lambda count: MONDAY + timedelta(days=count))


@st.composite
def patterns(draw: st.DrawFn) -> Weekly:
    since = draw(days)
    until = draw(st.none() | st.integers(0, 20).map(lambda count: since + timedelta(days=count)))
    return Weekly(draw(st.integers(0, 6)), draw(times), draw(times), since, until)


@pytest.mark.parametrize(
    ("starts", "ends", "first", "last"),
    [
        ("08:00", "16:00", "2026-11-23 08:00", "2026-11-23 16:00"),
        ("20:00", "08:00", "2026-11-23 20:00", "2026-11-24 08:00"),
        ("16:00", "00:00", "2026-11-23 16:00", "2026-11-24 00:00"),
        ("00:00", "08:00", "2026-11-23 00:00", "2026-11-23 08:00"),
        ("08:00", "08:00", "2026-11-23 08:00", "2026-11-24 08:00"),
    ],
)
def test_a_window_passes_midnight_when_it_ends_before_it_starts(
    starts: str, ends: str, first: str, last: str
) -> None:
    found = window(MONDAY, time.fromisoformat(starts), time.fromisoformat(ends))

    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [first, last]
    assert found[0].tzinfo == SHANGHAI


def test_the_next_weekday() -> None:
    assert on_or_after(MONDAY, 0) == MONDAY
    assert on_or_after(MONDAY + timedelta(days=1), 0) == MONDAY + timedelta(days=7)
    assert on_or_after(MONDAY, 6) == MONDAY + timedelta(days=6)


@given(patterns(), patterns())
def test_a_clash_is_found_where_two_windows_really_overlap(one: Weekly, other: Weekly) -> None:
    overlapping = [
        day
        for day, (begin, end) in windows(one)
        for _, (other_begin, other_end) in windows(other)
        if begin < other_end and other_begin < end
    ]

    assert first_clash(one, other) == min(overlapping, default=None)


@given(patterns(), patterns())
def test_a_clash_is_mutual(one: Weekly, other: Weekly) -> None:
    assert (first_clash(one, other) is None) == (first_clash(other, one) is None)


def windows(pattern: Weekly) -> list[tuple[date, tuple[datetime, datetime]]]:
    """Every occurrence within eight weeks, walked day by day."""
    dates = [MONDAY + timedelta(days=count) for count in range(56)]
    return [
        (day, window(day, pattern.starts, pattern.ends))
        for day in dates
        if day.weekday() == pattern.weekday
        and pattern.since <= day
        and (pattern.until is None or day < pattern.until)
    ]
