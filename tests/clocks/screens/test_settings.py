"""A project's numbers: what they mean, who changed them and why, changing one."""

from typing import Any

import pytest
from django.test import Client

from anju.audit.models import Event
from anju.audit.timeline import lines
from anju.clocks.commands.policies import change_setting
from anju.clocks.models import ClockSetting
from anju.clocks.queries.policies import setting
from anju.clocks.states import SETTING_TERMS, Setting
from anju.core.actors import SYSTEM
from tests import world
from tests.clocks.screens.pages import text, url
from tests.threads import at_once

pytestmark = pytest.mark.django_db
RENEWALS = url("change_setting", "renewals")


def changed(value: int, name: Setting = Setting.RENEWALS) -> ClockSetting:
    return change_setting(
        project=world.project(), name=name, value=value, reason="试行", by=SYSTEM, at=world.AT
    )


def sent(client: Client, value: Any = 3, **more: str) -> Any:
    return client.post(RENEWALS, {"value": value, "reason": "旺季续诺多", "seen": "2", **more})


def test_shows_every_setting_in_words(receptionist: Client) -> None:
    said = text(receptionist.get(url("settings")))

    for name, terms in SETTING_TERMS.items():
        assert name.label in said
        assert terms.meaning in said
        assert f"{terms.said(terms.default)}</b>" in said
    assert said.count("还没有人改过") == len(Setting)
    assert url("change_setting", "renewals") not in said
    assert receptionist.get(RENEWALS).status_code == 403


def test_changes_one_with_its_reason(supervisor: Client) -> None:
    assert 'value="2"' in text(supervisor.get(RENEWALS))

    assert sent(supervisor).status_code == 302

    assert setting(world.project(), Setting.RENEWALS) == 3
    said = text(supervisor.get(url("settings")))
    for words in (
        "3 次</b>",
        "默认 2 次",
        "陈静怡",
        "旺季续诺多",
        "<del>2</del> → ",
        "<ins>3</ins>",
    ):
        assert words in said, words
    assert "已由 2 次 改为 3 次" in said
    event = Event.objects.get(verb="clocks.setting_changed")
    assert (event.reason, event.changes) == ("旺季续诺多", {"value": [2, 3]})
    (line,) = lines([event])
    assert line.title.url == url("settings")


def test_shows_the_latest_change_of_each(supervisor: Client) -> None:
    changed(3)
    sent(supervisor, 5, seen="3", reason="再放宽")
    changed(21, Setting.REOPEN_DATES)

    rows = text(supervisor.get(url("settings"))).split("修改记录")[0].split("data-row")

    assert "再放宽" in rows[1]
    assert "试行" not in rows[1]
    assert "试行" in rows[2]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "-1"}, "大于或等于"),
        ({"value": "401"}, "小于或等于"),
        ({"value": "两次"}, "整数"),
        ({"value": ""}, "必填"),
        ({"reason": " "}, "请写明为什么改"),
        ({"value": "2"}, "现在就是 2 次,没有改动"),
    ],
    ids=["negative", "huge", "words", "nothing", "no-reason", "same"],
)
def test_refuses_what_makes_no_sense(supervisor: Client, typed: dict[str, str], words: str) -> None:
    answer = supervisor.post(RENEWALS, {"value": "3", "reason": "试行", "seen": "2", **typed})

    assert answer.status_code == 422
    assert words in text(answer)
    assert ClockSetting.objects.count() == 0


def test_one_changed_in_between_is_told(supervisor: Client) -> None:
    changed(4)

    answer = sent(supervisor)

    assert answer.status_code == 409
    said = text(answer)
    assert "同事已改为 4 次" in said
    assert 'value="3"' in said  # what was typed
    assert setting(world.project(), Setting.RENEWALS) == 4
    assert sent(supervisor, seen="4").status_code == 302


def test_an_unknown_setting_is_not_found(supervisor: Client) -> None:
    assert supervisor.get(url("change_setting", "unheard-of")).status_code == 404


def test_another_projects_settings_stay(supervisor: Client) -> None:
    there = world.project("cloud", "云栖大厦")
    change_setting(
        project=there, name=Setting.RENEWALS, value=9, reason="那边", by=SYSTEM, at=world.AT
    )

    assert "那边" not in text(supervisor.get(url("settings")))
    assert setting(world.project(), Setting.RENEWALS) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_change_it_once() -> None:
    project = world.project()

    def change() -> None:
        change_setting(
            project=project, name=Setting.RENEWALS, value=3, seen=2, by=SYSTEM, at=world.AT
        )

    outcomes = at_once(change, change)

    assert sum(outcome is None for outcome in outcomes) == 1
    assert Event.objects.filter(verb="clocks.setting_changed").count() == 1


def test_costs_the_same_for_one_change_and_three(supervisor: Client) -> None:
    changed(3)
    one = world.queries(lambda: supervisor.get(url("settings")))
    changed(21, Setting.REOPEN_DATES)
    changed(10, Setting.CLOSE_AFTER_DAYS)

    assert world.queries(lambda: supervisor.get(url("settings"))) == one
