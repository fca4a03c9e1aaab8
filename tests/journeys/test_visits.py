"""A visit on a phone-sized screen, from accepting to the opinion card; the office follows it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House
from tests.journeys.visiting import do, do_until, kind, now, picture, press

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
MINE, VISITS = "/p/lvyuan/field/mine/", "/p/lvyuan/field/"

TAKEN = """
    import json
    from django.utils import timezone
    from anju.core.actors import Actor
    from anju.estate.models import Unit
    from anju.organization.models import Post, Project, User
    from anju.tickets.commands.dispatching import assign_order
    from anju.tickets.commands.taking import take_ticket
    from anju.tickets.contents import Matter, OrderDraft, Promised
    from anju.organization.models import Department
    from anju.tickets.models import WorkOrder
    from anju.tickets.queries.crews import workers_of
    from anju.tickets.states import MatterKind
    now = timezone.now()
    project = Project.objects.get(code="lvyuan")
    chen = User.objects.get(login="chen")
    by = Actor(id=chen.pk, name=chen.name)
    department = Department.objects.get(project=project, name="工程部")
    crew = workers_of(project, department, (), now)
    draft = OrderDraft(WORDS, department=department, assignee=crew[0][0])
    ticket = take_ticket(
        project=project,
        matter=Matter(
            kind=MatterKind.REPAIR,
            words=WORDS,
            caller_name="旅程业主",
            caller_phone="13612345678",
            unit=Unit.objects.filter(project=project).order_by("pk")[7],
        ),
        out=Promised(orders=(draft,)),
        taker=chen,
        post=Post.objects.get(code="supervisor"),
        by=by,
        at=now,
    )
    order = WorkOrder.objects.get(ticket=ticket)
    print(json.dumps([order.assignee.login, order.pk, ticket.pk]))
"""


def taken(house: House, words: str) -> tuple[str, int, int]:
    """Take a repair for whoever of 工程部 is on duty; return login, order and ticket."""
    code = f"WORDS = {words!r}\n{dedent(TAKEN)}"
    said = house.says("manage", "shell", "-v", "0", "-c", code)
    login, order, ticket = json.loads(said.strip().splitlines()[-1])
    return str(login), int(order), int(ticket)


def test_from_accepting_to_the_opinion_card(
    sit_down: Browsers, house: House, tmp_path: Path
) -> None:
    login, order, ticket = taken(house, "旅程上门:水龙头漏水")
    photo = picture(tmp_path)
    desk = sit_down("chen")
    desk.goto(f"/p/lvyuan/tickets/{ticket}/")
    phone = sit_down(login, phone=True)
    phone.goto(MINE)
    phone.get_by_role("link", name=re.compile("旅程上门")).tap()
    expect(phone.locator(".job__way")).to_contain_text("栋")
    assert violations(phone) == []

    press(phone, "接单")
    press(phone, "出发")
    press(phone, "到达")
    expect(desk.locator(".ticket__right")).to_contain_text("已到", timeout=20_000)
    assert kind(phone) == "tick"
    assert violations(phone) == []
    for _ in range(4):
        expect(now(phone)).to_contain_text("进门前")
        press(phone)
    expect(now(phone)).to_contain_text("开工前")
    now(phone).get_by_role("button", name="做到了").tap()  # without the photo nothing is sent
    expect(now(phone)).to_contain_text("开工前")
    do(phone, photo)
    press(phone, "开工")
    expect(now(phone)).to_contain_text("完工前")
    do(phone, photo)
    now(phone).get_by_text("没做到、不合格").tap()
    now(phone).get_by_label("原因").fill("业主赶时间")
    now(phone).get_by_role("button", name="没做到").tap()
    expect(now(phone)).to_have_attribute("data-key", "used", timeout=20_000)
    assert violations(phone) == []
    now(phone).get_by_label("材料").fill("陶瓷阀芯")
    now(phone).get_by_role("button", name="加一条用料").tap()
    expect(phone.locator(".used")).to_contain_text("陶瓷阀芯 1 个", timeout=20_000)
    press(phone, "下一步")
    assert violations(phone) == []
    do(phone, photo)  # the signature
    do(phone, photo, result="换了阀芯,试水正常")

    expect(phone.locator(".qr svg")).to_be_visible()
    assert kind(phone) == "card"
    assert violations(phone) == []
    desk.goto(f"/p/lvyuan/tickets/orders/{order}/")
    shown = desk.locator("#order")
    expect(shown).to_contain_text("有没做到的")
    expect(shown).to_contain_text("业主赶时间")
    expect(shown).to_contain_text("陶瓷阀芯 1 个")
    expect(desk.get_by_role("img", name="业主签字")).to_be_visible()
    assert violations(desk) == []
    desk.goto(f"{VISITS}?words=旅程上门&kept=no")
    expect(desk.locator("#visit-rows")).to_contain_text("6/7")
    expect(desk.locator("#visit-rows")).to_contain_text("业主赶时间")
    assert violations(desk) == []


def test_nobody_at_home_and_a_call_first(sit_down: Browsers, house: House, tmp_path: Path) -> None:
    login, order, _ = taken(house, "旅程空门:马桶堵了")
    phone = sit_down(login, phone=True)
    phone.goto(f"/p/lvyuan/field/orders/{order}/")
    expect(phone.locator("main")).not_to_contain_text("13612345678")
    phone.get_by_role("button", name=re.compile("打电话 136")).tap()
    expect(phone.locator(".call__number")).to_have_text("13612345678")
    expect(phone.get_by_role("link", name=re.compile("拨打"))).to_have_attribute(
        "href", "tel:13612345678"
    )
    assert violations(phone) == []
    phone.get_by_role("link", name="返回").tap()
    do_until(phone, "tick", picture(tmp_path))
    phone.get_by_text("其他操作").tap()
    phone.get_by_label("离开原因").select_option(label="无人在家")
    phone.get_by_role("button", name="离开", exact=True).tap()
    expect(phone.locator("field-steps")).to_contain_text("未完成离开:无人在家", timeout=20_000)
    expect(phone.get_by_role("link", name="延期到能做的那天")).to_be_visible()
    expect(now(phone)).to_have_attribute("data-key", "set_out")
    assert violations(phone) == []


def test_all_of_it_works_without_script(
    open_browser: Browsers, house: House, tmp_path: Path
) -> None:
    login, order, _ = taken(house, "旅程无脚本:灯不亮")
    photo = picture(tmp_path)
    page = open_browser(phone=True, script=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", house.password)
    page.click("button:has-text('登录')")
    page.goto(f"/p/lvyuan/field/orders/{order}/")
    for _ in range(20):
        step = page.locator('li[data-state="now"]')
        here = (step.get_attribute("data-key") or "").split("-")[0]
        if here == "card":
            break
        if step.locator("input[name=photo]").count():
            step.locator("input[name=photo]").set_input_files(photo)
        if here == "sign":
            step.locator("summary").click()
            step.get_by_label("原因").fill("业主不便签字")
            step.get_by_role("button", name="记下未签字").click()
            continue
        if here == "finish":
            step.get_by_label("处理结果").fill("换了灯泡")
        step.locator("button.step__big").first.click()
    expect(page.locator("main")).to_contain_text("请业主填意见卡")
    expect(page.locator("main")).to_contain_text("未签字:业主不便签字")
