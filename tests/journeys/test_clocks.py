"""Deadlines in a browser: new hours for the desk, seen before they are saved, explained after."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
CLOCKS = "/p/lvyuan/clocks"
FAR_AWAY = """{"format": "anju-holidays/1", "year": 2031,
    "notice": {"title": "关于2031年部分节假日安排的通知", "number": "", "issued": "2030-11-05"},
    "holidays": [{"name": "元旦", "off": ["2031-01-01/2031-01-03"]}]}"""


def test_a_supervisor_changes_the_desks_hours_and_sees_first_what_moves(
    sit_down: Browsers,
) -> None:
    page = sit_down("chen")
    page.get_by_role("link", name="工作日历").click()
    page.get_by_role("link", name="前台时间").click()
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_label("周一", exact=True).fill("9:00-16:00")
    page.get_by_role("button", name="周二至周五照周一填写").click()
    expect(page.get_by_label("周五", exact=True)).to_have_value("9:00-16:00")
    for day in ("周六", "周日"):
        page.get_by_label(day, exact=True).fill("09:00-16:00")
    page.get_by_label("修改说明").fill("冬季作息")
    page.get_by_role("button", name="下一步:看看影响").click()

    expect(
        page.get_by_role("heading", level=2, name=re.compile("保存后这 .+ 个时限会变"))
    ).to_be_visible()
    row = page.locator("[data-row]", has_text="办结").filter(has_text="工程部")
    expect(row).to_contain_text("推后")
    then = row.locator("td b").inner_text()
    assert violations(page) == []
    page.get_by_role("button", name="确认保存").click()

    expect(page.locator("flash-area")).to_contain_text("已保存为第 2 版")
    expect(page.locator("main")).to_contain_text("08:00–20:00 → 09:00–16:00")
    page.get_by_role("link", name="进行中的时限").click()
    page.locator("[data-row]", has_text="办结").filter(has_text="工程部").get_by_role(
        "link"
    ).click()
    why = page.locator(".panel", has_text="为什么是这个时间?").last
    expect(page.locator(".clock__big")).to_contain_text(then)
    expect(why).to_contain_text("日历“前台时间”第 2 版")
    expect(why).to_contain_text("冬季作息")
    expect(why).to_contain_text("–16:00 计 420 分钟")
    assert violations(page) == []


def test_the_same_works_without_script(open_browser: Browsers, house: House) -> None:
    page = open_browser(script=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", "liang")
    page.fill("[name=password]", house.password)
    page.click("button:has-text('登录')")
    page.goto("/p/yunqi/clocks/calendars/desk/change/")
    page.get_by_label("周一", exact=True).fill("10:00-12:00, 11:00-15:00")
    page.get_by_role("button", name="下一步:看看影响").click()
    expect(page.locator(".field__errors")).to_contain_text("重叠")
    page.get_by_label("周一", exact=True).fill("10:00-15:00")
    page.get_by_role("button", name="下一步:看看影响").click()
    expect(page.locator("main")).to_contain_text("没有进行中的时限会变")
    page.get_by_role("button", name="确认保存").click()
    expect(page.locator("main")).to_contain_text("周一:08:00–20:00 → 10:00–15:00")
    page.get_by_role("link", name=re.compile("^10月10日")).first.click()

    expect(page.locator("#day")).to_contain_text("10月10日")


def test_the_year_is_walked_with_the_arrow_keys(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto(f"{CLOCKS}/calendars/office/?year=2026")
    page.get_by_role("link", name=re.compile("^10月1日 ")).focus()
    said = page.locator(".year__said")
    expect(said).to_contain_text("国庆节放假")
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("10月8日")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("调休上班")
    expect(said).to_contain_text("08:30–12:00、13:30–17:30")
    page.keyboard.press("Enter")
    expect(page.locator("#day")).to_contain_text("国办发明电〔2025〕7号")
    assert page.locator("year-view a.day[tabindex='0']").count() == 1


def test_policies_are_arranged_tried_and_saved_as_one_list(sit_down: Browsers) -> None:
    page = sit_down("lin")
    page.goto(f"{CLOCKS}/policies/follow-up/")
    page.get_by_role("button", name="下移投诉:答复后 3 天内回访").click()
    expect(page.locator("[role=status].callout")).to_contain_text("尚未保存")
    page.get_by_role("link", name="修改3 天内回访", exact=True).click()
    assert violations(page) == []
    page.get_by_label("几点以前").fill("22:00")
    page.get_by_role("button", name="放进规则列表").click()
    expect(page.locator("main")).to_contain_text("承诺时间 22:00 在")
    page.get_by_role("link", name="看看影响并保存").click()
    expect(page.locator("main")).to_contain_text("顺序改为")
    assert violations(page) == []
    page.get_by_label("修改说明").fill("差评先回访")
    page.get_by_role("button", name="确认保存").click()
    expect(page.locator("flash-area")).to_contain_text("已保存为第 2 版")
    expect(page.locator(".policy").first).to_contain_text("差评")

    page.get_by_role("link", name="试一试").click()
    page.get_by_label("时限种类").select_option(label="回访")
    page.get_by_label("类别").fill("投诉")
    page.get_by_role("button", name="看结果").click()
    expect(page.locator("#try-result")).to_contain_text("投诉:答复后 3 天内回访")
    expect(page.locator("#try-result")).to_contain_text("实为“投诉”,不采用")


def test_a_setting_is_changed_with_its_reason(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.get_by_role("link", name="时限设置").click()
    row = page.locator("[data-row]", has_text="续诺超过几次须主管同意")
    expect(row).to_contain_text("2 次")
    expect(row).to_contain_text("还没有人改过")
    assert violations(page) == []
    row.get_by_role("link", name="修改").click()
    page.get_by_label("续诺超过几次须主管同意").fill("3")
    page.get_by_label("修改说明").fill("年底返修多")
    assert violations(page) == []
    page.get_by_role("button", name="保存").click()

    expect(page.locator("flash-area")).to_contain_text("已由 2 次 改为 3 次")
    expect(row).to_contain_text("默认 2 次")
    expect(row).to_contain_text("陈静怡 今天")
    expect(page.locator(".timeline > li").first).to_contain_text("年底返修多")


def test_the_head_office_sees_what_a_holiday_list_does_before_loading_it(
    sit_down: Browsers,
) -> None:
    page = sit_down("zong")
    page.goto("/office/holidays/")
    page.get_by_label("放假安排文件").set_input_files(
        {"name": "2031.json", "mimeType": "application/json", "buffer": FAR_AWAY.encode()}
    )
    page.get_by_role("button", name="检查文件").click()
    expect(page.locator("main")).to_contain_text("1月1日 周三 至 1月3日 周五")
    expect(page.locator("main")).to_contain_text("没有进行中的时限会变")
    assert violations(page) == []
    page.get_by_role("button", name="确认导入 2031 年").click()

    expect(page.locator("flash-area")).to_contain_text("2031 年放假安排已导入")
    expect(page.locator(".panel", has_text="2031 年").first).to_contain_text("宗宏伟")
