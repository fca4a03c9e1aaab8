"""The catalogue of the service desk in a browser: the tree by keyboard, rules tried, a text."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
TICKETS = "/p/yunqi/tickets"


def test_a_supervisor_keeps_the_tree_by_keyboard(sit_down: Browsers) -> None:
    page = sit_down("liang")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**/tickets/categories/")
    assert violations(page) == []

    _add_by_keyboard(page, page.get_by_role("link", name="新建一级分类"), "健身中心", "器械 跑步机")
    row = _row(page, "健身中心")
    _add_by_keyboard(page, row.get_by_role("link", name="加下级"), "泳池", "水浑 水凉")
    row = _row(page, "健身中心")
    _add_by_keyboard(page, row.get_by_role("link", name="加下级"), "更衣室", "柜子 花洒")

    _row(page, "更衣室").get_by_role("link", name="更衣室", exact=True).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("flash-area")).to_contain_text("“更衣室”已上移")
    expect(_row(page, "更衣室")).to_be_focused()
    names = page.locator("tr.tree__2 td:first-child").all_inner_texts()
    assert names.index("更衣室") == names.index("泳池") - 1

    page.goto(f"{TICKETS}/categories/try/")
    page.get_by_label("业主怎么说").press_sequentially("健身中心泳池水浑了")
    expect(page.locator("#found li").first).to_contain_text("健身中心 › 泳池")
    assert violations(page) == []

    page.goto(f"{TICKETS}/categories/")
    _row(page, "泳池").get_by_role("link", name=re.compile("^停用")).press("Enter")
    page.get_by_label("原因").fill("泳池关闭")
    page.keyboard.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text("“泳池”已停用")
    expect(_row(page, "泳池")).to_have_count(0)
    page.get_by_role("link", name="修改记录").click()
    expect(page.locator(".timeline")).to_contain_text("泳池关闭")
    assert violations(page) == []


def test_a_rule_is_tried_and_a_text_without_its_time_refused(sit_down: Browsers) -> None:
    page = sit_down("liang")
    page.goto(f"{TICKETS}/dispatch/try/")
    page.get_by_label("事项分类").select_option(label="公共区域 › 电梯 › 困人")
    page.get_by_label("几点").fill("23:30")
    page.get_by_role("button", name="看结果").click()
    result = page.locator("#try-result")
    expect(result).to_contain_text("规则1:电梯困人 → 工程部,最少在手")
    expect(result).to_contain_text("报客户服务主管")
    assert violations(page) == []

    page.goto("/p/yunqi/contacts/texts/?channel=SMS")
    page.get_by_role("link", name=re.compile("^修改 ?承诺")).click()
    text = page.get_by_label("内容")
    text.fill("{称呼}您好,“{事项}”我们会尽快答复。")
    expect(page.locator("#preview")).to_contain_text("李阿姨您好,“厨房下水堵塞”我们会尽快答复。")
    expect(page.locator("#preview")).to_contain_text("{时间}")
    text.press("Control+Enter")
    expect(page.locator(".field__errors").first).to_contain_text("缺少必须的变量 {时间}")
    expect(text).to_have_value("{称呼}您好,“{事项}”我们会尽快答复。")
    assert violations(page) == []
    text.fill("{称呼}您好,“{事项}”我们会在{时间}答复您。")
    text.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text("现在是第 2 版")


def test_whoever_reads_follows_live_and_on_a_phone(sit_down: Browsers) -> None:
    reader, editor = sit_down("han", phone=True), sit_down("liang")
    reader.goto(f"{TICKETS}/remits/")
    expect(reader.locator("#live-state")).to_have_attribute("data-state", "live")
    editor.goto(f"{TICKETS}/remits/add/")
    editor.get_by_label("岗位").select_option(label="收银")
    editor.get_by_label("说明").fill("只答复收费咨询")
    editor.get_by_role("button", name="保存").click()

    expect(reader.locator("#remit-rows")).to_contain_text("只答复收费咨询")
    assert violations(reader) == []


def _row(page: Page, name: str) -> Locator:
    cell = page.locator("td:first-child", has_text=re.compile(f"^{name}$"))
    return page.locator("tr[data-row]").filter(has=cell)


def _add_by_keyboard(page: Page, link: Locator, name: str, words: str) -> None:
    link.press("Enter")
    page.get_by_label("名称").focus()
    page.keyboard.type(name)
    page.get_by_label("关键词").focus()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text(f"已新建“{name}”")
