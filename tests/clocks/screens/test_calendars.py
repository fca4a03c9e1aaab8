"""The list of calendars, one calendar with its year, a new one."""

import pytest
from django.test import Client

from anju.clocks.commands.calendars import add_calendar
from anju.clocks.models import WorkCalendar
from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.windows import windows
from anju.core.actors import SYSTEM
from tests import world
from tests.clocks import cases
from tests.clocks.screens.pages import rows, text, url, week

pytestmark = pytest.mark.django_db


def own(code: str, *hours: str, days: tuple[int, ...] = (0,)) -> WorkCalendar:
    weekly = tuple(windows(*hours) if day in days else () for day in range(7))
    content = Calendar(code=code, name=f"日历 {code}", weekly=weekly, follows_state_council=True)
    return add_calendar(project=world.project(), content=content, by=SYSTEM, at=world.AT)


def test_lists_presets_with_their_hours(receptionist: Client) -> None:
    said = text(receptionist.get(url("calendars")))

    assert "前台时间" in said
    assert "今天 08:00–20:00" in said
    assert "周一至周日" in said
    assert "新建日历" not in said


def test_warns_of_a_long_gap(supervisor: Client) -> None:
    # Mondays only, and half a year of them closed: more than 14 days without a working minute.
    own("gap", "09:00-09:01", days=(0,))
    assert "天没有工作时间" not in text(supervisor.get(url("calendars")))
    supervisor.post(
        url("add_calendar"),
        week(
            code="rare",
            **rows(
                "closures", {"begin": "2026-01-01T00:00", "end": "2036-01-01T00:00", "name": "停"}
            ),
        ),
    )

    assert "天没有工作时间" in text(supervisor.get(url("calendars")))


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2026, ["法定节假日", "国庆节放假", "国办发明电〔2025〕7号", "调休上班", "按周一时段"]),
        (2025, ["国庆节、中秋节放假"]),
        (2031, ["国务院放假安排尚未导入"]),
    ],
)
def test_the_year_names_every_date_and_why(supervisor: Client, year: int, words: list[str]) -> None:
    said = text(supervisor.get(url("calendar", "office"), {"year": year}))

    assert said.count('class="day day--') >= 365
    for word in words:
        assert word in said, word


def test_one_date_comes_as_a_part(supervisor: Client) -> None:
    answer = supervisor.get(
        url("calendar", "office"), {"day": "2026-10-10"}, headers={"HX-Request": "true"}
    )

    said = text(answer)
    assert "10月10日 周六" in said
    assert "08:30–12:00、13:30–17:30" in said
    assert "<html" not in said


def test_nonsense_in_the_address_shows_today(supervisor: Client) -> None:
    for query in ({"year": "x"}, {"year": "99999"}, {"day": "2026-13-45"}, {"year": "²026"}):
        assert supervisor.get(url("calendar", "office"), query).status_code == 200


def test_makes_a_calendar_of_its_own(supervisor: Client) -> None:
    answer = supervisor.post(url("add_calendar"), week("20:00-次日06:00", code="night"))

    assert answer.status_code == 302
    made = cases.calendar(world.project(), "night").reckoned()
    assert made.weekly[0][0].end == 30 * 60
    said = text(supervisor.get(url("calendar", "night")))
    assert "20:00–次日06:00" in said


def test_refuses_a_code_in_use_and_one_that_is_none(supervisor: Client) -> None:
    for code, words in (("desk", "已有代码为"), ("大堂", "代码用小写字母")):
        answer = supervisor.post(url("add_calendar"), week(code=code))

        assert answer.status_code == 422
        assert words in text(answer)


def test_copies_monday_to_the_weekdays_without_saving(supervisor: Client) -> None:
    typed = week("", day_0="09:00-18:00", code="nine", do="copy")

    answer = supervisor.post(url("add_calendar"), typed)

    assert answer.status_code == 200
    assert text(answer).count('value="09:00-18:00"') == 5
    assert not WorkCalendar.objects.filter(code="nine").exists()


def test_adds_rows_for_more_closures(supervisor: Client) -> None:
    answer = supervisor.post(url("add_calendar"), week(code="nine", do="more-closures"))

    assert 'name="closures-1-begin"' in text(answer)


def test_costs_the_same_for_few_and_many(supervisor: Client) -> None:
    few = world.queries(lambda: supervisor.get(url("calendars")))
    for code in ("a", "b", "c"):
        own(code, "09:00-17:00")

    assert world.queries(lambda: supervisor.get(url("calendars"))) == few


def test_keeps_another_projects_calendars_to_itself(supervisor: Client) -> None:
    stranger = world.sign_in(Client(), world.stranger())

    assert supervisor.get(url("calendar", "office")).status_code == 200
    assert stranger.get(url("calendar", "office")).status_code == 404
    assert supervisor.get(url("calendar", "nowhere")).status_code == 404


def test_a_reader_may_not_change(receptionist: Client) -> None:
    assert receptionist.get(url("add_calendar")).status_code == 403
    assert receptionist.get(url("change_calendar", "desk")).status_code == 403
    assert receptionist.get(url("preview_calendar", "desk")).status_code == 403
