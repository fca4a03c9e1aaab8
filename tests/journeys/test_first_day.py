"""The first day: somebody who has never seen Anju finds the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def test_the_supervisor_names_a_deputy_for_next_week_and_finds_it_in_the_trail(
    sit_down: Browsers, house: House
) -> None:
    page = sit_down("chen")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    page.get_by_role("link", name="职务代理", exact=False).first.click()
    page.get_by_role("link", name="指定代理人").click()
    page.get_by_label("被代理人").select_option(label=house.names["he"])
    page.get_by_label("职务代理人", exact=False).last.select_option(label=house.names["wang"])
    page.get_by_label("缺勤原因").select_option(label="年休假")
    page.get_by_label("说明").fill("回老家")
    page.get_by_role("button", name="指定").click()

    expect(page.locator("flash-area")).to_contain_text("已指定王婷为何雨桐的职务代理人")
    row = page.locator("[data-row]", has_text="何雨桐")
    expect(row).to_contain_text("未开始")
    expect(row).to_contain_text("王婷")
    page.get_by_role("link", name="操作记录").click()
    # Not the first line: the house sends, calls and closes by itself meanwhile.
    named = page.locator(".timeline > li", has_text="年休假:回老家")
    expect(named).to_have_count(1)
    expect(named).to_contain_text("陈静怡")
    expect(named).to_contain_text("指定职务代理人")


def test_the_deputy_is_told_while_looking_at_another_page(sit_down: Browsers) -> None:
    reader, supervisor = sit_down("xie"), sit_down("liang")
    expect(reader.locator("#live-state")).to_have_attribute("data-state", "live")
    expect(reader.locator(".unread b")).to_have_count(0)
    supervisor.goto("/p/yunqi/deputies/name/")
    supervisor.get_by_label("被代理人").select_option(label="宋子涵")
    supervisor.get_by_label("职务代理人", exact=False).last.select_option(label="谢梦瑶")
    supervisor.get_by_role("button", name="指定").click()

    expect(reader.locator(".unread b").first).to_have_text("1")
    reader.get_by_role("link", name=re.compile(r"^消息( |$)")).click()
    expect(reader.locator("main")).to_contain_text("宋子涵")


def test_a_telephone_is_revealed_for_a_reason_and_the_trail_knows(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto("/p/lvyuan/staff/?words=zhaozhiqiang")
    page.get_by_role("link", name="赵志强").click()
    expect(page.locator("#phone .reveal__number")).to_contain_text("****")
    page.get_by_label("查看原因").fill("夜间水管抢修")
    page.get_by_role("button", name="显示完整号码").click()

    number = page.locator("#phone .reveal__number")
    expect(number).not_to_contain_text("*")
    assert number.inner_text().isdigit()
    page.goto("/p/lvyuan/trail/?words=夜间水管抢修")
    expect(page.locator(".timeline > li")).to_have_count(1)
    expect(page.locator(".timeline > li")).to_contain_text("查看完整电话")


def test_a_list_changes_while_another_person_works(sit_down: Browsers) -> None:
    reader, writer = sit_down("wang"), sit_down("chen")
    reader.goto("/p/lvyuan/notices/")
    expect(reader.locator("#live-state")).to_have_attribute("data-state", "live")
    reader.get_by_placeholder("标题 · 编号 · 正文").fill("正在打字")
    _publish(writer, "电梯年检通知")

    expect(reader.locator("#notice-rows")).to_contain_text("电梯年检通知")
    assert reader.get_by_placeholder("标题 · 编号 · 正文").input_value() == "正在打字"


def test_what_was_typed_survives_leaving(sit_down: Browsers) -> None:
    page = sit_down("zhou")
    page.goto("/p/lvyuan/notices/write/")
    page.get_by_label("标题").fill("端午活动报名")
    page.get_by_label("正文").fill("六月十九日上午九点,中心花园。")
    expect(page.locator("draft-form")).to_contain_text("草稿已存")
    page.goto("/p/lvyuan/")
    page.goto("/p/lvyuan/notices/write/")
    page.get_by_role("button", name="恢复", exact=False).click()

    expect(page.get_by_label("标题")).to_have_value("端午活动报名")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator("flash-area")).to_contain_text("已存为草稿")
    page.goto("/p/lvyuan/notices/write/")
    expect(page.get_by_label("标题")).to_have_value("")


def test_a_resident_reads_by_the_printed_code_until_it_is_withdrawn(
    sit_down: Browsers, open_browser: Browsers, house: House
) -> None:
    writer = sit_down("chen")
    number = _publish(writer, "外墙清洗通知")
    writer.goto(f"/p/lvyuan/notices/{number}/print/")
    expect(writer.get_by_alt_text("扫码在手机上阅读")).to_be_visible()
    address = _link(house, number)
    resident = open_browser(phone=True, script=False)
    resident.goto(address)
    expect(resident.get_by_role("heading", name="外墙清洗通知")).to_be_visible()

    writer.goto(f"/p/lvyuan/notices/{number}/withdraw/")
    writer.get_by_label("撤下原因").fill("改期")
    writer.get_by_role("button", name="撤下").click()
    answer = resident.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(resident.locator("main")).to_contain_text("已撤下")


def _publish(page: Page, title: str) -> str:
    page.goto("/p/lvyuan/notices/write/")
    page.get_by_label("标题").fill(title)
    page.get_by_label("正文").fill("本周六上午九点至十一点,请关好窗户。")
    page.get_by_role("button", name="存为草稿").click()
    page.wait_for_url("**/notices/TZ-*/")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    page.get_by_role("link", name="发布").click()
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main .tag--good")).to_contain_text("已发布")
    return number


def _link(house: House, number: str) -> str:
    code = (
        "from anju.notices.models import Notice; from anju.organization.links import link_url;"
        f"print(link_url('notice_links:read', 'notice', Notice.objects.get(number='{number}',"
        "project__code='lvyuan').pk))"
    )
    return house.says("manage", "shell", "-v", "0", "-c", code).strip().splitlines()[-1]
