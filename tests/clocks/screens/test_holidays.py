"""The holiday lists of the head office: known years, loading another."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anju.clocks.commands.policies import change_policies
from anju.clocks.contents import PolicyDraft
from anju.clocks.models import Clock, HolidayYear
from anju.clocks.permissions import ClocksOfficePermission
from anju.clocks.reckoning.targets import Promise
from anju.clocks.views.previewing import SHOWN
from anju.core.actors import SYSTEM
from anju.organization.models import Role
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at
from tests.clocks.screens.pages import text, url

pytestmark = pytest.mark.django_db
HERE, CONFIRM = "holidays:holidays", "holidays:confirm"
OWN = {
    "format": "anju-holidays/1",
    "year": 2031,
    "notice": {"title": "关于2031年部分节假日安排的通知", "number": "", "issued": "2030-11-05"},
    "holidays": [{"name": "元旦", "off": ["2031-01-01/2031-01-03"], "work": ["2031-01-05"]}],
}
NEW_YEAR = {
    "format": "anju-holidays/1",
    "year": 2027,
    "notice": {"title": "关于2027年部分节假日安排的通知", "number": "", "issued": "2026-11-05"},
    "holidays": [{"name": "元旦", "off": ["2027-01-01/2027-01-03"]}],
}
OTHER = {
    "year": 2031,
    "papers": ["https://www.gov.cn/zhengce/zhengceku/203011/content_1.htm"],
    "days": [
        {"name": "春节", "date": "2031-01-23", "isOffDay": True},
        {"name": "春节", "date": "2031-02-02", "isOffDay": False},
    ],
}


@pytest.fixture
def office() -> Client:
    world.project()
    return world.sign_in(Client(), world.head_office())


def sent(client: Client, content: Any, **more: str) -> Any:
    said = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(reverse(HERE), {"file": SimpleUploadedFile("2031.json", said), **more})


def sealed(said: str) -> dict[str, str]:
    """Return the confirming form of a page."""
    return {
        name: said.split(f'name="{name}" value="')[1].split('"')[0] for name in ("sealed", "seen")
    }


def test_shows_the_years_that_come_with_anju(office: Client) -> None:
    said = text(office.get(reverse(HERE)))

    for words in ("2024 年", "2025 年", "2026 年", "10月1日 周四 至 10月7日 周三", "随系统提供"):
        assert words in said


@pytest.mark.parametrize("content", [OWN, OTHER], ids=["own", "holiday-cn"])
def test_checks_shows_and_loads(office: Client, content: Any) -> None:
    shown = text(sent(office, content))
    assert "尚未导入" in shown
    assert content.get("holidays", content.get("days"))[0]["name"] in shown
    assert HolidayYear.objects.count() == 0

    answer = office.post(reverse(CONFIRM), sealed(shown))

    assert answer.status_code == 302
    assert HolidayYear.objects.get().year == 2031
    assert "2031 年" in text(office.get(reverse(HERE)))
    supervisor = world.sign_in(Client(), world.supervisor())
    assert "放假安排:《" in text(supervisor.get(url("calendar", "office")))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\xff\xfe", "不是 UTF-8"),
        (b"<html>", "不是有效的 JSON"),
        ({"year": 2031, "days": [], "papers": []}, "没有任何日期"),
        ({**OWN, "holidays": [{"name": "元旦", "off": ["2031-02-30"]}]}, "不是有效的日期"),
        ({**OTHER, "papers": []}, "请填写发文日期"),
        (b"", "文件是空的"),
    ],
    ids=["binary", "html", "empty", "date", "undated", "nothing"],
)
def test_refuses_what_is_no_list(office: Client, content: Any, words: str) -> None:
    answer = sent(office, content)

    assert answer.status_code == 422
    assert words in text(answer)


def test_takes_the_date_from_the_form(office: Client) -> None:
    shown = text(
        sent(office, {**OTHER, "papers": []}, issued="2030-11-01", title="关于2031年的通知")
    )

    assert "2030-11-01 发文" in shown
    assert "关于2031年的通知" in shown


def test_refuses_the_same_list_twice(office: Client) -> None:
    said = sealed(text(sent(office, OWN)))
    office.post(reverse(CONFIRM), said)

    again = office.post(reverse(CONFIRM), said)

    assert again.status_code == 422
    assert "无需重复导入" in text(again)


def over_new_year(length: int = 60, *, project: Any = None, kind: str = "resolve") -> Clock:
    """Start a clock late on 2026-12-31: an hour later would be on 2027-01-01."""
    here = project or world.project()
    cases.minutes(here, kind, length)
    return cases.started(kind, project=here, start="12-31 17:00")


def test_shows_what_moves_in_all_projects_before_loading(office: Client) -> None:
    tower = world.project("cloud", "云栖大厦")
    moves, there = over_new_year(), over_new_year(project=tower)
    stays = over_new_year(30, kind="rework")  # done on New Year's Eve

    shown = text(sent(office, NEW_YEAR))

    assert "导入后这 2 个时限会变" in shown
    assert "涉及 2 个项目" in shown
    assert shown.index("云栖大厦") < shown.index("绿苑小区")
    assert shown.count("2027-01-01 09:00") == shown.count("<b>2027-01-04 09:00</b>") == 2
    assert url("clock", moves.pk) in shown
    assert url("clock", there.pk, code="cloud") in shown
    assert url("clock", stays.pk) not in shown
    assert cases.fresh(moves).due_at == moves.due_at  # nothing before the yes

    answer = office.post(reverse(CONFIRM), sealed(shown))

    assert answer.status_code == 302
    assert cases.fresh(moves).due_at == cases.fresh(there).due_at == at("2027-01-04 09:00")
    assert cases.fresh(stays).due_at == stays.due_at
    assert "2 个时限已重新计算" in text(office.get(reverse(HERE)))


def test_a_promise_already_told_is_shown_to_stay(office: Client) -> None:
    here = world.project()
    draft = PolicyDraft("次日", Promise(), cases.calendar(here, "office"))
    change_policies(project=here, kind="promise", policies=[draft], by=SYSTEM, at=world.AT)
    promise = cases.started("promise", start="12-31 10:00")

    shown = text(sent(office, NEW_YEAR))

    assert "0 个重新计算;1 个承诺已告知业主,不移动" in shown
    assert "不移动,需要改约" in shown
    office.post(reverse(CONFIRM), sealed(shown))
    assert cases.fresh(promise).due_at == promise.due_at
    assert cases.fresh(promise).asks_renewal


def test_lists_the_first_and_counts_the_rest(office: Client) -> None:
    first = over_new_year()
    for _ in range(SHOWN):
        last = cases.started("resolve", start="12-31 17:00")

    shown = text(sent(office, NEW_YEAR))

    assert f"导入后这 {SHOWN + 1} 个时限会变" in shown
    assert f"{SHOWN + 1} 个时限</small>" in shown
    assert (url("clock", first.pk) in shown, url("clock", last.pk) in shown) == (True, False)
    assert "还有 1 个没有逐一列出" in shown


def test_what_changed_in_between_is_shown_again(office: Client) -> None:
    said = sealed(text(sent(office, NEW_YEAR)))
    late = over_new_year()  # meanwhile somebody reports a leak

    again = office.post(reverse(CONFIRM), said)

    assert again.status_code == 409
    assert "情况有变" in text(again)
    assert HolidayYear.objects.count() == 0
    assert office.post(reverse(CONFIRM), sealed(text(again))).status_code == 302
    assert cases.fresh(late).due_at == at("2027-01-04 09:00")


def test_names_no_case_to_whoever_may_not_read_deadlines(office: Client) -> None:
    clock = over_new_year()
    loader = world.sign_in(Client(), world.head_office("shi", "石雪梅", role="office_reader"))
    rights = [ClocksOfficePermission.LOAD_HOLIDAYS.value]
    Role.objects.filter(code="office_reader").update(permissions=rights)

    shown = text(sent(loader, NEW_YEAR))

    assert "2027-01-04 09:00" in shown
    assert "样例" not in shown
    assert url("clock", clock.pk) not in shown


def test_the_preview_costs_the_same_for_one_project_and_three(office: Client) -> None:
    over_new_year()
    one = world.queries(lambda: sent(office, NEW_YEAR))
    for code in ("cloud", "river"):
        over_new_year(project=world.project(code, code))

    assert world.queries(lambda: sent(office, NEW_YEAR)) == one


def test_what_was_not_checked_is_not_loaded(office: Client) -> None:
    assert office.post(reverse(CONFIRM), {"sealed": "forged"}).status_code == 404
    assert office.get(reverse(CONFIRM)).status_code == 404


def test_a_project_is_told_what_is_missing_and_who_loads_it(office: Client) -> None:
    supervisor = world.sign_in(Client(), world.supervisor())

    told, offered = (text(who.get(url("calendars"))) for who in (supervisor, office))
    if "尚未导入" in told:  # as long as Anju does not come with next year's list
        assert "请总部管理员" in told
        assert reverse(HERE) in offered
    assert supervisor.get(reverse(HERE)).status_code == 404
