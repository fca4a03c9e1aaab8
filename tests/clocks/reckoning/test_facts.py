"""The State Council's dates against a table of our own and, where it lies, the shared one."""

import json
from datetime import date

import pytest

from anju.clocks.reckoning.checking import warnings
from anju.clocks.reckoning.errors import CalendarRefused, HolidayListRefused
from anju.clocks.reckoning.holiday_files import read_list, state_council
from anju.clocks.reckoning.presets import presets
from anju.clocks.reckoning.windows import windows
from tests.architecture.source import CHECKOUT

SHARED = CHECKOUT.parent / "shared" / "data" / "holidays"


def test_three_years_are_there_with_their_notices() -> None:
    assert [each.year for each in state_council()] == [2024, 2025, 2026]
    assert all("国务院办公厅" in each.notice for each in state_council())


@pytest.mark.parametrize(
    ("on", "is_work"),
    [
        (date(2024, 2, 4), True),
        (date(2024, 2, 10), False),
        (date(2024, 10, 12), True),
        (date(2025, 1, 26), True),
        (date(2025, 1, 28), False),
        (date(2025, 10, 8), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 10, 10), True),
    ],
)
def test_known_dates(on: date, is_work: bool) -> None:
    assert presets()["office"].is_working_day(on) == is_work


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_agrees_with_the_shared_lists(year: int) -> None:
    listed = next(each for each in state_council() if each.year == year)
    ours = {day.on.isoformat(): day.is_work for day in listed.days}
    assert len(ours) > 25
    if SHARED.is_dir():
        said = json.loads((SHARED / f"{year}.json").read_text())["days"]
        assert ours == {day["date"]: not day["isOffDay"] for day in said}


def test_an_empty_list_counts_as_no_list() -> None:
    assert read_list('{"year": 2027, "papers": [], "days": []}') is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"year": "x", "days": []}', '{"year": 2027}', '{"year": 2027, "days": [1]}'],
)
def test_a_wrong_file_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(HolidayListRefused, match=r"请|文件"):
        read_list(text)


def test_warns_while_next_years_list_is_missing() -> None:
    said = warnings(presets()["office"], date(2026, 11, 23))

    assert any("2027" in line for line in said)
    assert warnings(presets()["desk"], date(2026, 11, 23)) == []


@pytest.mark.parametrize("text", ["8:30-12:00", "08:30", "25:00-26:00", "09:00-09:00", "x"])
def test_a_wrong_window_is_refused(text: str) -> None:
    with pytest.raises(CalendarRefused, match=r"时段|钟点|有效"):
        windows(text)
