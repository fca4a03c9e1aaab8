"""The board in browsers: walked by keys while others work, ghosts, many at once, on a phone."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House
from tests.journeys.visiting import do_until, picture, press

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
BOARD = "/p/lvyuan/tickets/board/"
MINE = "/p/lvyuan/field/mine/"
TAKE = """
    import json
    from django.utils import timezone
    from anju.core.actors import Actor
    from anju.estate.models import Unit
    from anju.organization.models import Department, Post, Project, User
    from anju.rosters.queries.duty import on_duty
    from anju.tickets.commands.taking import take_ticket
    from anju.tickets.contents import Matter, OrderDraft, Promised
    from anju.tickets.states import MatterKind
    project = Project.objects.get(code="lvyuan")
    desk = User.objects.get(login="chen")
    to = Department.objects.get(project=project, name="工程部")
    worker = on_duty(project, to, timezone.now())[0]
    for task in TASKS:
        take_ticket(
            project=project,
            matter=Matter(
                kind=MatterKind.REPAIR,
                words=task,
                unit=Unit.objects.filter(project=project).order_by("pk").first(),
            ),
            out=Promised(orders=(OrderDraft(task, to, worker),)),
            taker=desk,
            post=Post.objects.get(code="supervisor"),
            by=Actor(id=desk.pk, name=desk.name),
            at=timezone.now(),
        )
    print(json.dumps([worker.login, worker.name]))
"""


def taken(house: House, *tasks: str) -> tuple[str, str]:
    """Take repairs for whoever of 工程部 is on duty now; returns their login and name."""
    code = f"TASKS = {tasks!r}\n{dedent(TAKE)}"
    said = house.says("manage", "shell", "-v", "0", "-c", code)
    login, name = json.loads(said.strip().splitlines()[-1])
    return login, name


def card(page: Page, task: str) -> Locator:
    return page.locator("[data-card]", has_text=task)


def at_board(page: Page, words: str) -> None:
    """Open the board by state, narrowed to one test's own orders, and wait until it is live."""
    page.goto(f"{BOARD}?by=state&words={words}")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")


def test_a_card_that_a_colleague_takes_stays_as_a_ghost_and_nothing_is_lost(
    sit_down: Browsers, house: House
) -> None:
    login, name = taken(house, "旅程甲一", "旅程甲二", "旅程甲三")
    page = sit_down("chen")
    at_board(page, "旅程甲")
    assigned, accepted = (
        page.locator(f"[data-lane={state}]") for state in ("ASSIGNED", "ACCEPTED")
    )
    expect(assigned.locator("[data-card]")).to_have_count(3)
    assert violations(page) == []

    # By keys alone: to the second card, chosen; one stop of the Tab key.
    assert page.locator(".ocard__go[tabindex='0']").count() == 1
    page.locator(".ocard__go[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("已选 1 张")
    page.get_by_placeholder("单号 · 房号 · 工作内容").fill("正在输入")
    page.locator(".ocard__go[tabindex='0']").focus()

    phone = sit_down(login, phone=True)
    phone.goto(MINE)
    assert violations(phone) == []
    phone.get_by_role("link", name=re.compile("旅程甲一")).click()
    assert violations(phone) == []
    phone.get_by_role("button", name="接单").click()
    expect(phone.get_by_role("button", name="出发")).to_be_visible()

    ghost = assigned.locator("[data-ghost]")
    expect(ghost).to_contain_text(f"已被 {name} 接单")
    expect(accepted.locator("[data-card]")).to_contain_text("旅程甲一")
    expect(page.locator("[data-card] :checked")).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("已选 1 张")
    expect(page.locator(".ocard__go:focus")).to_contain_text("旅程甲二")
    expect(page.get_by_placeholder("单号 · 房号 · 工作内容")).to_have_value("正在输入")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(ghost).to_have_count(0)

    # The chosen one is taken as well: it is still named, and why it cannot be changed.
    phone.goto(MINE)
    phone.get_by_role("link", name=re.compile("旅程甲二")).click()
    phone.get_by_role("button", name="接单").click()
    expect(accepted.locator("[data-card]")).to_have_count(2)
    card(page, "旅程甲三").locator("[name=id]").check()
    expect(page.locator("[data-count]")).to_have_text("已选 2 张")
    page.get_by_role("button", name="取消派工", exact=True).click()
    page.get_by_label("原因").fill("业主自行处理")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", name="这 1 张将取消派工")).to_be_visible()
    expect(page.locator("tr", has_text="旅程甲二")).to_contain_text(f"现在已被 {name} 接单")
    assert violations(page) == []
    page.get_by_role("button", name="应用到这 1 张").click()
    expect(page.locator("flash-area")).to_contain_text("已取消派工")
    expect(assigned.locator("[data-card]")).to_have_count(0)


def test_letters_act_and_every_card_has_its_menu(sit_down: Browsers, house: House) -> None:
    _, name = taken(house, "旅程乙一", "旅程乙二")
    page = sit_down("chen")
    at_board(page, "旅程乙")
    page.locator(".ocard__go[tabindex='0']").focus()

    page.keyboard.press("m")
    menu = page.locator("#card-menu")
    expect(menu).to_contain_text("旅程乙")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".ocard__go:focus")).to_have_count(1)
    page.locator(".ocard__menu").last.click()
    menu.get_by_role("link", name="催办").click()
    page.wait_for_url("**/board/change/?do=urge*")
    page.go_back()
    page.locator(".ocard__go[tabindex='0']").focus()
    page.keyboard.press("u")
    page.wait_for_url("**/board/change/?do=urge*")
    page.get_by_label("说一句").fill("业主在等")
    page.keyboard.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text("已催办")
    expect(page).to_have_url(re.compile(r"by=state&words="))

    page.locator(".ocard__go[tabindex='0']").focus()
    page.keyboard.press("a")
    page.wait_for_url("**/board/change/?do=assign*")
    choice = page.get_by_label("指派给")
    choice.select_option(index=1)
    assert violations(page) == []
    page.go_back()
    page.locator(".ocard__go[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator("#order")).to_contain_text(name)
    expect(page.locator("#order")).to_contain_text(f"陈静怡选定工程部;陈静怡指派{name}")
    assert violations(page) == []


def test_a_worker_does_it_all_with_one_thumb(
    sit_down: Browsers, house: House, tmp_path: Path
) -> None:
    login, _ = taken(house, "旅程丙")
    phone = sit_down(login, phone=True)
    phone.goto(MINE)
    phone.get_by_role("link", name=re.compile("旅程丙")).tap()
    press(phone, "接单")
    box = phone.get_by_role("button", name="出发").bounding_box()
    assert box is not None and box["height"] >= 48 and box["width"] >= 300
    do_until(phone, "card", picture(tmp_path), result="换了阀芯")
    phone.reload()
    expect(phone.locator("field-steps")).to_contain_text("请业主填意见卡")
    wide = phone.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    assert not wide


def test_a_filter_is_kept_under_a_name_and_the_board_works_without_script(
    sit_down: Browsers, open_browser: Browsers, house: House
) -> None:
    taken(house, "旅程丁一", "旅程丁二")
    page = sit_down("wang")
    page.goto(f"{BOARD}?words=旅程丁")
    page.get_by_role("link", name="保存这个筛选").click()
    page.get_by_label("名称").fill("我的丁")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("navigation", name="我的筛选")).to_contain_text("我的丁")
    assert violations(page) == []

    plain = open_browser(script=False)
    plain.goto("/sign-in/")
    plain.fill("[name=login]", "wang")
    plain.fill("[name=password]", house.password)
    plain.click("button:has-text('登录')")
    plain.goto(BOARD)
    plain.click("text=我的丁")
    for box in plain.locator("[data-card] [name=id]").all():
        box.check()
    plain.click("button:has-text('催办')")
    plain.click("button:has-text('应用到这 2 张')")
    assert "2 张派工单已催办" in plain.inner_text("body")


@pytest.mark.parametrize("dark", [False, True])
def test_the_new_pages_read_well_at_every_width(
    sit_down: Browsers, house: House, dark: bool
) -> None:
    taken(house, "旅程戊")
    for phone in (False, True):
        page = sit_down("chen", phone=phone, dark=dark)
        for address in (
            *(BOARD, f"{BOARD}?by=state", f"{BOARD}?by=state&state=ASSIGNED", MINE),
            *("/p/lvyuan/tickets/crews/", "/p/lvyuan/tickets/orders/day/"),
        ):
            page.goto(address)
            assert violations(page) == [], address
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            assert not wide, address
