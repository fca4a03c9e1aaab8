"""The ways in: password, dynamic code, quick switch on a shared desk computer."""

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def test_signs_in_with_a_dynamic_code_or_a_recovery_code(
    sit_down: Browsers, open_browser: Browsers, house: House
) -> None:
    page = sit_down("sun")
    page.goto("/me/totp/")
    secret = page.locator(".accounts-key").inner_text().replace(" ", "")
    page.get_by_role("textbox").last.fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="开启").click()
    expect(page.locator("#codes li")).to_have_count(10)
    recovery = page.locator("#codes li").first.inner_text()
    page.get_by_role("button", name="我已收好").click()

    later = open_browser()
    _password(later, "sun", house)
    expect(later.get_by_role("heading", name="输入动态口令")).to_be_visible()
    later.goto("/p/lvyuan/")
    assert "/sign-in/" in later.url
    _password(later, "sun", house)
    later.get_by_role("textbox").last.fill("000000")
    later.get_by_role("button", name="登录").click()
    expect(later.locator(".field__errors, .refusal").first).to_be_visible()
    later.get_by_role("textbox").last.fill(recovery)
    later.get_by_role("button", name="登录").click()
    expect(later.get_by_role("heading", name="工作台")).to_be_visible()


def test_two_receptionists_share_a_desk_computer(sit_down: Browsers, house: House) -> None:
    page = sit_down("chen")
    page.goto("/p/lvyuan/desks/register/")
    page.get_by_label("名称").fill("前台一号机")
    page.locator("input[type=time]").first.fill("00:00")
    page.locator("input[type=time]").last.fill("23:59")
    page.get_by_role("button", name="登记").click()
    for login in ("wang", "he"):
        page.context.clear_cookies(name="anju_session")
        _password(page, login, house)
        page.wait_for_url("**/p/lvyuan/")
        page.goto("/me/pin/")
        page.get_by_label("密码").fill(house.password)
        for box in page.locator("input[inputmode=numeric]").all():
            box.fill("274913" if login == "wang" else "580264")
        page.get_by_role("button", name="保存 PIN").click()
        expect(page.locator("flash-area")).to_contain_text("PIN")

    page.goto("/switch/")
    page.get_by_label(house.names["wang"]).check()
    page.get_by_label("PIN").fill("274913")
    page.get_by_role("button", name="换人").click()
    page.wait_for_url(lambda url: "/switch/" not in url)
    expect(page.locator(".bar__me summary")).to_contain_text(house.names["wang"])
    page.goto("/me/password/")
    expect(page.locator("main")).to_contain_text("密码登录")


def test_an_ended_device_is_out_at_the_next_click(sit_down: Browsers) -> None:
    lost, mine = sit_down("xu"), sit_down("xu")
    mine.goto("/me/")
    mine.get_by_role("button", name="退出其他全部设备").click()
    lost.goto("/p/lvyuan/")

    assert "/sign-in/" in lost.url


def test_ten_wrong_passwords_lock_with_a_time(open_browser: Browsers) -> None:
    page = open_browser()
    for _ in range(11):
        page.goto("/sign-in/")
        page.get_by_label("登录名").fill("nobody.here")
        page.get_by_label("密码").fill("wrong wrong 1")
        page.get_by_role("button", name="登录", exact=True).click()

    expect(page.locator("main")).to_contain_text("再试")


def _password(page: Page, login: str, house: House) -> None:
    page.goto("/sign-in/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(house.password)
    page.get_by_role("button", name="登录", exact=True).click()
