"""Talking by the script in a browser: a complaint, a hold with its apology, a call to an owner."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import listening

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
DESK = "/p/lvyuan/desk/?slot=2"
DONE, NOT_YET = "true", "false"


def step(page: Page, key: str) -> Locator:
    return page.locator(f'[data-step="{key}"]')


def test_a_complaint_is_taken_with_the_script_beside_it_by_keys(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto(DESK)
    expect(page.locator("#id_who")).to_be_focused()
    expect(page.locator("talk-script")).to_contain_text("前台接待员何雨桐")
    page.keyboard.type("3-1-502")
    page.keyboard.press("Enter")
    expect(page.locator("#household")).to_contain_text("3栋1单元502")
    page.locator("#household button[data-then=kind]").first.press("Enter")
    expect(page.locator("[data-script-name]")).to_have_text("接听报修")

    page.keyboard.press("2")
    expect(page.locator("#id_words")).to_be_focused()
    expect(page.locator("[data-script-name]")).to_have_text("接听投诉")
    lines = page.locator(".speak__part")
    expect(lines.nth(0)).to_have_text("问候")
    expect(lines.nth(1)).to_have_text("体谅")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("楼上半夜装修,吵得睡不着")
    expect(page.locator("#id_words")).to_be_focused()
    expect(step(page, "REPEATING-1")).to_contain_text("楼上半夜装修")
    expect(step(page, "EMPATHY-1")).to_have_attribute("aria-pressed", DONE)
    expect(step(page, "INTRODUCTION-1")).to_have_attribute("aria-current", "step")
    assert violations(page) == []

    page.reload()
    expect(step(page, "EMPATHY-1")).to_have_attribute("aria-pressed", DONE)
    page.keyboard.press("Alt+ArrowUp")
    expect(step(page, "EMPATHY-1")).to_have_attribute("aria-pressed", NOT_YET)
    page.locator("talk-script summary").press("Enter")
    page.reload()
    expect(page.locator("#script-lines")).to_be_hidden()
    page.locator("talk-script summary").press("Enter")

    listening(page).keyboard.press("F8")
    expect(page.locator(".speak__line--now")).to_have_count(2)
    page.keyboard.press("Enter")
    saved = page.locator(".saved")
    expect(saved).to_contain_text("谢谢,再见!")
    expect(saved).to_contain_text("等对方先挂机")
    expect(step(page, "GREETING-1")).to_have_attribute("aria-pressed", NOT_YET)


def test_a_hold_asks_counts_and_apologises_and_outlives_the_page(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto(DESK)
    page.locator("#id_who").focus()
    page.keyboard.press("Alt+9")
    hold = page.locator(".hold")
    expect(hold).to_contain_text("请您稍等片刻,好吗?")
    expect(hold.get_by_role("button", name="已征得同意")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(hold).to_be_hidden()
    expect(page.locator("#id_who")).to_be_focused()

    page.keyboard.press("Alt+9")
    page.keyboard.press("Enter")
    expect(hold).to_contain_text("对方等待")
    page.reload()
    expect(hold).to_contain_text("对方等待")
    page.evaluate(
        """() => {
            const kept = JSON.parse(sessionStorage.getItem("anju.hold"));
            kept.since -= 61000;
            sessionStorage.setItem("anju.hold", JSON.stringify(kept));
        }"""
    )
    page.reload()
    expect(hold).to_contain_text("已等得太久")
    page.keyboard.press("Alt+9")
    expect(hold).to_contain_text("对不起,让您久等了")
    page.keyboard.press("Enter")
    expect(hold).to_be_hidden()


def test_what_one_cannot_follow_is_answered_by_a_key(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto(DESK)
    page.locator("#id_who").focus()
    page.keyboard.press("Alt+8")
    box = page.locator("#language-box")
    expect(box).to_contain_text("对不起,请您用普通话,好吗?")
    expect(page.locator("#id_who")).to_be_focused()
    box.get_by_role("button", name="四川话").press("Enter")
    expect(box).to_contain_text("王婷")
    assert violations(page) == []


def test_an_owner_is_called_by_the_script_and_the_promise_is_kept(sit_down: Browsers) -> None:
    page = sit_down("he")
    page.goto("/p/lvyuan/tickets/?promise=today")
    number = re.search(r'/lvyuan/tickets/(\d+)/"', page.content())
    assert number is not None
    page.goto(f"/p/lvyuan/desk/call-out/{number[1]}/")
    expect(page.locator(".speak__part").nth(0)).to_have_text("问候")
    expect(page.locator(".speak__part").nth(1)).to_have_text("自我介绍")
    assert violations(page) == []
    page.keyboard.press("Alt+ArrowDown")
    expect(step(page, "GREETING-1")).to_have_attribute("aria-pressed", DONE)

    page.locator("#id_words").fill("告诉业主配件明天到")
    page.locator("#id_outcome").fill("无人接听")
    page.get_by_role("button", name="记下这次通话").press("Enter")
    expect(page.locator("main")).to_contain_text("没有打通")
    page.locator("#id_outcome").fill("业主认可")
    page.get_by_role("button", name="记下这次通话").press("Enter")

    page.wait_for_url(f"**/tickets/{number[1]}/")
    expect(page.locator("flash-area")).to_contain_text("承诺已兑现")
    expect(page.locator("main")).to_contain_text("告诉业主配件明天到")


def test_words_are_tried_against_the_rules_while_one_types(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto("/p/lvyuan/handbook/rules/")
    page.locator("#try-text").fill("李阿姨,这不归我管。业主说“烦死了”")
    expect(page.locator("#try-result mark")).to_have_count(1)
    expect(page.locator("#try-result mark")).to_have_text("不归我管")
    assert violations(page) == []
