"""One ticket in a browser: answered after the work, promised again, merged, faults, live."""

import re
from collections.abc import Callable
from textwrap import dedent

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
TICKETS = "/p/yunqi/tickets"
TAKE = dedent(
    """
    from datetime import timedelta
    from django.utils import timezone
    from anju.core.actors import Actor
    from anju.organization.models import Project, User
    from anju.estate.models import Unit
    from anju.tickets.commands.taking import take_ticket
    from anju.tickets.commands.checking import check_order
    from anju.tickets.commands.working import accept_order, finish_order
    from anju.tickets.contents import AnsweredNow, HelpAsked, Matter, Promised
    from anju.tickets.states import MatterKind
    project = Project.objects.get(code="yunqi")
    taker = User.objects.get(login="xie")
    worker = User.objects.get(login="han")
    by = Actor(id=taker.pk, name=taker.name)
    now = timezone.now()
    def take(words, kind="QUESTION", unit=0, until=None, at=now):
        matter = Matter(
            kind=MatterKind(kind), words=words,
            unit=Unit.objects.filter(project=project).order_by("code_key")[unit],
        )
        return take_ticket(
            project=project, matter=matter, out=Promised(until), taker=taker, post=None,
            by=by, at=at,
        )
    """
)


def made(house: House, code: str) -> int:
    """Return the number of what some code makes in the house; its last line is printed."""
    said = house.says("manage", "shell", "-v", "0", "-c", f"{TAKE}\n{dedent(code)}")
    return int(said.strip().splitlines()[-1])


def open_ticket(page: Page, number: int) -> None:
    page.goto(f"{TICKETS}/{number}/")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")


def say(page: Page, key: str, words: str, outcome: str = "") -> None:
    """Write into the composer by the keyboard alone."""
    page.keyboard.press(key)
    expect(page.locator("#id_words")).to_be_focused()
    page.keyboard.type(words)
    if outcome:
        page.locator("#id_outcome").fill(outcome)
    page.keyboard.press("Control+Enter")


def test_the_owner_is_answered_once_the_work_is_done(sit_down: Browsers, house: House) -> None:
    number = made(house, "print(take('会议室顶灯不亮', 'REPAIR').pk)")
    page = sit_down("xie")
    open_ticket(page, number)
    assert violations(page) == []
    expect(page.locator(".ticket__line")).to_contain_text("前答复您")

    say(page, "a", "灯已经换好", "客户认可")
    expect(page.locator("#composer .refusal")).to_contain_text("还有 1 张派工单没有完成")
    expect(page.locator("#id_words")).to_have_value("灯已经换好")
    assert violations(page) == []
    made(
        house,
        f"""
        from anju.tickets.models import WorkOrder
        from anju.tickets.commands.dispatching import dispatch_order
        order = WorkOrder.objects.get(ticket={number})
        if order.assignee is None:
            order.state, order.assignee, order.assigned_at = "ASSIGNED", worker, now
            order.save()
        worker = order.assignee
        doer = Actor(id=worker.pk, name=worker.name)
        accept_order(order=order, worker=worker, by=doer, at=timezone.now())
        facts = dict(result="已更换灯管", gap_reason="纸质单")
        finish_order(order=order, **facts, by=doer, at=timezone.now())
        print(order.pk)
        """,
    )
    expect(page.locator(".ticket__right")).to_contain_text("已更换灯管")
    expect(page.locator("#id_words")).to_have_value("灯已经换好")
    page.get_by_role("button", name=re.compile("^检查通过")).press("Enter")
    expect(page.locator("flash-area")).to_contain_text("检查通过")
    # The draft of what was refused before is offered again.
    page.get_by_role("button", name=re.compile("恢复|继续")).first.click()
    expect(page.locator("#id_words")).to_have_value("灯已经换好")
    page.locator("#id_words").press("Control+Enter")

    expect(page.locator("flash-area")).to_contain_text("已答复业主")
    expect(page.locator(".ticket__line")).to_contain_text("已于今天")
    expect(page.locator("#id_words")).to_have_value("")
    assert violations(page) == []


def test_a_promise_is_renewed_by_keyboard(sit_down: Browsers, house: House) -> None:
    number = made(house, "print(take('门禁卡什么时候补好').pk)")
    page = sit_down("xie")
    open_ticket(page, number)
    page.keyboard.press("p")
    page.wait_for_url(f"**/{number}/promise/")
    assert violations(page) == []
    until = page.get_by_label("最晚什么时候答复")
    until.fill("2031-01-02T17:30")
    page.get_by_label("为什么改期").fill("制卡机要修")
    page.get_by_label("通话结果").fill("客户同意")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".refusal")).to_contain_text("400 天")
    later = page.evaluate(
        "(() => { const d = new Date(Date.now() + 5 * 864e5); d.setHours(17, 30, 0, 0);"
        " return new Date(d - d.getTimezoneOffset() * 6e4).toISOString().slice(0, 16); })()"
    )
    until.fill(later)
    page.keyboard.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text("已承诺业主")
    expect(page.locator(".ticket__story")).to_contain_text("制卡机要修")


def test_a_broken_promise_leaves_an_answer_or_a_new_one(sit_down: Browsers, house: House) -> None:
    code = "print(take('空调不凉', until=now - timedelta(hours=1), at=now - timedelta(hours=3)).pk)"
    number = made(house, code)
    page = sit_down("xie", dark=True)
    open_ticket(page, number)

    expect(page.get_by_role("alert").first).to_contain_text("已破诺")
    expect(page.locator(".composer__says")).not_to_contain_text("联系业主")
    expect(page.get_by_role("link", name="重新承诺")).to_be_visible()
    assert violations(page) == []


def test_two_tickets_become_one(sit_down: Browsers, house: House) -> None:
    kept = made(house, "print(take('五楼卫生间漏水', 'REPAIR').pk)")
    gone = made(house, "print(take('五楼厕所漏水了', 'REPAIR').pk)")
    page = sit_down("liang")
    open_ticket(page, gone)
    page.locator(".more summary").press("Enter")
    page.get_by_role("link", name="并入另一工单").press("Enter")
    page.wait_for_url("**/merge/")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("五楼卫生间漏水")).press("Enter")
    expect(page.locator("main")).to_contain_text("一起转过去")
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^并入 GD-")).press("Enter")
    page.wait_for_url(f"**/tickets/{kept}/")
    expect(page.locator(".ticket__right")).to_contain_text("并入本单")
    expect(page.locator(".ticket__right article")).to_have_count(2)


def test_a_common_fault_is_joined_and_answered_together(sit_down: Browsers, house: House) -> None:
    first = made(house, "print(take('整层断网', unit=1).pk)")
    second = made(house, "print(take('我们这层没网', unit=2).pk)")
    page = sit_down("xie")
    open_ticket(page, first)
    page.locator(".more summary").click()
    # A colleague's note renews the page meanwhile, and the menu stays as it was unfolded.
    made(
        house,
        f"""
        from anju.tickets.commands.answering import note_ticket
        from anju.tickets.models import Ticket
        ticket = Ticket.objects.get(pk={first})
        note_ticket(ticket=ticket, words="已报运营商", by=by, at=timezone.now())
        print(0)
        """,
    )
    expect(page.locator("main")).to_contain_text("已报运营商")
    expect(page.get_by_role("link", name="归入多户事件")).to_be_visible()
    page.get_by_role("link", name="归入多户事件").click()
    page.get_by_label("新建时的名称").fill("五层断网")
    page.get_by_role("button", name="归入").click()
    expect(page.locator("flash-area")).to_contain_text("已建立多户事件")
    page.get_by_role("link", name=re.compile("五层断网")).click()
    assert violations(page) == []
    page.get_by_label("工单编号").fill(_count(house, second))
    page.get_by_role("button", name="归入").click()
    expect(page.locator("#fault")).to_contain_text("2 户")
    page.get_by_label("怎么答复的").select_option(label="短信或微信")
    page.get_by_label("答复内容").fill("运营商已修复")
    page.get_by_role("button", name="统一答复").click()
    expect(page.locator("flash-area")).to_contain_text("已统一答复 2 张工单")
    expect(page.locator("#fault tbody")).to_contain_text("已答复")


def test_it_follows_live_and_what_is_typed_stays(sit_down: Browsers, house: House) -> None:
    number = made(house, "print(take('快递柜打不开').pk)")
    writer, colleague = sit_down("xie"), sit_down("liang", phone=True)
    open_ticket(writer, number)
    open_ticket(colleague, number)
    assert violations(colleague) == []
    assert colleague.evaluate("document.documentElement.scrollWidth") <= 390
    writer.keyboard.press("n")
    writer.keyboard.type("厂家说明天上午来人,")

    colleague.locator(".heading__actions").get_by_role("link", name="派工").click()
    colleague.get_by_label("要做什么").fill("给快递柜断电重启")
    colleague.get_by_role("button", name="派出").click()
    expect(colleague.locator("flash-area")).to_contain_text("已派出")
    expect(writer.locator(".ticket__right")).to_contain_text("给快递柜断电重启")
    writer.keyboard.type("请先贴个告示")

    expect(writer.locator("#id_words")).to_be_focused()
    expect(writer.locator("#id_words")).to_have_value("厂家说明天上午来人,请先贴个告示")
    writer.keyboard.press("Control+Enter")
    expect(colleague.locator(".ticket__story")).to_contain_text("厂家说明天上午来人,请先贴个告示")


def test_it_works_without_script(sit_down: Browsers, house: House) -> None:
    number = made(house, "print(take('发票抬头怎么改').pk)")
    page = sit_down("xie", script=False)
    page.goto(f"{TICKETS}/{number}/")
    page.locator("#id_words").fill("抬头已在系统改好")
    page.get_by_label("方式").select_option(label="上门或当面")
    page.get_by_role("button", name="答复业主").click()

    expect(page.locator("body")).to_contain_text("已答复业主")


def _count(house: House, number: int) -> str:
    """Return a ticket's number without its marks, as people type it."""
    code = f"""
    from anju.tickets.models import Ticket
    print(int(Ticket.objects.get(pk={number}).number.rsplit("-", 1)[1]))
    """
    return str(made(house, code))
