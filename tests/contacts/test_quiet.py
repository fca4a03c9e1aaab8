"""Quiet hours: over midnight or not, and the first minute after them."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anju.contacts.quiet import decent, next_decent, rests
from anju.core.periods import SHANGHAI

NIGHT, NOON = (time(21), time(8)), (time(12), time(14))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001
    lambda each: each.replace(tzinfo=SHANGHAI)
)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_a_night_runs_over_midnight_and_ends_on_the_next_morning() -> None:
    hours = [NIGHT, NOON]

    assert [rests(hours, at(*clock)) for clock in ((20, 59), (21, 0), (23, 59), (0, 0))] == [
        *(False, True, True, True)
    ]
    assert next_decent(hours, at(22)) == at(8, day=24)
    assert next_decent(hours, at(3)) == at(8)
    assert next_decent(hours, at(8)) == at(8)
    assert next_decent(hours, at(12, 30)) == at(14)
    assert next_decent(hours, at(20)) == at(20)


def test_quiet_times_that_touch_are_waited_for_one_after_the_other() -> None:
    assert next_decent([NIGHT, (time(8), time(9, 30))], at(22)) == at(9, 30, day=24)


def test_where_no_minute_is_left_the_persons_own_wish_gives_way() -> None:
    whole_day = (time(8), time(21))

    assert next_decent([NIGHT, whole_day], at(22)) is None
    assert decent([NIGHT], [whole_day], at(22)) == at(8, day=24)


@given(hours=st.lists(st.tuples(TIMES, TIMES), max_size=3), moment=MOMENTS)
def test_the_next_decent_minute_is_decent_and_the_first(
    hours: list[tuple[time, time]], moment: datetime
) -> None:
    then = next_decent(hours, moment)

    if then is None:
        day = [moment + timedelta(minutes=minute) for minute in range(0, 24 * 60)]
        assert all(rests(hours, each) for each in day)
    else:
        assert then >= moment and not rests(hours, then)
        assert then == moment or rests(hours, moment)
        minutes = int((then - moment) / timedelta(minutes=1))
        assert all(rests(hours, moment + timedelta(minutes=each)) for each in range(minutes))
