"""The supervisor's day in a browser: what went up at night, a cell opened, one key to act."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
HOME = "/p/lvyuan/"


def test_a_supervisor_sees_what_went_up_and_urges_by_one_key(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto(HOME)
    expect(page.locator(".escalated").first).to_be_visible()
    assert violations(page) == []

    page.locator(".heat tbody tr").first.locator("td a").last.click()
    expect(page.locator("#opened")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("j")
    row = page.locator("#opened [data-row]").first
    expect(row).to_be_focused()
    task = row.locator("a").first.inner_text()
    page.keyboard.press("u")
    page.wait_for_url("**/urge/")
    expect(page.locator("main")).to_contain_text(task)
    page.get_by_role("button", name=re.compile("催办")).click()
    expect(page.locator("flash-area")).to_contain_text("催办")


def test_every_number_of_the_first_line_opens_as_many_rows(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto(HOME)
    count = page.locator(".day-line a").count()
    assert count in (7, 8)  # the last one only while a shift is not relieved
    for place in range(count):
        _opens_its_rows(page, place)


def _opens_its_rows(page: Page, place: int) -> None:
    """Compare a figure with its list; the house works meanwhile, so a change is looked at again."""
    seen = []
    for _ in range(3):
        page.goto(HOME)
        figure = page.locator(".day-line a").nth(place)
        told = int(figure.locator("b").inner_text())
        figure.click()
        page.wait_for_url(re.compile(r"/(tickets|digests|handovers)/"))
        rows = page.locator("tbody [data-row]").count()
        if min(told, 50) == rows:
            return
        seen.append((page.url, told, rows))
    raise AssertionError(seen)


def test_the_list_narrows_by_its_short_cuts_and_gives_them_back(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/tickets/")
    assert violations(page) == []
    page.get_by_role("link", name="重大", exact=True).click()
    expect(page).to_have_url(re.compile("major=1"))
    badges = page.locator("tbody [data-row]", has_text="重大")
    assert badges.count() == page.locator("tbody [data-row]").count() == 5
    page.get_by_role("link", name="重大", exact=True).click()
    expect(page).not_to_have_url(re.compile("major"))


def test_the_day_fits_a_phone_and_the_dark(sit_down: Browsers) -> None:
    page = sit_down("chen", phone=True)
    for address in (HOME, f"{HOME}tickets/"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, address
        assert violations(page) == []
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        assert violations(page, looks_only=True) == []
