"""Alerts outside the house: a robot set up in a browser; at night only an emergency reaches it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from anju.core.periods import SHANGHAI
from tests.journeys.axe import violations
from tests.journeys.conftest import House
from tests.journeys.test_service_desk import told_by
from tests.messaging.outside import control, sandbox_running, url_of

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
# What an ordinary evening brings, and then a lift with people in it.
A_NIGHT = """
    import json
    from datetime import timedelta
    from django.utils import timezone
    from anju.core.actors import Actor
    from anju.estate.models import Unit
    from anju.messaging.commands import tell_staff
    from anju.messaging.states import AlertKind
    from anju.organization.models import Project, User
    from anju.tickets.commands.taking import take_ticket
    from anju.tickets.contents import Matter, Promised
    from anju.tickets.states import MatterKind
    project, now = Project.objects.get(code="lvyuan"), timezone.now()
    desk, lin = User.objects.get(login="chen"), User.objects.get(login="lin")
    tell_staff(
        users=[lin],
        title="旅程:请批阅日报",
        key="journey:digest",
        project=project,
        kind=AlertKind.DIGEST,
        at=now,
    )
    ticket = take_ticket(
        project=project,
        matter=Matter(
            kind=MatterKind.REPAIR,
            words="旅程:电梯困人",
            unit=Unit.objects.filter(project=project).order_by("pk").first(),
            is_emergency=True,
        ),
        out=Promised(now + timedelta(days=1)),
        taker=desk,
        post=None,
        by=Actor(id=desk.pk, name=desk.name),
        at=now,
    )
    print(json.dumps([ticket.pk]))
"""


def test_at_night_only_an_emergency_reaches_the_robot(sit_down: Browsers, house: House) -> None:
    with sandbox_running() as sandbox:
        page = sit_down("lin")
        page.get_by_role("link", name=re.compile("消息")).first.click()
        page.get_by_role("link", name="提醒设置").click()
        page.get_by_label("机器人", exact=True).select_option(label="其他(填 Apprise 地址)")
        page.get_by_label("机器人地址").fill("这是什么")
        page.get_by_role("button", name="保存").click()
        expect(page.locator("main")).to_contain_text("这不是可以使用的机器人地址")
        assert violations(page) == []
        page.get_by_label("机器人地址").fill(url_of(sandbox, "/robot").replace("http", "json", 1))
        page.get_by_role("group", name="发到机器人的提醒").get_by_label("每日简报").check()
        now = datetime.now(SHANGHAI)  # whatever the hour of the test, it is night for this person
        page.get_by_label("免打扰从").fill(f"{now - timedelta(hours=1):%H:%M}")
        page.get_by_label("到", exact=True).fill(f"{now + timedelta(hours=5):%H:%M}")
        page.get_by_role("button", name="保存").click()
        expect(page.locator("flash-area")).to_contain_text("提醒设置已保存")
        assert violations(page) == []

        page.get_by_role("button", name="发送测试提醒").click()
        row = page.locator("[data-row]", has_text="这是一条测试提醒")
        expect(row).to_contain_text("已送达", timeout=60_000)
        assert violations(page) == []

        told_by(house, A_NIGHT)
        page.goto("/messages/sent/")
        emergency = page.locator("[data-row]", has_text="突发:旅程:电梯困人")
        expect(emergency).to_contain_text("已送达", timeout=60_000)
        ordinary = page.locator("[data-row]", has_text="旅程:请批阅日报")
        expect(ordinary).to_contain_text(re.compile("等待发送|只在站内:不在当值时间"))
        got = [each["text"] for each in sandbox.inbox.newest() if each["kind"] == "robot"]
        assert len([text for text in got if "电梯困人" in text]) == 1
        assert not [text for text in got if "日报" in text]


def test_a_supervisor_sees_what_failed_and_who_gets_nothing(
    sit_down: Browsers, house: House
) -> None:
    with sandbox_running() as sandbox:
        control(sandbox, mode="busy")
        page = sit_down("he", phone=True)
        page.goto("/messages/alerts/")
        page.get_by_label("机器人", exact=True).select_option(label="其他(填 Apprise 地址)")
        page.get_by_label("机器人地址").fill(url_of(sandbox, "/robot").replace("http", "json", 1))
        page.get_by_role("button", name="保存").tap()
        page.get_by_role("button", name="发送测试提醒").tap()
        row = page.locator("[data-row]", has_text="这是一条测试提醒")
        expect(row).to_contain_text("机器人没有接收", timeout=60_000)

    chen = sit_down("chen")
    chen.get_by_role("link", name="员工提醒").click()
    chen.get_by_role("link", name="谁收不到").click()
    expect(chen.locator("main")).to_contain_text("人在外部收不到任何提醒")
    expect(chen.locator("[data-row]", has_text="何雨桐")).to_contain_text("紧急事件")
    assert violations(chen) == []
