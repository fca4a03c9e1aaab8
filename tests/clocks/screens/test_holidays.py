"""The holiday lists of the head office: known years, loading another."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anju.clocks.models import HolidayYear
from tests import world
from tests.clocks.screens.pages import text, url

pytestmark = pytest.mark.django_db
HERE, CONFIRM = "holidays:holidays", "holidays:confirm"
OWN = {
    "format": "anju-holidays/1",
    "year": 2031,
    "notice": {"title": "关于2031年部分节假日安排的通知", "number": "", "issued": "2030-11-05"},
    "holidays": [{"name": "元旦", "off": ["2031-01-01/2031-01-03"], "work": ["2031-01-05"]}],
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


def sealed(said: str) -> str:
    return said.split('name="sealed" value="')[1].split('"')[0]


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

    answer = office.post(reverse(CONFIRM), {"sealed": sealed(shown)})

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
    said = {"sealed": sealed(text(sent(office, OWN)))}
    office.post(reverse(CONFIRM), said)

    again = office.post(reverse(CONFIRM), said)

    assert again.status_code == 422
    assert "无需重复导入" in text(again)


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
