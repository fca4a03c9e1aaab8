"""Time as people say it, always in Shanghai."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anju.core.periods import (
    SHANGHAI,
    covers,
    local_date,
    spoken_age,
    spoken_date,
    spoken_end,
    spoken_time,
)

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


def test_says_days_as_people_do() -> None:
    today = date(2026, 11, 23)
    said = {
        date(2026, 11, 21): "前天",
        date(2026, 11, 22): "昨天",
        date(2026, 11, 23): "今天",
        date(2026, 11, 24): "明天",
        date(2026, 11, 25): "后天",
        date(2026, 11, 27): "周五",
        date(2026, 11, 30): "11月30日",
        date(2026, 11, 1): "11月1日",
        date(2027, 1, 2): "2027年1月2日",
    }

    assert {day: spoken_date(day, today=today) for day in said} == said


def test_the_day_is_shanghais_not_the_servers() -> None:
    late_in_utc = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)

    assert local_date(late_in_utc) == date(2026, 11, 23)
    assert spoken_time(late_in_utc, now=NOW) == "今天 00:30"


def test_ages() -> None:
    ages = [timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=3), timedelta(days=12)]

    assert [spoken_age(NOW - age, now=NOW) for age in ages] == [
        "刚刚",
        "5 分钟前",
        "3 小时前",
        "12 天前",
    ]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.integers(0, 500))
def test_half_open_periods_tile(start: date, length: int, offset: int) -> None:
    middle, day = start + timedelta(days=length), start + timedelta(days=offset)

    assert covers(start, middle, day) != covers(middle, None, day)


def test_midnight_ends_the_day_before_it() -> None:
    midnight = datetime(2026, 11, 26, 0, 0, tzinfo=SHANGHAI)
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
    monday = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)

    assert spoken_end(midnight, now=monday) == "后天 24:00"
    assert spoken_end(noon, now=monday) == "明天 12:00"
