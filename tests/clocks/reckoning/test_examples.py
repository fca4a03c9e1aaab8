"""The worked examples of the specification, each by its number."""

from datetime import datetime

import pytest

from anju.clocks.reckoning.deadlines import due, is_late, lateness
from anju.clocks.reckoning.explaining import explain
from anju.clocks.reckoning.moments import read_moment
from anju.clocks.reckoning.presets import presets
from anju.clocks.reckoning.targets import Duration, Pause, Target, read_promise


def moment(text: str) -> datetime:
    return read_moment(f"2026-{text}")


def pause(text: str) -> Pause:
    begin, end = text.split("/")
    return Pause(moment(begin), moment(end))


EXAMPLES = [
    (1, "office", Duration(60), "11-20T17:00", [], "11-23T09:00"),
    (2, "office", Duration(60), "11-20T11:30", [], "11-20T14:00"),
    (3, "office", Duration(60), "11-20T17:30", [], "11-23T09:30"),
    (4, "office", Duration(30), "11-20T11:30", [], "11-20T12:00"),
    (5, "office", Duration(60), "09-30T17:00", [], "10-08T09:00"),
    (6, "office", Duration(60), "10-09T17:00", [], "10-10T09:00"),
    (7, "office", Duration(450), "11-23T10:00", [], "11-24T10:00"),
    (8, "office", Duration(450), "11-23T10:00", ["11-23T15:00/11-24T09:30"], "11-24T15:00"),
    (9, "office", Duration(450), "11-23T10:00", ["11-23T17:30/11-24T08:30"], "11-24T10:00"),
    (
        10,
        "office",
        Duration(450),
        "11-23T10:00",
        ["11-23T15:00/11-24T09:30", "11-24T09:00/11-24T10:00"],
        "11-24T15:30",
    ),
    (11, "desk", Duration(30), "11-20T19:50", [], "11-21T08:20"),
    (12, "office", read_promise("1@17:30"), "11-20T10:00", [], "11-23T17:30"),
    (13, "desk", read_promise("1@17:30"), "11-20T10:00", [], "11-21T17:30"),
    (14, "office", read_promise("1@17:30"), "09-30T16:00", [], "10-08T17:30"),
    (15, "office", read_promise("1@17:30"), "10-09T16:00", [], "10-10T17:30"),
    (16, "desk", read_promise("1@17:30", cutoff="17:30"), "11-23T18:30", [], "11-25T17:30"),
]


@pytest.mark.parametrize(
    ("calendar", "target", "start", "pauses", "expected"),
    [example[1:] for example in EXAMPLES],
    ids=[f"example-{example[0]}" for example in EXAMPLES],
)
def test_worked_example(
    calendar: str, target: Target, start: str, pauses: list[str], expected: str
) -> None:
    found = explain(presets()[calendar], target, moment(start), [pause(each) for each in pauses])

    assert f"{found.due_at:%m-%dT%H:%M}" == expected
    assert found.due_at == due(
        presets()[calendar], target, moment(start), [pause(each) for each in pauses]
    )
    assert found.sentences[-1].startswith("到期时间:")


def test_past_midnight_promises_the_next_date() -> None:
    """00:10 on Monday promises Tuesday (rule 3)."""
    found = due(presets()["office"], read_promise("1@17:30"), moment("11-23T00:10"))

    assert f"{found:%m-%d}" == "11-24"


def test_the_cutoff_minute_itself_is_in_time() -> None:
    promise = read_promise("1@17:30", cutoff="17:30")

    assert f"{due(presets()['desk'], promise, moment('11-23T17:30')):%d}" == "24"
    assert f"{due(presets()['desk'], promise, moment('11-23T17:31')):%d}" == "25"


def test_a_pause_that_begins_when_due_changes_nothing() -> None:
    office, target = presets()["office"], Duration(60)
    plain = due(office, target, moment("11-20T09:00"))

    assert due(office, target, moment("11-20T09:00"), [pause("11-20T10:00/11-27T10:00")]) == plain


def test_due_friday_evening_answered_on_saturday_is_late_without_working_minutes() -> None:
    late = lateness(presets()["office"], moment("11-20T17:30"), moment("11-21T10:00"))

    assert (late.is_late, late.working, late.calendar) == (True, 0, 990)


def test_the_minute_of_due_is_kept() -> None:
    at = presets()["office"].local(moment("11-20T17:30"))

    assert not is_late(at, at.replace(second=59))


def test_explains_holidays_by_their_notice_and_make_up_days() -> None:
    office = presets()["office"]
    autumn = explain(office, Duration(60), moment("09-30T17:00")).sentences
    makeup = explain(office, Duration(60), moment("10-09T17:00")).sentences

    assert any("国庆节放假" in line and "国办发明电" in line for line in autumn)
    assert any("调休上班" in line for line in makeup)


def test_a_year_without_a_list_is_said() -> None:
    found = explain(presets()["office"], Duration(60), read_moment("2030-05-01T09:00"))

    assert found.due_at.isoformat()[:16] == "2030-05-01T10:00"
    late = explain(presets()["office"], Duration(600), read_moment("2030-05-01T09:00"))
    assert any("2030 年" in line and "导入" in line for line in late.sentences)
