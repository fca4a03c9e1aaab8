"""Anybody is found from any page, without the mouse."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def look_for(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.get_by_role("listbox", name="搜索结果")).to_be_visible()


def test_three_letters_lead_to_an_aunt(sit_down: Browsers) -> None:
    page = sit_down("wang")
    look_for(page, "lay")
    hits = page.get_by_role("option")
    expect(hits.first).to_contain_text("阿姨")
    expect(hits.first).to_have_attribute("aria-selected", "true")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = hits.nth(1).locator(".search__title").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/residents/people/\d+/$"))

    expect(page.get_by_role("heading", level=1)).to_contain_text(chosen.split()[-1])


def test_a_room_however_it_is_written(sit_down: Browsers) -> None:
    page = sit_down("wang")
    for words in ("3-1-502", "3栋1单元502", "３幢１单元５０２室"):
        look_for(page, words)
        expect(page.get_by_role("option").first).to_contain_text("3栋1单元502")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.locator("h1").first.click()
    look_for(page, "3-1-502")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/estate/units/\d+/$"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("3栋1单元502")


def test_four_digits_find_whose_number_ends_so(sit_down: Browsers) -> None:
    page = sit_down("wang")
    page.goto("/p/lvyuan/residents/")
    row = page.locator("[data-row]", has_text=re.compile(r"1\d\d\*\*\*\*\d{4}")).first
    shown = re.search(r"\*{4}(\d{4})", row.inner_text())
    assert shown is not None
    name = row.get_by_role("link").first.inner_text().split()[-1]
    look_for(page, shown[1])

    expect(page.get_by_role("option", name=re.compile(re.escape(name))).first).to_be_visible()


def test_enter_pressed_before_the_answer_waits_for_it(sit_down: Browsers) -> None:
    page = sit_down("wang")
    page.keyboard.press("/")
    page.keyboard.type("3-1-502", delay=0)
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/estate/units/\d+/$"))


def test_nothing_is_looked_up_while_an_input_method_composes(sit_down: Browsers) -> None:
    page = sit_down("wang")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    box = page.locator("search-box input")
    box.evaluate(
        """field => {
            field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
            field.value = "li'a";
            field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    page.wait_for_timeout(500)
    assert [url for url in asked if "/search/" in url] == []
    box.evaluate(
        """field => {
            field.value = "李阿姨";
            field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
        }"""
    )

    expect(page.get_by_role("option").first).to_contain_text("李阿姨")


def test_a_craftsman_finds_the_door_but_no_names(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    page.get_by_role("link", name="搜索").click()
    page.get_by_label("要找的内容").fill("3-1-502")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("link", name=re.compile("3栋1单元502"))).to_be_visible()
    page.get_by_label("要找的内容").fill("lay")
    page.get_by_role("button", name="搜索").click()

    expect(page.get_by_text("没有找到“lay”")).to_be_visible()


def test_without_script_the_page_answers(open_browser: Browsers, house: object) -> None:
    page = open_browser(script=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", "wang")
    page.fill("[name=password]", getattr(house, "password"))  # noqa: B009
    page.click("button:has-text('登录')")
    page.fill("[name=q]", "3-1-502")
    page.locator("[name=q]").press("Enter")

    assert "3栋1单元502" in page.inner_text("main")


def test_the_head_office_searches_all_projects(sit_down: Browsers) -> None:
    page = sit_down("zong")
    look_for(page, "A座1201")
    expect(page.get_by_role("option", name=re.compile("云栖大厦")).first).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("3-1-502")

    expect(page.get_by_role("option", name=re.compile("绿苑小区")).first).to_be_visible()
