"""One page holds everything of a unit (一户一档), for each post as far as it may see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def test_the_front_desk_goes_from_the_unit_to_who_lives_there(sit_down: Browsers) -> None:
    page = sit_down("wang")
    page.goto("/p/lvyuan/estate/units/5/")
    for heading in ("房屋", "计量表", "档案完整度", "现在的住户", "记录"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    here = page.locator("section.panel", has=page.get_by_role("heading", name="现在的住户"))
    expect(here).to_contain_text(re.compile(r"\d{3}\*{4}\d{4}"))
    who = here.get_by_role("link").first
    called = who.inner_text().split()[-1]
    who.click()
    page.wait_for_url(re.compile(r"/residents/people/\d+/$"))

    expect(page.get_by_role("heading", level=1)).to_contain_text(called)


def test_a_craftsman_sees_the_flat_and_nobody_in_it(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    page.goto("/p/lvyuan/estate/units/5/")

    expect(page.get_by_role("heading", name="计量表", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="现在的住户")).to_have_count(0)
    assert not re.search(r"\d{3}\*{4}\d{4}", page.inner_text("main"))
