"""A digest in two browsers: edited and signed by the supervisor, read by the project manager."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def test_a_digest_is_edited_signed_and_read(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/digests/")
    assert violations(page) == []
    page.locator("tr", has_text="待签阅").get_by_role("link").first.click()
    expect(page.locator(".digest-text")).to_contain_text("一、概况")
    assert violations(page) == []

    page.get_by_role("link", name="修改").click()
    body = page.get_by_label("正文")
    body.fill(body.input_value() + "\n\n补充:明天上午复查电梯。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".digest-text")).to_contain_text("明天上午复查电梯")
    page.get_by_role("link", name="签发").click()
    page.get_by_role("button", name="签发").click()
    expect(page.locator("#digest")).to_contain_text("已签发")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")

    manager = sit_down("lin")
    manager.goto("/p/lvyuan/")
    expect(manager.locator(".day-line")).to_contain_text("待批阅日报")
    manager.get_by_role("link", name=re.compile("^批阅")).first.click()
    expect(manager.locator("main")).to_contain_text("明天上午复查电梯")
    manager.get_by_label(re.compile("批示")).fill("请工程部到场")
    assert violations(manager) == []
    manager.get_by_role("button", name="已阅").click()
    expect(manager.locator("#digest")).to_contain_text("请工程部到场")

    # The supervisor's page is still open, and follows.
    expect(page.locator("#digest")).to_contain_text("项目经理已阅")
    expect(page.locator("#digest")).to_contain_text("请工程部到场")
