"""The front desk in a browser: matters taken by keys alone while one talks, and nothing lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import listening

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
DESK = "/p/lvyuan/desk/"


def test_takes_a_repair_by_keys_alone(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(f"**{DESK}")
    expect(page.locator("#id_who")).to_be_focused()
    assert violations(page) == []

    page.keyboard.type("3-1-502")
    page.keyboard.press("Enter")  # before the answer is there: it is waited for
    expect(page.locator("#household")).to_contain_text("3栋1单元502")
    expect(page.locator("#id_unit")).to_have_value("3-1-502")
    page.keyboard.press("1")
    expect(page.locator("#id_words")).to_be_focused()
    page.keyboard.type("厨房水龙头漏水,1 小时接了 2 盆")
    suggestion = page.locator("#suggestions button").first
    expect(suggestion).to_contain_text("厨房 › 龙头 › 漏水")
    page.keyboard.press("Tab")
    expect(suggestion).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#id_category option:checked")).to_have_text("厨房 › 龙头 › 漏水")
    expect(page.locator("#promise-note")).to_contain_text("工程部")
    listening(page).keyboard.press("F8")
    expect(page.locator("#id_until")).to_be_focused()
    expect(page.locator("#promise-note")).to_contain_text("不填即承诺")
    assert violations(page) == []
    page.keyboard.press("Enter")

    saved = page.locator(".saved")
    expect(saved).to_contain_text("已登记 GD-")
    expect(saved).to_contain_text("规则")
    expect(page.locator("#id_words")).to_have_value("")
    expect(page.locator("#id_who")).to_be_focused()
    assert violations(page) == []

    saved.get_by_role("link", name="更正").press("Enter")
    page.locator("#id_words").fill("厨房水龙头漏水,已经停水")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text("已更正")


def test_two_intakes_are_open_and_a_reload_loses_nothing(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto(f"{DESK}?slot=1")
    _choose(page, "3-1-601")
    page.locator("#id_words").fill("大门门禁卡刷不开")
    expect(page.locator("draft-form")).to_contain_text("草稿已存")
    listening(page).keyboard.press("F9")
    page.wait_for_url("**slot=2")
    expect(page.locator("#id_words")).to_have_value("")
    expect(page.locator(".desk__slots")).to_contain_text("大门门禁卡刷不开")
    page.locator('[name="kind"][value="COMPLAINT"]').check(force=True)
    page.locator("#id_words").fill("2 号岗亭没有人")
    expect(page.locator("draft-form")).to_contain_text("草稿已存")
    page.reload()
    expect(page.locator("#id_words")).to_have_value("2 号岗亭没有人")
    expect(page.locator('[name="kind"][value="COMPLAINT"]')).to_be_checked()

    listening(page).keyboard.press("F9")
    page.wait_for_url("**slot=1")
    expect(page.locator("#id_words")).to_have_value("大门门禁卡刷不开")
    expect(page.locator("#id_unit")).to_have_value("3-1-601")
    expect(page.locator("#household")).to_contain_text("3栋1单元601")

    listening(page).keyboard.press("F8")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("大门门禁卡刷不开")
    listening(page).keyboard.press("F9")
    page.wait_for_url("**slot=2")
    expect(page.locator("#id_words")).to_have_value("2 号岗亭没有人")
    _wrong_number(page)
    expect(page.locator("#id_words")).to_have_value("")


def test_answers_now_asks_for_help_and_may_not_beyond_the_remit(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto(DESK)
    page.locator("#id_who").press_sequentially("13999998888")
    expect(page.locator("#found")).to_contain_text("来电号码 13999998888")
    page.keyboard.press("Enter")
    expect(page.locator("#id_caller_phone")).to_have_value("13999998888")
    page.keyboard.press("4")
    page.keyboard.type("物业费几号前交")
    listening(page).keyboard.press("F2")
    page.keyboard.press("Enter")  # nothing said yet
    expect(page.locator(".exits")).to_contain_text("当场答复要记下答复了什么")
    expect(page.locator("#id_answer")).to_be_focused()
    expect(page.locator("#id_words")).to_have_value("物业费几号前交")
    page.keyboard.type("每季度首月 15 日前")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("当场答复")

    _choose(page, "3-1-602")
    page.keyboard.press("3")
    page.keyboard.type("电梯什么时候能修好")
    listening(page).keyboard.press("F4")
    page.locator("#id_department").select_option(label="工程部")
    page.locator("#id_question").fill("电梯几点恢复?")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("已请工程部协助:电梯几点恢复?")

    _choose(page, "3-1-602")
    page.keyboard.press("2")
    page.keyboard.type("楼上半夜装修")
    expect(page.locator("#ruling")).to_contain_text("超出您的责任范围")
    expect(page.locator('[name="out"][value="ANSWERED"]')).to_be_disabled()
    assert violations(page) == []
    listening(page).keyboard.press("F8")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("已上报客户服务主管")


def test_a_second_household_makes_it_a_common_fault(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto(DESK)
    for code in ("5-1-301", "5-1-401"):
        _choose(page, code)
        page.keyboard.press("1")
        page.keyboard.type("电梯停了,按键没反应")
        page.locator("#suggestions button").first.press("Enter")
        similar = page.locator("#similar")
        if code == "5-1-401":
            expect(similar).to_contain_text("同单元")
            similar.get_by_role("button", name="并入多户事件").first.press("Enter")
            expect(similar).to_contain_text("保存后归入多户事件")
            assert violations(page) == []
        listening(page).keyboard.press("F8")
        page.keyboard.press("Enter")
        expect(page.locator(".saved")).to_contain_text(code)
    expect(page.locator(".saved")).to_contain_text("已归入多户事件")

    _choose(page, "5-1-401")
    page.keyboard.press("1")
    page.keyboard.type("电梯还没好")
    page.locator("#similar").get_by_role("button", name="就是这件").first.press("Enter")
    expect(page.locator("flash-area")).to_contain_text("没有另建工单")


def test_the_foot_follows_and_leaves_what_is_typed(sit_down: Browsers) -> None:
    watcher, taker = sit_down("he"), sit_down("he")
    watcher.goto(f"{DESK}?slot=1")
    expect(watcher.locator("#live-state")).to_have_attribute("data-state", "live")
    watcher.locator("#id_words").fill("正在写的话")
    foot = watcher.locator("#desk-bar")
    before = foot.inner_text()
    taker.goto(f"{DESK}?slot=2")
    _choose(taker, "3-1-502")
    taker.locator("#id_words").fill("门口路灯不亮")
    listening(taker).keyboard.press("F8")
    taker.keyboard.press("Enter")
    expect(taker.locator(".saved")).to_be_visible()

    expect(foot).not_to_have_text(before)
    expect(watcher.locator("#id_words")).to_have_value("正在写的话")
    _wrong_number(watcher)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_reads_well_in_ones_hand(sit_down: Browsers, dark: bool) -> None:
    page = sit_down("he", phone=True, dark=dark)
    page.goto(DESK)
    _choose(page, "3-1-502")
    page.locator("#id_words").fill("厨房水龙头漏水")
    expect(page.locator("#suggestions button").first).to_be_visible()
    page.locator('[name="out"][value="PROMISED"]').tap()

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    _wrong_number(page)


def test_works_without_script(sit_down: Browsers) -> None:
    page = sit_down("he", script=False)
    page.goto(DESK)
    page.locator("#id_words").fill("厨房水龙头漏水")
    page.locator("#id_who").fill("3-1-502")
    page.locator("#id_who").press("Enter")
    page.locator("#found").get_by_role("button", name=re.compile("^3栋1单元502")).click()
    expect(page.locator("#id_unit")).to_have_value("3-1-502")
    expect(page.locator("#id_words")).to_have_value("厨房水龙头漏水")
    page.locator('[name="out"][value="PROMISED"]').check(force=True)
    page.get_by_role("button", name="保存承诺").click()

    expect(page.locator(".saved")).to_contain_text("已登记 GD-")


def _choose(page: Page, code: str) -> Locator:
    """Find a unit by its code and take the first line."""
    page.locator("#id_who").press_sequentially(code)
    page.keyboard.press("Enter")
    expect(page.locator("#id_unit")).to_have_value(code)
    expect(page.locator('[name="kind"]:checked')).to_be_focused()
    return page.locator("#household")


def _wrong_number(page: Page) -> None:
    """End the intake without a ticket: the next one begins with nothing."""
    page.keyboard.press("Alt+0")
    page.get_by_role("button", name="确认误拨").press("Enter")
    expect(page.locator("flash-area")).to_contain_text("没有登记工单")
