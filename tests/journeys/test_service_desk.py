"""The service desk as a whole: intake to answer over three people; nobody reacts; a new project."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House, listening
from tests.journeys.visiting import do_until, picture

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
# By night the one on duty may be full or not skilled; the supervisor gives it to them all the same.
ASSIGNED = """
    import json
    from django.utils import timezone
    from anju.core.actors import Actor
    from anju.organization.models import Project, User
    from anju.rosters.queries.duty import on_duty
    from anju.tickets.commands.dispatching import assign_order
    from anju.tickets.models import WorkOrder
    order = WorkOrder.objects.select_related("project", "department").get(ticket__number=NUMBER)
    if order.assignee is None:
        chen = User.objects.get(login="chen")
        worker = on_duty(order.project, order.department, timezone.now())[0]
        by = Actor(id=chen.pk, name=chen.name)
        order = assign_order(order=order, to=worker, by=by, at=timezone.now())
    print(json.dumps([order.assignee.login]))
"""
# A repair taken three hours ago that nobody has touched, and what the minutes since have done.
THREE_HOURS = """
    import json
    from datetime import timedelta
    from django.utils import timezone
    from anju.clocks.tasks import sweep_all
    from anju.core.actors import Actor
    from anju.estate.models import Unit
    from anju.organization.models import Project, User
    from anju.tickets.commands.taking import take_ticket
    from anju.tickets.contents import Matter, Promised
    from anju.tickets.states import MatterKind
    project = Project.objects.get(code="lvyuan")
    desk = User.objects.get(login="chen")
    now = timezone.now()
    ticket = take_ticket(
        project=project,
        matter=Matter(
            kind=MatterKind.REPAIR,
            words="旅程深夜:地下车库渗水",
            unit=Unit.objects.filter(project=project).order_by("pk").first(),
            is_emergency=True,
        ),
        out=Promised(now + timedelta(days=1)),
        taker=desk,
        post=None,
        by=Actor(id=desk.pk, name=desk.name),
        at=now - timedelta(hours=3),
    )
    for minutes in (165, 130, 30, 0):
        sweep_all(at=now - timedelta(minutes=minutes))
    print(json.dumps([ticket.pk, ticket.number]))
"""


def told_by(house: House, code: str) -> list[object]:
    """Return what some code prints in the house as its last line, read as JSON."""
    said = house.says("manage", "shell", "-v", "0", "-c", dedent(code))
    found: list[object] = json.loads(said.strip().splitlines()[-1])
    return found


def test_a_repair_goes_from_the_telephone_to_the_worker_and_back_to_the_owner(
    sit_down: Browsers, house: House, tmp_path: Path
) -> None:
    desk = sit_down("he")
    desk.goto("/p/lvyuan/desk/")
    desk.locator("#id_who").press_sequentially("3-2-401")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_unit")).to_have_value("3-2-401")
    desk.keyboard.press("1")
    desk.keyboard.type("旅程话务:卫生间水龙头关不紧")
    desk.locator("#suggestions button").first.press("Enter")
    listening(desk).keyboard.press("F8")
    # Whatever the hour of the test: the department that is there by night too.
    desk.locator("#id_order_department_0").select_option(label="工程部")
    desk.locator("#id_until").press("Enter")
    saved = desk.locator(".saved")
    expect(saved).to_contain_text("已登记 GD-")
    number = re.search(r"GD-\d{4}-\d+", saved.inner_text())
    assert number is not None

    (login,) = told_by(house, f"NUMBER = {number[0]!r}\n{dedent(ASSIGNED)}")
    phone = sit_down(login, phone=True)
    phone.goto("/p/lvyuan/field/mine/")
    phone.get_by_role("link", name=re.compile("旅程话务")).tap()
    do_until(phone, "card", picture(tmp_path), result="换了阀芯,试水正常")

    desk.keyboard.press("Escape")  # out of the field in which the next caller would be typed
    desk.locator("h1").first.click()
    desk.keyboard.press("/")
    desk.keyboard.type(number[0])
    expect(desk.get_by_role("option").first).to_contain_text("旅程话务")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/tickets/*/")
    expect(desk.locator(".ticket__right")).to_contain_text("换了阀芯,试水正常")
    desk.get_by_role("button", name=re.compile("^检查通过")).press("Enter")
    expect(desk.locator("flash-area")).to_contain_text("检查通过")
    # A key before the page listens is nobody's.
    expect(desk.locator("#live-state")).to_have_attribute("data-state", "live")
    for _ in range(5):
        desk.keyboard.press("a")
        desk.wait_for_timeout(400)
        if desk.evaluate("document.activeElement.id") == "id_words":
            break
    expect(desk.locator("#id_words")).to_be_focused()
    desk.keyboard.type("阀芯已换,试水正常")
    desk.locator("#id_outcome").fill("业主认可")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("flash-area")).to_contain_text("已答复业主")
    expect(desk.locator(".ticket__line")).to_contain_text("已于今天")
    assert violations(desk) == []


def test_while_nobody_reacts_it_goes_up_to_the_manager(sit_down: Browsers, house: House) -> None:
    pk, number = told_by(house, THREE_HOURS)

    manager = sit_down("lin")
    manager.goto("/messages/")
    mine = manager.locator("main")
    expect(mine).to_contain_text("突发:旅程深夜:地下车库渗水", timeout=60_000)
    expect(mine).to_contain_text(str(number))
    manager.goto(f"/p/lvyuan/tickets/{pk}/")
    expect(manager.locator("main")).to_contain_text("上报")
    expect(manager.locator("main")).to_contain_text("说明原因")
    manager.keyboard.press("n")
    manager.locator("#id_words").fill("值班人员在处理另一处爆管,现已到场")
    manager.keyboard.press("Control+Enter")
    expect(manager.locator("flash-area")).to_contain_text(re.compile("备注|原因"))
    assert violations(manager) == []


def test_a_project_just_made_is_used_at_once(sit_down: Browsers, house: House) -> None:
    house.says("create-project", "--code", "lvzhou", "--name", "绿洲花园")

    page = sit_down("zong")
    page.goto("/p/lvzhou/desk/")
    page.locator("#id_who").press_sequentially("13977776666")
    expect(page.locator("#found")).to_contain_text("来电号码 13977776666")
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.type("单元门打不开,门禁坏了")
    page.locator("#suggestions button").first.press("Enter")
    listening(page).keyboard.press("F8")
    page.keyboard.press("Enter")

    expect(page.locator(".saved")).to_contain_text("已登记 GD-")
    expect(page.locator(".saved")).to_contain_text("无人当班")
    page.goto("/p/lvzhou/tickets/board/")
    expect(page.locator("[data-card]")).to_contain_text("单元门打不开")
    assert violations(page) == []
