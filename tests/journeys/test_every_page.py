"""Every kind of page, for every post: no finding of axe, no raw word, nothing too wide."""

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

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
    "/p/lvyuan/clocks/settings/",
    "/p/lvyuan/clocks/policies/",
    "/p/lvyuan/search/",
    "/p/lvyuan/search/?q=李",
    "/p/lvyuan/clocks/policies/own/",
    "/p/lvyuan/clocks/policies/own/1/",
    "/p/lvyuan/clocks/policies/own/add/",
    "/p/lvyuan/clocks/policies/try/?kind=own",
    "/p/lvyuan/rosters/",
    "/p/lvyuan/rosters/changes/",
    "/p/lvyuan/rosters/changes/add/",
    "/p/lvyuan/rosters/shifts/",
    "/p/lvyuan/rosters/shifts/add/",
    "/p/lvyuan/estate/chart/",
    "/p/lvyuan/estate/chart/3/?facet=occupancy",
    "/p/lvyuan/estate/buildings/",
    "/p/lvyuan/estate/buildings/3/change/",
    "/p/lvyuan/estate/buildings/3/fill/",
    "/p/lvyuan/estate/units/",
    "/p/lvyuan/estate/units/5/",
    "/p/lvyuan/estate/units/5/change/",
    "/p/lvyuan/estate/parking/",
    "/p/lvyuan/estate/storage/",
    "/p/lvyuan/estate/places/",
    "/p/lvyuan/estate/meters/",
    "/p/lvyuan/residents/",
    "/p/lvyuan/residents/register/",
    "/p/lvyuan/residents/people/5/",
    "/p/lvyuan/residents/people/5/change/",
    "/p/lvyuan/residents/people/5/request/",
    "/p/lvyuan/residents/units/5/add/",
    "/p/lvyuan/residents/units/5/transfer/",
    "/p/lvyuan/residents/duplicates/",
    "/p/lvyuan/residents/requests/",
    "/p/lvyuan/desk/",
    "/p/lvyuan/desk/?slot=2",
    "/p/lvyuan/desk/speak/?kind=complaint&person=5",
    "/p/lvyuan/desk/language/?person=5",
    "/p/lvyuan/desk/call-out/1/",
    "/p/lvyuan/desk/call-out/people/5/",
    "/p/lvyuan/handbook/",
    "/p/lvyuan/handbook/3/",
    "/p/lvyuan/handbook/3/change/",
    "/p/lvyuan/handbook/add/",
    "/p/lvyuan/handbook/clauses/",
    "/p/lvyuan/handbook/clauses/1/",
    "/p/lvyuan/handbook/clauses/1/change/",
    "/p/lvyuan/handbook/rules/",
    "/p/lvyuan/handbook/rules/?show=retired",
    "/p/lvyuan/handbook/rules/try/",
    "/p/lvyuan/handbook/rules/add/",
    "/p/lvyuan/handbook/languages/",
    "/p/lvyuan/handbook/languages/mine/",
    "/p/lvyuan/calls/",
    "/p/lvyuan/calls/1/",
    "/p/lvyuan/calls/1/reveal/",
    "/p/lvyuan/calls/backs/",
    "/p/lvyuan/calls/backs/?show=done",
    "/p/lvyuan/calls/blocked/",
    "/p/lvyuan/calls/blocked/add/",
    "/p/lvyuan/calls/line/",
    "/p/lvyuan/calls/simulator/",
    "/p/lvyuan/tickets/",
    "/p/lvyuan/tickets/1/",
    "/p/lvyuan/tickets/faults/",
    "/p/lvyuan/tickets/board/",
    "/p/lvyuan/tickets/board/?by=state",
    "/p/lvyuan/tickets/orders/1/",
    "/p/lvyuan/field/mine/",
    "/p/lvyuan/field/",
    "/p/lvyuan/field/?kept=no",
    "/p/lvyuan/field/orders/1/",
    "/p/lvyuan/field/orders/1/more/",
    "/p/lvyuan/field/orders/1/notify/",
    "/p/lvyuan/tickets/orders/1/disturb/",
    "/p/lvyuan/tickets/crews/",
    "/p/lvyuan/tickets/crews/history/",
    "/p/lvyuan/digests/",
    "/p/lvyuan/tickets/categories/",
    "/p/lvyuan/tickets/categories/add/",
    "/p/lvyuan/tickets/categories/try/?text=厨房下水堵了",
    "/p/lvyuan/tickets/categories/3/change/",
    "/p/lvyuan/tickets/categories/history/",
    "/p/lvyuan/tickets/remits/",
    "/p/lvyuan/tickets/remits/add/",
    "/p/lvyuan/tickets/dispatch/",
    "/p/lvyuan/tickets/dispatch/1/change/",
    "/p/lvyuan/tickets/dispatch/try/?kind=HELP&hour=23:00",
    "/p/lvyuan/tickets/checklists/",
    "/p/lvyuan/tickets/checklists/add/",
    "/p/lvyuan/contacts/",
    "/p/lvyuan/contacts/?show=all",
    "/p/lvyuan/contacts/1/",
    "/p/lvyuan/contacts/write/5/",
    "/p/lvyuan/contacts/people/5/",
    "/p/lvyuan/contacts/terms/",
    "/p/lvyuan/contacts/terms/change/",
    "/p/lvyuan/contacts/texts/",
    "/p/lvyuan/contacts/texts/add/",
    "/p/lvyuan/contacts/texts/1/change/",
    "/p/lvyuan/contacts/texts/changes/",
    "/p/lvyuan/tickets/prices/",
    "/p/lvyuan/tickets/prices/?show=retired",
    "/p/lvyuan/tickets/prices/add/",
    "/p/lvyuan/opinions/?show=all",
    "/p/lvyuan/opinions/?show=done",
    "/p/lvyuan/opinions/cards/",
    "/p/lvyuan/opinions/draws/",
    "/p/lvyuan/opinions/draws/1/",
    "/p/lvyuan/opinions/praise/",
    "/p/lvyuan/opinions/praise/add/",
    "/p/lvyuan/opinions/tickets/1/card/",
    "/p/lvyuan/opinions/orders/1/card/",
    "/p/lvyuan/handovers/",
    "/p/lvyuan/handovers/list/",
    "/p/lvyuan/handovers/1/",
    "/p/lvyuan/handovers/1/settle/",
    "/p/lvyuan/handovers/shifts/",
    "/p/lvyuan/handovers/lent/?show=all",
    "/p/lvyuan/handovers/lent/lend/",
    "/p/lvyuan/handovers/lent/1/back/",
    "/p/lvyuan/imports/",
    "/p/lvyuan/imports/load/",
    "/p/lvyuan/offline/",
    "/p/lvyuan/offline/?show=all",
    "/p/lvyuan/alerts/",
    "/p/lvyuan/alerts/?show=failed",
    "/p/lvyuan/alerts/people/",
    "/messages/",
    "/messages/alerts/",
    "/messages/sent/",
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
    "/office/providers/",
    "/office/providers/add/",
    "/office/providers/sandbox/",
    "/office/providers/sandbox/change/",
    "/search/?q=lay",
)
FIELD = (
    "/p/lvyuan/",
    "/p/lvyuan/notices/",
    "/p/lvyuan/search/?q=3-1",
    "/p/lvyuan/estate/units/5/",
    "/p/lvyuan/estate/chart/3/",
    "/p/lvyuan/rosters/",
    "/p/lvyuan/field/mine/",
    "/p/lvyuan/tickets/board/",
    "/p/lvyuan/tickets/crews/",
    "/p/lvyuan/tickets/checklists/",
    "/p/lvyuan/tickets/prices/",
    "/p/lvyuan/clocks/open/",
    "/p/lvyuan/clocks/open/1/",
    "/p/lvyuan/clocks/calendars/office/",
    "/messages/",
    "/messages/alerts/",
    "/messages/sent/",
    "/me/",
)
RAW = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\b[A-Z]{2,}_[A-Z_]+\b|\{\{|\{%|Traceback")


DESK_SIZE, PHONE_SIZE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("login", "addresses", "phone"),
    [
        ("chen", DESK[::3], False),
        ("chen", DESK[1::3], False),
        ("chen", DESK[2::3], False),
        ("zong", OFFICE, False),
        ("zhao", FIELD, True),
    ],
    ids=["desk", "desk-too", "desk-three", "office", "field"],
)
def test_reads_well(
    sit_down: Browsers, login: str, addresses: tuple[str, ...], phone: bool
) -> None:
    page = sit_down(login, phone=phone)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("load")
        text = page.inner_text("body")
        found = [*violations(page), *_too_wide(page)]
        found += [f"raw word {word!r}" for word in RAW.findall(text)]
        _look(page, "dark")
        found += [f"dark: {line}" for line in violations(page, looks_only=True)]
        if not phone:
            page.set_viewport_size(PHONE_SIZE)  # type: ignore[arg-type]
            narrow = [*violations(page, looks_only=True), *_too_wide(page)]
            found += [f"narrow and dark: {line}" for line in narrow]
            _look(page, "light")
            found += [f"narrow: {line}" for line in violations(page, looks_only=True)]
            page.set_viewport_size(DESK_SIZE)  # type: ignore[arg-type]
        _look(page, "light")
        complaints += [f"{address}: {line}" for line in found]

    assert complaints == []


def _too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    return ["wider than the screen"] if wide else []


def _look(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Let the system wish for light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)


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
