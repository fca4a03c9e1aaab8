"""Every kind of page, for every post: no finding of axe, no raw word, nothing too wide."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]

DESK = (
    "/p/lvyuan/",
    "/p/lvyuan/staff/",
    "/p/lvyuan/staff/add/",
    "/p/lvyuan/staff/import/",
    "/p/lvyuan/staff/slips/",
    "/p/lvyuan/staff/?words=没有这个人",
    "/p/lvyuan/departments/",
    "/p/lvyuan/departments/add/",
    "/p/lvyuan/deputies/",
    "/p/lvyuan/deputies/name/",
    "/p/lvyuan/trail/",
    "/p/lvyuan/desks/",
    "/p/lvyuan/desks/register/",
    "/p/lvyuan/notices/",
    "/p/lvyuan/notices/write/",
    "/p/lvyuan/clocks/open/",
    "/p/lvyuan/clocks/open/1/",
    "/p/lvyuan/clocks/open/1/why/",
    "/p/lvyuan/clocks/open/?show=renew",
    "/p/lvyuan/clocks/calendars/",
    "/p/lvyuan/clocks/calendars/add/",
    "/p/lvyuan/clocks/calendars/office/",
    "/p/lvyuan/clocks/calendars/desk/change/",
    "/p/lvyuan/clocks/policies/",
    "/p/lvyuan/clocks/policies/own/",
    "/p/lvyuan/clocks/policies/own/1/",
    "/p/lvyuan/clocks/policies/own/add/",
    "/p/lvyuan/clocks/policies/try/?kind=own",
    "/messages/",
    "/me/",
    "/me/password/",
    "/me/totp/",
    "/ui/",
    "/p/lvyuan/nowhere/",
    "/p/nowhere/",
)
OFFICE = (
    "/office/",
    "/office/projects/",
    "/office/people/",
    "/office/appointments/",
    "/office/roles/",
    "/office/posts/",
    "/office/parties/",
    "/office/company/",
    "/office/trail/",
    "/office/holidays/",
    "/office/operations/",
)
FIELD = (
    "/p/lvyuan/",
    "/p/lvyuan/notices/",
    "/p/lvyuan/clocks/open/",
    "/p/lvyuan/clocks/open/1/",
    "/p/lvyuan/clocks/calendars/office/",
    "/messages/",
    "/me/",
)
RAW = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\b[A-Z]{2,}_[A-Z_]+\b|\{\{|\{%|Traceback")


@pytest.mark.parametrize(
    ("login", "addresses", "how"),
    [
        ("chen", DESK, {}),
        ("chen", DESK, {"dark": True}),
        ("chen", DESK, {"phone": True}),
        ("zong", OFFICE, {}),
        ("zong", OFFICE, {"phone": True, "dark": True}),
        ("zhao", FIELD, {"phone": True}),
        ("zhao", FIELD, {"phone": True, "dark": True}),
    ],
    ids=["desk", "desk-dark", "phone", "office", "office-phone-dark", "field", "field-dark"],
)
def test_reads_well(
    sit_down: Browsers, login: str, addresses: tuple[str, ...], how: dict[str, bool]
) -> None:
    page = sit_down(login, **how)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("load")
        found = violations(page)
        text = page.inner_text("body")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        complaints += [f"{address}: {line}" for line in found]
        complaints += [f"{address}: raw word {word!r}" for word in RAW.findall(text)]
        complaints += [f"{address}: wider than the screen"] * wide

    assert complaints == []


def test_signing_in_reads_well(open_browser: Browsers) -> None:
    for how in ({}, {"dark": True}, {"phone": True}):
        page = open_browser(**how)
        page.goto("/sign-in/")
        assert violations(page) == []


def test_a_desk_works_without_script(open_browser: Browsers, house: object) -> None:
    page = open_browser(script=False)
    page.goto("/sign-in/")
    page.fill("[name=login]", "chen")
    page.fill("[name=password]", getattr(house, "password"))  # noqa: B009
    page.click("button:has-text('登录')")
    page.goto("/p/lvyuan/notices/write/")
    page.fill("[name=title]", "无脚本也能写")
    page.fill("[name=body]", "正文")
    page.click("button:has-text('存为草稿')")

    assert "无脚本也能写" in page.inner_text("main")
