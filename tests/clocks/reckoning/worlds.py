"""Random calendars, pauses and moments for Hypothesis."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from anju.clocks.reckoning.calendars import Calendar, OwnDay
from anju.clocks.reckoning.holidays import HolidayDay, HolidayList
from anju.clocks.reckoning.targets import Pause
from anju.clocks.reckoning.windows import Closure, Window

FIRST = datetime(2026, 3, 2)  # noqa: DTZ001  local, as the calendar takes it
QUARTER = 15

quarters = st.integers(0, 14 * 96).map(lambda n: FIRST + timedelta(minutes=QUARTER * n))
minutes = st.integers(0, 14 * 1440).map(lambda n: FIRST + timedelta(minutes=n))
dates = st.integers(0, 20).map(lambda n: FIRST.date() + timedelta(days=n))


@st.composite
def window(draw: st.DrawFn) -> Window:
    begin = draw(st.integers(0, 95)) * QUARTER
    return Window(begin, begin + draw(st.integers(1, 40)) * QUARTER)


@st.composite
def closure(draw: st.DrawFn) -> Closure:
    begin = draw(quarters)
    return Closure(begin, begin + timedelta(minutes=QUARTER * draw(st.integers(1, 200))))


@st.composite
def holiday_list(draw: st.DrawFn) -> HolidayList:
    days = draw(st.dictionaries(dates, st.booleans(), max_size=6))
    marked = tuple(HolidayDay(on, "节", is_work) for on, is_work in sorted(days.items()))
    return HolidayList(2026, "通知", "1号", date(2025, 11, 4), marked)


@st.composite
def calendar(draw: st.DrawFn, *, plain: bool = False) -> Calendar:
    """A calendar with windows on some weekdays (nights too), and unless plain all the rest."""
    week = [tuple(draw(st.lists(window(), max_size=3))) for _ in range(7)]
    week[draw(st.integers(0, 6))] = (Window(9 * 60, 17 * 60),)
    own = draw(st.dictionaries(dates, st.booleans(), max_size=0 if plain else 2))
    return Calendar(
        code="random",
        name="随机",
        weekly=tuple(week),
        follows_state_council=True,
        makeup_weekday=draw(st.integers(0, 6)),
        closures=() if plain else tuple(draw(st.lists(closure(), max_size=2))),
        own_days=tuple(OwnDay(on, is_work) for on, is_work in sorted(own.items())),
        lists=(draw(holiday_list()),),
    )


@st.composite
def pause(draw: st.DrawFn) -> Pause:
    begin = draw(minutes)
    return Pause(begin, begin + timedelta(minutes=draw(st.integers(0, 3000))))


pauses = st.lists(pause(), max_size=4)
targets = st.integers(1, 900)
