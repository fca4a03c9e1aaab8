"""Changing the desk's hours in two steps: nothing is saved that was not seen."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.clocks.commands.calendars import change_calendar
from anju.clocks.models import CalendarVersion, WorkCalendar
from anju.clocks.reckoning.stored import calendar_to_dict
from anju.core.actors import SYSTEM
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at
from tests.clocks.screens.pages import edit_in, hidden, previewed, rows, text, url, week

pytestmark = pytest.mark.django_db
CHANGE, PREVIEW = url("change_calendar", "desk"), url("preview_calendar", "desk")
SHORTER = "09:00-17:00"


def desk() -> WorkCalendar:
    return cases.calendar(world.project(), "desk")


def versions() -> int:
    return CalendarVersion.objects.filter(calendar=desk()).count()


def two_clocks() -> tuple[Any, Any]:
    """A resolve that moves with the hours, a promise that does not."""
    return cases.started("resolve", start="11-23 10:00"), cases.started(
        "promise", start="11-23 10:00"
    )


def test_the_preview_names_what_moves_and_what_stays(supervisor: Client) -> None:
    two_clocks()
    closed = {"begin": "2026-11-24T00:00", "end": "2026-11-25T00:00", "name": "停电"}
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER, **rows("closures", closed))))

    said = text(supervisor.get(PREVIEW, {"edit": edit}))

    assert "保存后这 2 个时限会变" in said
    assert "1 个重新计算;1 个承诺已告知业主,不移动" in said
    assert "不移动,需要改约" in said
    assert "2026-11-24 10:00" in said  # the resolve, now
    assert "2026-11-25 14:00" in said  # and then: 7 h on Monday, 5 h on Wednesday
    assert "每天:08:00–20:00 → 09:00–17:00" in said
    assert versions() == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [(range(5), "周一至周五:"), ((1, 3), "周二、四:"), ((5, 6), "周六、日:"), ((0,), "周一:")],
)
def test_names_the_days_that_change(supervisor: Client, days: Any, words: str) -> None:
    shorter = {f"day_{day}": SHORTER for day in days}
    edit = edit_in(supervisor.post(CHANGE, week(**shorter)))

    assert f"{words}08:00–20:00 → 09:00–17:00" in text(supervisor.get(PREVIEW, {"edit": edit}))


def test_confirming_saves_what_was_shown(supervisor: Client) -> None:
    resolve, promise = two_clocks()
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER)))

    answer = supervisor.post(PREVIEW, previewed(supervisor, PREVIEW, edit))

    assert answer.status_code == 302
    assert desk().reckoned().weekly[0][0].written == SHORTER
    assert cases.fresh(resolve).due_at == at("11-24 14:00")
    assert cases.fresh(promise).due_at == promise.due_at
    page = text(supervisor.get(url("calendar", "desk")))
    assert "第 2 版" in page
    assert "冬季作息" in page
    assert "08:00–20:00 → 09:00–17:00" in page


def test_a_preview_that_is_stale_is_shown_again(supervisor: Client) -> None:
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER)))
    confirm = previewed(supervisor, PREVIEW, edit)
    cases.started("resolve", start="11-23 10:00")  # meanwhile somebody reports a leak

    answer = supervisor.post(PREVIEW, confirm)

    assert answer.status_code == 409
    assert "情况有变" in text(answer)
    assert versions() == 1
    again = supervisor.post(PREVIEW, hidden(text(answer)))
    assert again.status_code == 302
    assert versions() == 2


def test_a_version_saved_in_between_is_told(supervisor: Client) -> None:
    opened = week(SHORTER, seen="1")
    content = {**calendar_to_dict(desk().reckoned()), "name": "大堂前台"}
    change_calendar(calendar=desk(), content=content, by=SYSTEM, at=world.AT)
    edit = edit_in(supervisor.post(CHANGE, opened))

    shown = text(supervisor.get(PREVIEW, {"edit": edit}))
    assert "情况有变" in shown
    assert "名称:大堂前台 → 前台时间" in shown
    stale = supervisor.post(PREVIEW, {**hidden(shown), "edit": edit})
    assert stale.status_code == 409
    assert supervisor.post(PREVIEW, hidden(text(stale))).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day_0": "八点到五点"}, "不是有效的时段"),
        ({"day_0": "08:30-12:00, 11:00-13:00"}, "重叠"),
        ({f"day_{day}": "" for day in range(7)}, "至少要有一段工作时间"),
        ({"day_0": "25:00-26:00"}, "不是有效的"),
        (
            rows(
                "closures",
                {"begin": "2026-12-02T00:00", "end": "2026-12-01T00:00", "name": "盘点"},
            ),
            "恢复营业要晚于停业开始",
        ),
        (rows("closures", {"begin": "2026-12-02T00:00", "end": "", "name": ""}), "必填"),
        (
            rows(
                "days",
                {"on": "2026-12-05", "is_work": "1", "name": "甲"},
                {"on": "2026-12-05", "is_work": "0", "name": "乙"},
            ),
            "重复",
        ),
    ],
    ids=["text", "overlap", "never", "hours", "end-before-start", "half", "twice"],
)
def test_refuses_what_is_no_calendar(supervisor: Client, typed: Any, words: str) -> None:
    answer = supervisor.post(CHANGE, week() | typed)

    assert answer.status_code == 422
    assert words in text(answer)
    assert versions() == 1


def test_reads_hours_as_people_type_them(supervisor: Client) -> None:
    typed = week(SHORTER, day_0="8:30-12:00、13:30-17:30", day_1="00:00-24:00")
    edit = edit_in(supervisor.post(CHANGE, typed))
    supervisor.post(PREVIEW, previewed(supervisor, PREVIEW, edit))

    weekly = desk().reckoned().weekly
    assert [window.written for window in weekly[0]] == ["08:30-12:00", "13:30-17:30"]
    assert weekly[1][0].written == "00:00-24:00"


def test_going_back_keeps_what_was_typed(supervisor: Client) -> None:
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER)))

    said = text(supervisor.get(CHANGE, {"edit": edit}))

    assert said.count(f'value="{SHORTER}"') == 7
    assert "冬季作息" in said


def test_an_edit_of_something_else_is_not_found(supervisor: Client) -> None:
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER)))

    assert supervisor.get(PREVIEW, {"edit": edit}).status_code == 200
    office = url("preview_calendar", "office")
    for address, said in ((office, edit), (PREVIEW, edit[:-3]), (PREVIEW, "")):
        assert supervisor.get(address, {"edit": said}).status_code == 404


def test_the_preview_goes_out_as_a_workbook(supervisor: Client) -> None:
    two_clocks()
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER)))

    answer = supervisor.get(url("export_calendar", "desk"), {"edit": edit})

    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = sheet.get_sheet_by_index(0).to_python()
    assert [row[5] for row in cells[1:]] == ["推后"]
    assert Event.objects.filter(verb="clocks.exported").count() == 1


def test_the_preview_costs_the_same_for_one_and_three(supervisor: Client) -> None:
    cases.started("resolve")
    edit = edit_in(supervisor.post(CHANGE, week(SHORTER)))
    one = world.queries(lambda: supervisor.get(PREVIEW, {"edit": edit}))
    cases.started("resolve")
    cases.started("resolve")

    assert world.queries(lambda: supervisor.get(PREVIEW, {"edit": edit})) == one
