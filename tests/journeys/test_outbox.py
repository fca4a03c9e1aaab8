"""A craftsman in a basement: the network goes, the work goes on, nothing is lost or doubled.

Chromium's own emulation of a dead network, a real service worker, a real IndexedDB.
"""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]

MINE = "/p/lvyuan/field/mine/"
# Whoever is on duty as the test runs: the order goes to another craftsman.
TO_MA = """
from anju.organization.models import User
from anju.tickets.models import WorkOrder
WorkOrder.objects.filter(pk={number}).update(assignee=User.objects.get(login="ma"))
"""
ROWS = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("anju-outbox", 1);
    asked.onsuccess = () => done(asked.result);
  });
  return new Promise((done) => {
    const asked = base.transaction("entries").objectStore("entries").getAll();
    asked.onsuccess = () => done(asked.result.map((row) => ({
      label: row.label, state: row.state, said: row.said, kept: row.fields.length,
      bytes: row.fields.map(([, value]) => value.size ?? 0).reduce((a, b) => a + b, 0),
    })));
  });
}"""

# Chromium's override of an origin's quota does not reach a browser context of its own, so its store
# fails here as Chromium's does when the phone is full: the transaction ends with this error.
NO_ROOM = """() => {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (row) {
    const asked = add.call(this, row);
    const full = new DOMException("full", "QuotaExceededError");
    Object.defineProperty(this.transaction, "error", { get: () => full });
    this.transaction.abort();
    return asked;
  };
}"""


def photo(side: int = 2400) -> dict[str, object]:
    """Return a photo as large as a phone's, of noise, so that it does not get small by itself."""
    kept = io.BytesIO()
    Image.effect_noise((side, side * 3 // 4), 80).convert("RGB").save(kept, "JPEG", quality=92)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def my_orders(page: Page) -> list[str]:
    """Return the addresses of one's orders, nearest first, once the page can be kept."""
    page.goto(MINE)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    links: list[str] = page.eval_on_selector_all(
        "main a[href*='/field/orders/']", "found => found.map(link => link.getAttribute('href'))"
    )
    return list(dict.fromkeys(links))


def kept_pages(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith("anju-pages-"));
          const keys = async (name) => (await caches.open(name)).keys();
          const kept = await Promise.all(names.map(keys));
          return kept.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    return found


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what the page or its worker does by itself; a promise is no answer yet."""
    for _ in range(75):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"it did not come about; on the phone: {kept_pages(page)}")


def wait_until_kept(page: Page, url: str) -> None:
    until(page, lambda: url in kept_pages(page))


def open_for_later(page: Page, url: str) -> None:
    """Open an order online and wait until it could be opened again without a network."""
    page.goto(url)
    wait_until_kept(page, url)


def begun(page: Page, *, steps: int = 1) -> str:
    """Return an order in hand with so many steps before it, and keep it for later."""
    for url in my_orders(page):
        page.goto(url)
        forms = page.locator("li[data-step] form[data-outbox]:not([data-again])")
        can_go_on = page.locator("li[data-state=now] form[data-outbox]:not([data-again])").count()
        if can_go_on and forms.count() >= steps:
            open_for_later(page, url)
            return url
    raise AssertionError("the demonstration has no such order in 赵志强's hands")


def now(page: Page) -> Locator:
    return page.locator("li[data-state=now]").first


def take(page: Page) -> str:
    """Take the next step; return its words."""
    key = now(page).get_attribute("data-key")
    words = now(page).locator("h3").inner_text()
    press(page)
    expect(page.locator(f"li[data-key='{key}']")).not_to_have_attribute("data-state", "now")
    return words


def press(page: Page) -> None:
    """Press the next step's button, with a photo where it takes one."""
    form = now(page).locator("form[data-outbox]:not([data-again])").first
    if form.locator("input[name=photo]").count():
        form.locator("input[name=photo]").set_input_files(photo())  # type: ignore[arg-type]
    form.locator("button.step__big").click()


def line(page: Page) -> Locator:
    return page.locator("outbox-line")


def settled(page: Page) -> list[str]:
    """Wait until the server has all of it; return what became of it."""
    until(page, lambda: all(row["state"] != "queued" for row in page.evaluate(ROWS)))
    expect(page.locator("outbox-line")).not_to_contain_text("未上传")
    return [row["state"] for row in page.evaluate(ROWS)]


def steps_of(page: Page, state: str) -> int:
    return page.locator(f"li[data-step][data-state={state}]").count()


def test_a_basement_without_network(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    url = begun(page, steps=8)
    done_before = steps_of(page, "done")

    page.context.set_offline(True)
    page.reload()
    expect(line(page)).to_contain_text("离线")
    taken = [take(page) for _ in range(7)]
    assert violations(page) == []

    expect(line(page)).to_contain_text("离线 · 7 条未上传")
    rows = page.evaluate(ROWS)
    assert [row["state"] for row in rows] == ["queued"] * 7
    assert all(row["bytes"] < 1_500_000 for row in rows), "photos are made small first"
    page.close()

    # The phone is restarted in the basement: everything is there, the next step is open.
    page = sit_down_again(page)
    page.goto(url)
    expect(line(page)).to_contain_text("离线 · 7 条未上传")
    expect(page.locator("li[data-state=kept]")).to_have_count(7)
    line(page).get_by_role("button").click()
    expect(page.get_by_role("dialog").locator("li")).to_have_count(7)
    assert violations(page) == []
    page.get_by_role("button", name="关闭").click()

    # Two tabs, and the worker, would all like to send: each entry goes once.
    posted: list[str] = []
    page.context.on("request", lambda asked: "/steps/" in asked.url and posted.append(asked.url))
    other = page.context.new_page()
    other.goto(url)
    expect(line(other)).to_contain_text("7 条未上传")
    page.context.set_offline(False)
    assert settled(page) == ["taken"] * 7
    assert len(posted) == 7
    other.close()
    expect(page.locator("li[data-state=kept]")).to_have_count(0)
    assert sum(row["kept"] for row in page.evaluate(ROWS)) == 0
    page.reload()
    assert steps_of(page, "done") == done_before + len(taken)


def sit_down_again(closed: Page) -> Page:
    """Open another page of the same browser: the phone after a restart."""
    page = closed.context.new_page()
    page.set_default_timeout(15_000)
    return page


def test_a_phone_that_dies_in_the_middle_of_sending_sends_again_and_once(
    sit_down: Browsers,
) -> None:
    page = sit_down("zhao", phone=True)
    url = begun(page)
    done_before = steps_of(page, "done")
    # The server takes the step, but its answer never arrives.
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/steps/**", lose)
    with page.expect_event("requestfailed", lambda request: "/steps/" in request.url):
        take(page)
    page.context.unroute("**/steps/**", lose)
    assert set(lost) == {200}, "taken by the house, and the answer lost, however often it asked"
    expect(line(page)).to_contain_text("1 条未上传")
    page.close()

    page = sit_down_again(page)
    page.goto(url)
    assert settled(page) == ["taken"]
    page.reload()
    assert steps_of(page, "done") == done_before + 1


def test_what_is_unsent_is_its_makers_alone(sit_down: Browsers, house: House) -> None:
    page = sit_down("zhao", phone=True)
    url = begun(page)
    page.context.route("**/offline/ping/", lambda route: route.abort())
    take(page)
    expect(line(page)).to_contain_text("1 条未上传")

    page.goto("/me/")
    expect(line(page)).to_contain_text("1 条未上传")
    page.get_by_role("button", name="退出登录").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("还有 1 条未上传")
    assert violations(page) == []
    dialog.get_by_role("button", name="先不退出").click()
    expect(page).to_have_url(re.compile("/me/$"))
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="仍然退出").click()
    page.wait_for_url("**/sign-in/**")
    until(page, lambda: kept_pages(page) == [])
    page.context.unroute("**/offline/ping/")

    _sign_in(page, "chen", house)
    page.set_viewport_size({"width": 390, "height": 844})
    assert [row["state"] for row in page.evaluate(ROWS)] == ["queued"]
    page.goto(url)
    assert "zhao" not in page.inner_text("body")

    page.goto("/sign-in/?other")
    _sign_in(page, "zhao", house)
    page.goto(url)
    assert settled(page) == ["taken"]


def test_an_expired_session_keeps_the_queue(sit_down: Browsers, house: House) -> None:
    page = sit_down("zhao", phone=True)
    # A colleague's change would have the open page ask, and lead to the sign-in page by itself.
    page.context.route(re.compile(r"/live(\?|$)"), lambda route: route.abort())
    url = begun(page)
    page.context.clear_cookies()

    take(page)

    expect(line(page)).to_contain_text("请重新登录后上传")
    assert violations(page) == []
    line(page).get_by_role("link", name="去登录").click()
    _sign_in(page, "zhao", house)
    expect(page).to_have_url(re.compile(re.escape(url)))
    assert settled(page) == ["taken"]


def test_an_order_taken_away_is_settled_by_the_supervisor(sit_down: Browsers, house: House) -> None:
    page = sit_down("zhao", phone=True)
    url = begun(page, steps=4)
    while now(page).get_attribute("data-key") in ("accept", "set_out"):
        take(page)
        settled(page)
        expect(page.locator("li[data-state=kept]")).to_have_count(0)
    page.context.set_offline(True)
    words = take(page)
    number = int(url.rstrip("/").rsplit("/", 1)[1])
    house.says("manage", "shell", "-v", "0", "-c", TO_MA.format(number=number))

    page.context.set_offline(False)
    expect(page.locator(".flash")).to_contain_text("已转主管处理")
    assert settled(page)[-1] == "held"
    line(page).get_by_role("button", name="1 条已转主管补录").click()
    expect(page.get_by_role("dialog")).to_contain_text("已派给马国栋")
    page.get_by_role("button", name="关闭").last.click()
    expect(line(page)).to_be_hidden()

    chen = sit_down("chen")
    chen.goto("/p/lvyuan/offline/")
    assert violations(chen) == []
    chen.get_by_role("row").filter(has_text="赵志强").get_by_role("link").first.click()
    expect(chen.locator("main")).to_contain_text("已派给马国栋")
    assert violations(chen) == []
    chen.get_by_role("button", name="采用").click()
    expect(chen.locator(".flash")).to_contain_text("已采用赵志强的")
    assert words


def test_ones_orders_are_on_the_phone_as_soon_as_the_list_was_seen(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    page.goto(MINE)
    held: list[str] = page.eval_on_selector_all(
        "a[data-keep]", "found => found.map(link => link.getAttribute('href'))"
    )
    assert held
    for url in held:
        wait_until_kept(page, url)

    page.context.set_offline(True)
    page.goto(held[0])
    expect(page.locator("li[data-step]").first).to_be_attached()
    expect(line(page)).to_contain_text("离线")


def test_a_page_that_is_not_on_the_phone_says_what_is(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    open_for_later(page, my_orders(page)[0])
    page.context.set_offline(True)

    page.goto("/p/lvyuan/notices/", wait_until="load")

    expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    expect(page.locator("kept-pages a")).not_to_have_count(0)
    assert violations(page) == []
    assert not any("/notices/" in path for path in kept_pages(page))


def _sign_in(page: Page, login: str, house: House) -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(house.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def test_a_refused_entry_says_why_and_goes_only_by_hand(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    begun(page, steps=4)
    while now(page).get_attribute("data-key") in ("accept", "set_out", "arrive"):
        take(page)
        settled(page)
        expect(page.locator("li[data-state=kept]")).to_have_count(0)
    page.get_by_text("其他操作").click()
    no_photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"MZ no picture at all"}
    form = page.locator("form").filter(has_text="加一张现场照片")
    form.locator("input[name=photo]").set_input_files(no_photo)  # type: ignore[arg-type]
    form.get_by_role("button", name="作业前").click()

    expect(line(page)).to_contain_text("1 条被退回")
    line(page).get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    refused = dialog.locator("li[data-state=refused]")
    expect(refused).to_contain_text("现场照片")
    refused.get_by_role("button", name="移除").click()
    expect(refused).to_contain_text("不能恢复")
    assert violations(page) == []
    refused.get_by_role("button", name="确定移除").click()
    expect(refused).to_have_count(0)
    expect(line(page)).to_be_hidden()


def test_a_full_phone_says_so_and_keeps_the_form(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    begun(page)
    page.evaluate(NO_ROOM)
    key = now(page).get_attribute("data-key")

    press(page)

    expect(page.locator(".flash")).to_contain_text("手机存储空间不够")
    assert now(page).get_attribute("data-key") == key
    assert page.evaluate(ROWS) == []


def test_an_address_without_https_says_so_and_works_online(sit_down: Browsers) -> None:
    page = sit_down("zhao", phone=True)
    url = begun(page)
    # What a browser says of a plain address in the house's own network.
    insecure = "Object.defineProperty(window, 'isSecureContext', { get: () => false })"
    page.context.add_init_script(insecure)
    page.goto(url)
    done_before = steps_of(page, "done")

    expect(line(page)).to_contain_text("此地址不支持离线,请联网使用")
    assert violations(page) == []
    press(page)
    page.wait_for_load_state("load")

    expect(page.locator("li[data-step][data-state=done]")).to_have_count(done_before + 1)
    assert page.evaluate(ROWS) == []
