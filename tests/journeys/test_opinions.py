"""An owner without login, the worker on a phone, the desk: from urging to a closed rework."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House
from tests.journeys.test_outbox import wait_until_kept
from tests.journeys.test_visits import taken
from tests.journeys.visiting import do_until, picture

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def test_from_urging_over_a_bad_card_to_rework_and_a_content_owner(
    open_browser: Browsers, sit_down: Browsers, house: House, tmp_path: Path
) -> None:
    login, order, ticket = taken(house, "旅程意见:阳台地漏反水")
    photo = picture(tmp_path)
    at_ticket = f"/p/lvyuan/tickets/{ticket}/"
    desk = sit_down("chen")
    desk.goto(at_ticket)
    desk.get_by_text("业主的进度页").click()
    progress = desk.get_by_label("进度页链接").input_value()

    owner = open_browser(phone=True, script=False)
    owner.goto(progress)
    expect(owner.locator("main")).to_contain_text("师傅")
    owner.get_by_role("link", name="大字版").tap()
    owner.get_by_role("button", name="催单").tap()
    expect(owner.locator(".next")).to_contain_text("前会有同事联系您")
    expect(owner.locator("body.big")).to_be_visible()
    desk.goto(at_ticket)
    expect(desk.locator(".callout--bad")).to_contain_text("业主催单 1 次")

    _done_in_a_basement(sit_down, login, order, photo)
    card = _card_of(desk, order)
    _answers_badly(owner, card)

    desk.goto("/p/lvyuan/")
    desk.locator(".day-line a", has_text="不满意卡").click()
    expect(desk.locator("main")).to_contain_text("旅程意见")
    _answered_by(desk, at_ticket)
    desk.goto("/p/lvyuan/opinions/?show=all")
    row = desk.locator("[data-row]", has_text="旅程意见")
    expect(row).to_contain_text("意见卡不满意")
    assert violations(desk) == []

    row.get_by_role("link", name=re.compile("回访")).click()
    desk.get_by_label("不满意", exact=True).check()
    desk.get_by_label("业主怎么说").fill("还是反水")
    desk.get_by_role("button", name="保存回访").click()
    expect(desk.locator("flash-area")).to_contain_text("开始返工计时")
    expect(desk.locator(".ticket__right")).to_contain_text("第 2 次")

    again = desk.locator(".ticket__part", has_text="返工:").first
    number = (again.get_attribute("id") or "").removeprefix("order-")
    _done_on_site(sit_down, login, int(number), photo)
    _answered_by(desk, at_ticket)
    desk.goto(f"{at_ticket}follow-up/")
    desk.get_by_label("满意", exact=True).check()
    desk.get_by_role("button", name="保存回访").click()
    expect(desk.locator(".ticket__marks").first).to_contain_text("已关闭")
    owner.goto(progress)
    expect(owner.locator(".line")).to_contain_text("已办结")


def test_the_owners_pages_please_axe_in_both_themes_and_sizes(
    open_browser: Browsers, house: House
) -> None:
    _, order, ticket = taken(house, "旅程意见:楼道灯不亮")
    said = house.says(
        "manage",
        "shell",
        "-v",
        "0",
        "-c",
        "from django.utils import timezone\n"
        "from anju.tickets.models import WorkOrder, Ticket\n"
        "from anju.opinions.queries.cards import card_url, progress_url\n"
        f"WorkOrder.objects.filter(pk={order}).update(started_at=timezone.now())\n"
        f"print(card_url(WorkOrder.objects.get(pk={order})))\n"
        f"print(progress_url(Ticket.objects.get(pk={ticket})))",
    )
    card, progress = said.split()[-2:]
    for dark in (False, True):
        page = open_browser(phone=True, dark=dark)
        for address in (card, progress, f"{card}?big=1", f"{progress}?big=1"):
            page.goto(address)
            assert violations(page) == [], address
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, address
    page.goto(card)
    page.get_by_role("radio", name="较满意").first.tap()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("heading")).to_have_text("谢谢您")
    assert violations(page) == []


def _done_on_site(sit_down: Browsers, login: str, order: int, photo: Path) -> None:
    """Let the worker take the order through all its steps."""
    phone = sit_down(login, phone=True)
    phone.goto(f"/p/lvyuan/field/orders/{order}/")
    do_until(phone, "card", photo)


def _done_in_a_basement(sit_down: Browsers, login: str, order: int, photo: Path) -> None:
    """Let the worker do all of it without a network, from taking it on to the card's QR code."""
    phone = sit_down(login, phone=True)
    url = f"/p/lvyuan/field/orders/{order}/"
    phone.goto("/p/lvyuan/field/mine/")
    wait_until_kept(phone, url)
    phone.context.set_offline(True)
    phone.goto(url)
    do_until(phone, "card", photo, state="kept")
    expect(phone.locator(".qr svg")).to_be_visible()
    expect(phone.locator("outbox-line")).to_contain_text("条未上传")

    phone.context.set_offline(False)
    expect(phone.locator("li[data-state=kept]")).to_have_count(0, timeout=60_000)
    phone.reload()
    expect(phone.locator("li[data-key=finish]")).to_have_attribute("data-state", "done")


def _card_of(desk: Page, order: int) -> str:
    """Return the address behind the QR code on the worker's screen."""
    desk.goto(f"/p/lvyuan/opinions/orders/{order}/card/")
    expect(desk.locator(".opinions__qr svg")).to_be_visible()
    assert violations(desk) == []
    return desk.get_by_label("意见卡链接").input_value()


def _answers_badly(owner: Page, card: str) -> None:
    """Answer a card by taps alone, without script."""
    owner.goto(card)
    first = owner.get_by_role("group", name=re.compile("总体"))
    first.get_by_role("radio", name="不满意").tap()
    expect(owner.locator(".softly")).to_be_visible()
    owner.get_by_label("想对我们说的话").fill("还是反水,地也没扫")
    owner.get_by_role("button", name="提交").tap()
    expect(owner.get_by_role("heading", level=1)).to_have_text("谢谢您告诉我们")


def _answered_by(desk: Page, at_ticket: str) -> None:
    """Look at the finished work and tell the owner."""
    desk.goto(at_ticket)
    desk.get_by_role("button", name=re.compile("检查通过")).first.click()
    expect(desk.get_by_role("button", name=re.compile("检查通过"))).to_have_count(0)
    desk.locator(".composer__says").get_by_text("答复结果", exact=True).click()
    desk.locator("#id_words").fill("地漏已经疏通,试水正常")
    desk.get_by_label("结果", exact=True).fill("业主认可")
    desk.locator("#id_words").press("Control+Enter")
    expect(desk.locator("flash-area")).to_contain_text("已答复业主")
