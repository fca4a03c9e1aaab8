"""The duty table in a browser: a week filled by keyboard, somebody out for a date, the panel."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from anju.core.periods import SHANGHAI
from tests.journeys.axe import violations
from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
ROSTER = "/p/yunqi/rosters/"  # the tower has no pattern yet
WEEKDAYS = "一二三四五六日"


def cell(page: Page, department: str, shift: str, day: str) -> Locator:
    rows = page.locator("tbody", has_text=department)
    return rows.get_by_role("link", name=re.compile(f"^{day} .*{shift}:"))


def test_a_supervisor_fills_a_week_by_keyboard_and_the_panel_follows(sit_down: Browsers) -> None:
    now = datetime.now(SHANGHAI)
    page = sit_down("liang")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/rosters/")
    panel = page.locator("#now li", has_text="工程部")
    expect(panel).to_contain_text("未排班")
    assert violations(page) == []

    _fill_three_days_by_keyboard(page, now)
    today = f"周{WEEKDAYS[now.weekday()]}"
    _begin_a_shift_around_the_clock(page, today)
    expect(panel).to_contain_text("唐永康")
    expect(panel).to_contain_text("昼夜班至 今天 24:00")
    expect(panel).not_to_contain_text("韩立军138")

    # A colleague looks on while 唐永康 is taken out for today.
    looking = sit_down("han", phone=True)
    looking.goto(ROSTER)
    watched = looking.locator("#now li", has_text="工程部")
    expect(watched).to_contain_text("唐永康")
    expect(looking.locator("#live-state")).to_have_attribute("data-state", "live")
    page.get_by_role("link", name="登记当日调整").click()
    page.get_by_label("谁", exact=True).select_option(label="唐永康")
    page.get_by_label("原因").select_option(label="病假")
    page.get_by_label("说明").fill("发烧")
    assert violations(page) == []
    page.get_by_role("button", name="登记", exact=True).click()

    expect(page.locator("flash-area")).to_contain_text("唐永康")
    expect(panel).to_contain_text("此刻无人当值")
    expect(watched).to_contain_text("此刻无人当值")
    expect(cell(page, "工程部", "昼夜班", today)).to_contain_text("病假")
    assert violations(page) == []
    assert violations(looking) == []

    page.get_by_role("link", name="当日调整", exact=True).click()
    page.get_by_role("link", name=re.compile("^撤销 ?唐永康")).click()
    page.get_by_role("button", name="撤销").click()
    expect(watched).to_contain_text("昼夜班至 今天 24:00")
    expect(page.locator("[data-row]")).to_contain_text("已撤销")


def test_a_cell_works_without_script(open_browser: Browsers, house: House) -> None:
    page = open_browser(script=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", "liang")
    page.fill("[name=password]", house.password)
    page.click("button:has-text('登录')")
    day = (datetime.now(SHANGHAI) + timedelta(days=14)).date()
    page.goto(f"{ROSTER}?day={day}")
    weekday = f"周{WEEKDAYS[day.weekday()]}"
    cell(page, "安防部", "夜班", weekday).click()
    page.get_by_role("checkbox", name="朱振华").check()
    page.get_by_role("button", name="保存").click()

    expect(cell(page, "安防部", "夜班", weekday)).to_contain_text("朱振华")


def _fill_three_days_by_keyboard(page: Page, now: datetime) -> None:
    """Put 韩立军 into three days of next week without a mouse."""
    page.goto(f"{ROSTER}?day={(now + timedelta(days=7)).date()}")
    cell(page, "工程部", "日班", "周一").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="工程部 周")).to_be_visible()
        expect(page.get_by_role("checkbox", name="韩立军")).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        expect(page.locator("flash-area")).to_contain_text("日班已改")
        expect(page.locator("a.duty__cell:focus")).to_contain_text("韩立军")
        page.keyboard.press("ArrowRight")
    assert page.locator("a.duty__cell[tabindex='0']").count() == 1
    for day in ("周一", "周二", "周三"):
        expect(cell(page, "工程部", "日班", day)).to_contain_text("韩立军")
    expect(cell(page, "工程部", "日班", "周四")).not_to_contain_text("韩立军")
    cell(page, "工程部", "日班", "周一").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="韩立军")).to_be_checked()
    page.keyboard.press("Escape")
    expect(cell(page, "工程部", "日班", "周一")).to_be_focused()


def _begin_a_shift_around_the_clock(page: Page, today: str) -> None:
    """Give today a shift that runs at every hour, so that the panel has something to say."""
    page.get_by_role("link", name="班次", exact=True).click()
    page.get_by_role("link", name="新建班次").click()
    page.get_by_label("部门").select_option(label="工程部")
    page.get_by_label("班次名称").fill("昼夜班")
    page.get_by_label("开始").fill("00:00")
    page.get_by_label("结束").fill("00:00")
    page.get_by_role("button", name="保存").click()
    page.goto(ROSTER)
    cell(page, "工程部", "昼夜班", today).click()
    page.get_by_role("checkbox", name="唐永康").check()
    page.get_by_role("button", name="保存").click()
