"""A receptionist works without the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def test_finds_a_colleague_by_keys_alone(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/staff/")
    page.keyboard.press("f")
    page.keyboard.type("wangting")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=wangting**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("王婷")


def test_question_mark_explains_the_keys(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.keyboard.press("?")

    expect(page.locator("#keyboard-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keyboard-help")).to_be_hidden()


def test_keys_rest_while_one_types(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto("/p/lvyuan/staff/")
    page.keyboard.press("f")
    page.keyboard.type("gd?")

    assert page.url.endswith("/staff/")
    expect(page.locator("#keyboard-help")).to_be_hidden()


def test_everything_in_the_shell_is_reached_by_tab(sit_down: Browsers) -> None:
    page = sit_down("he")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel")
        )

    assert any("跳到正文" in (text or "") for text in reached)
    assert any("员工名册" in (text or "") for text in reached)
    assert any("何雨桐" in (text or "") for text in reached)
