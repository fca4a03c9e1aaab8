"""A shift handed over and taken over by keyboard; the supervisor sees where nobody came."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
DESK = "/p/lvyuan/handovers/"


def test_a_shift_is_handed_over_by_keyboard(sit_down: Browsers) -> None:
    wang = sit_down("wang")
    wang.keyboard.press("g")
    wang.keyboard.press("e")
    wang.wait_for_url("**/handovers/")
    expect(wang.locator(".left-all")).to_contain_text("承诺")
    assert violations(wang) == []

    _lend_an_umbrella(wang)
    wang.goto(DESK)
    expect(wang.locator(".left-all")).to_contain_text("雨伞 8 号")
    wang.get_by_label("发生了什么").focus()
    wang.keyboard.type("3栋电梯困人,10 分钟解困")
    wang.keyboard.press("Enter")
    expect(wang.locator(".plain-list").first).to_contain_text("电梯困人")

    # While the page is open a colleague lends something more: it is shown before it is signed.
    colleague = sit_down("he")
    _lend_an_umbrella(colleague, "9 号")
    wang.get_by_label("交代事项").focus()
    wang.keyboard.type("热水器下午来换,请开机房门")
    wang.keyboard.press("Control+Enter")
    expect(wang.locator(".left__item--new")).to_contain_text("9 号")
    expect(wang.get_by_label("交代事项")).to_have_value("热水器下午来换,请开机房门")
    assert violations(wang) == []
    wang.get_by_label("交代事项").focus()
    wang.keyboard.press("Control+Enter")
    expect(wang.locator("#handover-head")).to_contain_text("请不要离岗")
    expect(wang.locator("#live-state")).to_have_attribute("data-state", "live")

    _take_over(colleague)
    # The early shift's page is still open, and follows.
    expect(wang.locator("#handover-head")).not_to_contain_text("您已在")
    wang.goto(f"{DESK}list/")
    expect(wang.locator("tbody tr", has_text="何雨桐").first).to_contain_text("已接班")
    assert violations(wang) == []


def _lend_an_umbrella(page: Page, name: str = "8 号") -> None:
    page.goto(f"{DESK}lent/lend/")
    page.get_by_label("名称或编号").fill(name)
    page.get_by_label("借用人").fill("访客")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("#lent-rows")).to_contain_text(name)
    assert violations(page) == []


def _take_over(page: Page) -> None:
    page.goto("/p/lvyuan/desk/")
    expect(page.locator("#desk-bar")).to_contain_text("交接班")
    page.goto(DESK)
    waiting = page.locator(".callout--info", has_text="王婷").last
    waiting.get_by_role("link", name="看过后接班").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#handover")).to_contain_text("热水器下午来换")
    expect(page.locator("#handover")).to_contain_text("电梯困人")
    assert violations(page) == []
    page.locator(".left-all").get_by_role("link", name=re.compile("雨伞 8 号")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#lent-rows")).to_contain_text("8 号")
    page.go_back()
    page.get_by_role("button", name=re.compile("^接班签字")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#handover .tag").first).to_contain_text("已接班")


def test_nobody_came_and_the_supervisor_sees_and_settles(sit_down: Browsers) -> None:
    chen = sit_down("chen")
    chen.goto("/p/lvyuan/")
    chen.locator(".day-line").get_by_role("link", name=re.compile("未接班")).focus()
    chen.keyboard.press("Enter")
    chen.wait_for_url("**state=unrelieved")
    row = chen.locator("tbody tr").first
    expect(row).to_contain_text("未接班")
    row.get_by_role("link").first.focus()
    chen.keyboard.press("Enter")
    expect(chen.locator("#handover")).to_contain_text("至今没有人签字")
    assert violations(chen) == []
    chen.get_by_role("link", name="主管处理").click()
    chen.get_by_label("怎样安排").fill("何雨桐请假,由周晓燕顶班到 20:00")
    assert violations(chen) == []
    chen.keyboard.press("Control+Enter")
    expect(chen.locator("#handover")).to_contain_text("由周晓燕顶班")
    expect(chen.locator("#handover .tag").first).to_contain_text("主管已处理")


def test_on_a_phone_and_in_the_dark(sit_down: Browsers) -> None:
    page = sit_down("he", phone=True, dark=True)
    for address in (DESK, f"{DESK}list/", f"{DESK}lent/"):
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
