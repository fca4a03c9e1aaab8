"""The building chart in a browser: entered by hand, walked by keys, narrowed, tapped."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House, listening

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
ESTATE = "/p/lvyuan/estate"


def enter_building(page: Page, code: str) -> None:
    """Enter a building of two entrances: 3 floors of 2 doors, and 2 floors of 3."""
    page.goto(f"{ESTATE}/buildings/add/")
    page.get_by_label("楼栋编号").fill(code)
    page.get_by_label("地上层数").fill("3")
    page.get_by_role("button", name="保存").click()
    for number, floors, doors in (("1", "3", "01-02"), ("2", "2", "01-03")):
        page.get_by_role("link", name="登记单元").click()
        page.get_by_label("单元编号").fill(number)
        page.get_by_role("button", name="保存").click()
        row = page.locator(".entrances li", has_text=f"{number}单元")
        row.get_by_role("link", name="批量登记房屋").click()
        page.get_by_label("到第几层").fill(floors)
        page.get_by_label("每层户号").fill(doors)
        page.get_by_role("button", name="预览").click()
        expect(page.locator("#preview")).to_contain_text("将登记 6 户")
        page.get_by_role("button", name="登记这 6 户").click()
    expect(page.locator("a.door")).to_have_count(12)


def here(page: Page) -> str:
    """Return the address of the door that has the focus."""
    label = page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
    return str(label).split(" ")[0]


def test_is_entered_by_hand_and_walked_by_keys_alone(sit_down: Browsers) -> None:
    page = sit_down("chen")
    enter_building(page, "T1")
    assert page.locator("a.door[tabindex='0']").count() == 1
    assert violations(page) == []
    listening(page).locator("a.door[tabindex='0']").focus()

    walked = []
    for key in (
        "ArrowRight",
        "ArrowRight",
        "ArrowDown",
        "ArrowRight",
        "End",
        "ArrowDown",
        "Home",
        "PageUp",
        "PageDown",
    ):
        page.keyboard.press(key)
        walked.append(here(page))

    assert walked == [
        "T1-1-302",
        "T1-1-302",  # there is nothing beyond: the focus stays
        "T1-1-202",
        "T1-2-201",  # over the gap between the entrances
        "T1-2-203",
        "T1-2-103",
        "T1-1-101",
        "T1-1-301",
        "T1-1-101",
    ]
    assert page.locator("a.door[tabindex='0']").count() == 1
    card = page.locator("#unit-card")
    expect(card).to_contain_text("T1栋1单元101")
    expect(card).to_contain_text("面积不详")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("T1栋1单元101")
    expect(page.locator("main")).to_contain_text("还缺:")
    assert violations(page) == []


def test_a_click_in_the_legend_leaves_one_value_and_follows_a_colleague(
    sit_down: Browsers,
) -> None:
    page, colleague = sit_down("chen"), sit_down("lin")
    enter_building(page, "T2")
    colleague.goto(f"{ESTATE}/chart/T2/")
    colleague.locator("a.door", has_text="301").click()
    colleague.get_by_role("link", name="修改", exact=True).click()
    colleague.get_by_label("使用状态").select_option(label="空置")
    page.get_by_role("link", name="使用", exact=True).click()
    expect(page).to_have_url(re.compile("facet=occupancy"))
    vacant = page.locator("a.legend__value", has_text="空置")
    expect(vacant).to_contain_text("0")
    vacant.click()

    expect(vacant).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile("only=VACANT"))
    page.evaluate("window.stays = true")
    colleague.get_by_role("button", name="保存").click()
    expect(vacant).to_contain_text("1")  # the chart follows by itself, still narrowed
    expect(vacant).to_have_attribute("aria-current", "true")
    dimmed = page.locator("a.door", has_text="302")
    bright = page.locator("a.door", has_text="301")
    look = "element => getComputedStyle(element).backgroundImage"
    assert bright.evaluate(look) != "none"
    assert dimmed.evaluate(look) == "none"
    assert violations(page) == []
    assert page.evaluate("window.stays") is True
    vacant.click()
    expect(page).not_to_have_url(re.compile("only="))
    page.get_by_role("link", name=re.compile("空置 1 户的清单")).click()
    expect(page.locator("#unit-rows [data-row]")).to_have_count(1)
    expect(page.locator("#unit-rows")).to_contain_text("T2-1-301")


def test_a_finger_sees_the_card_first_and_opens_then(sit_down: Browsers) -> None:
    enter_building(sit_down("chen"), "T3")
    page = sit_down("chen", phone=True)
    page.goto(f"{ESTATE}/chart/T3/")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    door = page.locator("a.door", has_text="302")
    door.tap()
    expect(page.locator("#unit-card")).to_contain_text("T3栋1单元302")
    assert violations(page) == []
    expect(page).to_have_url(re.compile("/chart/T3/"))
    # A colleague's change swaps the chart meanwhile: the card stays, and the next tap opens.
    page.evaluate("htmx.trigger(document.getElementById('chart'), 'live:changed')")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#unit-card")).to_contain_text("T3栋1单元302")
    door.tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("T3栋1单元302")


def test_the_chart_works_without_script(
    sit_down: Browsers, open_browser: Browsers, house: House
) -> None:
    enter_building(sit_down("chen"), "T4")
    page = open_browser(script=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", "chen")
    page.fill("[name=password]", house.password)
    page.click("button:has-text('登录')")
    page.goto(f"{ESTATE}/chart/")
    page.locator("a.mini", has_text="T4栋").click()
    page.get_by_role("link", name="交付", exact=True).click()
    page.click("a.legend__value:has-text('未交付')")
    expect(page.locator("unit-chart")).to_have_attribute("data-only", "1")
    page.locator("a.door", has_text="301").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("T4栋1单元301")


def test_a_tall_building_stands_on_one_screen(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto(f"{ESTATE}/chart/5/")
    ground = page.locator("a.door", has_text="101").first.bounding_box()
    card = page.locator("#unit-card").bounding_box()

    assert ground is not None
    assert card is not None
    assert page.locator(".floors tbody tr").count() == 33
    assert ground["y"] + ground["height"] <= card["y"] + 1
