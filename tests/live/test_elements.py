"""The live element in real Chromium: one stream for all tabs, and no change missed."""

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live.hub_process import HubProcess
from tests.live.page_server import TOPIC, PageServer

pytestmark = pytest.mark.journey


@pytest.fixture
def pages(hub: HubProcess) -> Iterator[PageServer]:
    """The server of the trial page."""
    server = PageServer(hub.port)
    yield server
    server.stop()


def _publish(hub: HubProcess, topic: str = TOPIC) -> None:
    with psycopg.connect(hub.database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_notify('anju_live', %s)", [topic])


def _open(profile: BrowserContext, pages: PageServer, path: str = "/page") -> Page:
    page = profile.new_page()
    page.goto(pages.url(path))
    expect(page.locator("anju-live")).to_have_attribute("state", "live")
    page.wait_for_timeout(900)  # what the young hub replays to be sure has come by then
    return page


def _count(page: Page) -> int:
    return int(page.locator("#part b").inner_text())


def _told(page: Page) -> int:
    return int(page.evaluate("window.told"))


def _wait_for_change(page: Page, count: int) -> None:
    expect(page.locator("#part b")).not_to_have_text(str(count), timeout=10_000)


def test_two_tabs_share_one_stream_and_both_follow(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    tabs = [_open(profile, pages), _open(profile, pages)]
    counts = [_count(tab) for tab in tabs]
    assert hub.health()["listeners"] == 1

    _publish(hub)

    for tab, count in zip(tabs, counts, strict=True):
        _wait_for_change(tab, count)
    expect(tabs[1].locator("anju-live")).to_have_text("已连接")
    assert pages.renewals == 0, "a new tab costs no other tab a request"


def test_a_burst_is_one_fetch_and_typing_stays(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    tab = _open(profile, pages)
    told, count = _told(tab), _count(tab)
    tab.locator("textarea").press_sequentially("正在写")

    for topic in (TOPIC, TOPIC, "user:17", "user:99"):
        _publish(hub, topic)

    _wait_for_change(tab, count)
    tab.wait_for_timeout(600)
    assert _told(tab) - told <= 2, "two if the burst met the end of the jitter"
    assert tab.evaluate("document.activeElement.name") == "body"
    assert tab.locator("textarea").input_value() == "正在写"


def test_a_closed_leader_is_replaced(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    leader, follower = _open(profile, pages), _open(profile, pages)
    count = _count(follower)

    leader.close(run_before_unload=True)
    _publish(hub)

    _wait_for_change(follower, count)
    hub.wait_until(lambda health: health["listeners"] == 1)
    assert pages.renewals == 0


def test_a_leader_that_hangs_is_replaced_and_steps_back(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    leader, follower = _open(profile, pages), _open(profile, pages)
    counts = [_count(leader), _count(follower)]
    hang = "setTimeout(() => { const end = Date.now() + 9000; while (Date.now() < end); })"
    leader.evaluate(hang)

    hub.wait_until(lambda health: health["listeners"] == 2)
    expect(follower.locator("anju-live")).to_have_attribute("state", "live")
    _publish(hub)
    _wait_for_change(follower, counts[1])

    hub.wait_until(lambda health: health["listeners"] == 1)
    _wait_for_change(leader, counts[0])
    count = _count(follower)
    _publish(hub)
    _wait_for_change(follower, count)


def test_a_hidden_tab_asks_once_when_it_is_shown(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    tab, other = _open(profile, pages), _open(profile, pages)
    told, count = _told(tab), _count(other)
    tab.evaluate("hide(true)")

    for _ in range(3):
        _publish(hub)
    _wait_for_change(other, count)
    tab.wait_for_timeout(800)
    assert _told(tab) == told

    tab.evaluate("hide(false)")
    tab.wait_for_timeout(800)
    assert _told(tab) == told + 1


def test_a_restarted_hub_makes_everyone_fetch_once(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    tab, other = _open(profile, pages), _open(profile, pages)
    counts = [_count(tab), _count(other)]

    hub.stop()
    expect(tab.locator("anju-live")).to_have_attribute("state", "waiting")
    expect(other.locator("anju-live")).to_have_text("正在重连")
    hub.start()

    for page, count in zip((tab, other), counts, strict=True):
        expect(page.locator("anju-live")).to_have_attribute("state", "live", timeout=15_000)
        _wait_for_change(page, count)
    assert hub.health()["listeners"] == 1


def test_renews_an_old_ticket_through_the_pages_door(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    tab = _open(profile, pages, "/page?age=61")

    assert pages.renewals == 1
    assert _count(tab) > 0, "what changed before the renewal is unknown: it fetched"


def test_rights_are_looked_at_again_when_the_stream_ends(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    hub.stop()
    hub.settings["ANJU_LIVE_STREAM_SECONDS"] = "3"
    hub.start()
    tabs = [_open(profile, pages), _open(profile, pages)]

    for tab in tabs:
        tab.evaluate("later = 60_000")
    hub.wait_until(lambda _: pages.renewals == 2)

    tabs[0].wait_for_timeout(1000)
    assert hub.health()["listeners"] == 1
    expect(tabs[0].locator("anju-live")).to_have_attribute("state", "live")
    pages.door_is_open = False
    for tab in tabs:
        tab.evaluate("later = 120_000")
    for tab in tabs:
        expect(tab.locator("anju-live")).to_have_attribute("state", "off", timeout=8000)
    hub.wait_until(lambda health: health["listeners"] == 0)


def test_a_page_followed_by_another_page_stays_connected(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    hidden, tab = _open(profile, pages), _open(profile, pages)
    hidden.evaluate("hide(true)")

    for _ in range(5):
        tab.goto(pages.url())
        expect(tab.locator("anju-live")).to_have_attribute("state", "live", timeout=3000)
    tab.wait_for_timeout(700)
    count = _count(tab)
    _publish(hub)

    _wait_for_change(tab, count)
    assert hub.health()["listeners"] == 1
    assert pages.renewals == 0, "the hidden tab is vouched for by its pass"


def test_is_off_when_the_door_is_closed(
    hub: HubProcess, profile: BrowserContext, pages: PageServer
) -> None:
    pages.door_is_open = False
    tab = profile.new_page()
    tab.goto(pages.url("/page?age=61"))

    expect(tab.locator("anju-live")).to_have_attribute("state", "off")
    expect(tab.locator("anju-live")).to_have_text("未连接")
    assert hub.health()["listeners"] == 0
