"""The small elements of the design system in real Chromium, each on a bare page."""

import json
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live.page_server import Exchange, PageServer

pytestmark = pytest.mark.journey

_HEAD = """<!doctype html><html lang="zh-hans" data-appearance="auto"><meta charset="utf-8">
<title>试验页</title><meta name="csrf-token" content="token-of-the-test">
<script src="/ui/appearance.js"></script><script src="/htmx/htmx-2.min.js" defer></script>
<script src="/ui/{name}.js" type="module"></script>"""
_FORM = """<draft-form src="/draft" form="notice"><span role="status"></span></draft-form>
<form id="notice" method="post" action="/sent"><input type="hidden" name="csrfmiddlewaretoken"
 value="x"><label>标题 <input name="title"></label><input type="password" name="secret">
<label>正文 <textarea name="body"></textarea></label>
<label><input type="checkbox" name="to" value="owners">业主</label>
<label><input type="checkbox" name="to" value="staff">员工</label><button>发布</button></form>"""


@pytest.fixture
def pages() -> Iterator[PageServer]:
    """A server without a hub."""
    server = PageServer(hub_port=0)
    yield server
    server.stop()


class Drafts:
    """One draft on the server, as the contract has it."""

    def __init__(self, server: PageServer) -> None:
        self.version = 0
        self.fields: dict[str, object] = {}
        self.broken = False
        server.routes["/draft"] = self.answer

    def answer(self, exchange: Exchange) -> None:
        if self.broken:
            exchange.answer(503)
        elif exchange.command == "GET":
            exchange.json(200, self._whole()) if self.version else exchange.answer(404)
        elif exchange.command == "DELETE":
            self.version = 0
            exchange.answer(204)
        else:
            self._put(exchange)

    def _put(self, exchange: Exchange) -> None:
        assert exchange.headers["X-CSRFToken"] == "token-of-the-test"
        asked = json.loads(exchange.body())
        if asked["version"] != self.version:
            exchange.json(409, self._whole())
            return
        self.version, self.fields = self.version + 1, asked["fields"]
        exchange.json(200, {"version": self.version, "saved_at": "14:03"})

    def _whole(self) -> dict[str, object]:
        return {"version": self.version, "fields": self.fields, "saved_at": "11月20日 14:03"}


Open = Callable[[str, str], Page]


@pytest.fixture
def show(profile: BrowserContext, pages: PageServer) -> Open:
    """Open a page with the named script and body."""

    def shown(name: str, body: str) -> Page:
        html = _HEAD.format(name=name) + body
        pages.routes["/page"] = lambda exchange: exchange.answer(200, html)
        page = profile.new_page()
        page.goto(pages.url())
        return page

    return shown


def _wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_saves_a_draft_without_passwords_and_offers_it_again(show: Open, pages: PageServer) -> None:
    drafts = Drafts(pages)
    page = show("draft-form", _FORM)
    page.get_by_label("标题").fill("停水通知")
    page.get_by_label("员工").check()
    page.locator("[name=secret]").fill("不可外传")

    expect(page.locator("[role=status]")).to_have_text("草稿已存 14:03")
    assert drafts.fields == {"title": "停水通知", "body": "", "to": "staff"}
    page.reload()
    expect(page.get_by_label("标题")).to_have_value("")
    page.get_by_role("button", name="恢复 11月20日 14:03 的草稿").press("Enter")

    expect(page.get_by_label("标题")).to_have_value("停水通知")
    expect(page.get_by_label("员工")).to_be_checked()
    expect(page.get_by_label("业主")).not_to_be_checked()


def test_saves_at_once_when_the_page_is_left(show: Open, pages: PageServer) -> None:
    drafts = Drafts(pages)
    page = show("draft-form", _FORM)
    page.get_by_label("标题").fill("急")

    page.goto("about:blank")

    _wait_until(lambda: drafts.fields.get("title") == "急")


def test_discards_a_draft(show: Open, pages: PageServer) -> None:
    drafts = Drafts(pages)
    drafts.version, drafts.fields = 3, {"title": "旧的"}
    page = show("draft-form", _FORM)

    page.get_by_role("button", name="丢弃").click()

    _wait_until(lambda: drafts.version == 0)
    expect(page.get_by_role("group", name="草稿")).to_have_count(0)


@pytest.mark.parametrize(("choice", "kept"), [("用我的", "我写的"), ("用另一份", "别处写的")])
def test_shows_both_texts_of_a_stale_draft(
    show: Open, pages: PageServer, choice: str, kept: str
) -> None:
    drafts = Drafts(pages)
    page = show("draft-form", _FORM)
    page.get_by_label("标题").fill("标题")
    expect(page.locator("[role=status]")).to_have_text("草稿已存 14:03")
    drafts.version, drafts.fields = 9, {"title": "标题", "body": "别处写的", "to": []}
    page.get_by_label("正文").fill("我写的")

    row = page.get_by_role("row", name="正文")
    expect(row.get_by_role("cell")).to_have_text(["我写的", "别处写的"])
    page.get_by_role("button", name=choice).click()

    expect(page.get_by_label("正文")).to_have_value(kept)
    _wait_until(lambda: drafts.version > 9 and drafts.fields["body"] == kept)


def test_says_that_a_draft_is_not_saved_and_tries_again(show: Open, pages: PageServer) -> None:
    drafts = Drafts(pages)
    page = show("draft-form", _FORM)
    drafts.broken = True
    page.get_by_label("标题").fill("停电")

    expect(page.locator("[role=status]")).to_have_text("未保存，网络恢复后重试")
    drafts.broken = False

    expect(page.locator("[role=status]")).to_have_text("草稿已存 14:03", timeout=8000)


_UPLOAD = """<form id="f" action="/sent" method="post"><file-upload url="/files" name="files"
 limit="1000" accept=".pdf,image/*"><label>附件 <input type="file" name="files" multiple></label>
<input type="hidden" name="files" value="7" data-name="旧.pdf" data-size="10"></file-upload>
<button>发布</button></form>"""


def test_uploads_each_file_at_once_and_names_what_went_wrong(show: Open, pages: PageServer) -> None:
    answers: list[tuple[int, dict[str, object]]] = [
        (503, {}),
        (201, {"id": "42", "name": "好.pdf", "size": 3}),
        (422, {"error": "文件内容不是图片，请重新导出。"}),
    ]

    def store(exchange: Exchange) -> None:
        assert exchange.headers["X-CSRFToken"] == "token-of-the-test"
        exchange.body()
        exchange.json(*answers.pop(0))

    pages.routes["/files"] = store
    page = show("file-upload", _UPLOAD)
    chosen = page.locator("input[type=file]")
    ids = "[...new FormData(document.forms.f).getAll('files')]"
    expect(page.get_by_role("listitem")).to_contain_text("旧.pdf")

    chosen.set_input_files({"name": "好.pdf", "mimeType": "application/pdf", "buffer": b"abc"})
    page.get_by_role("button", name="重试 好.pdf").click()
    expect(page.get_by_role("listitem").last).to_contain_text("已上传")
    assert page.evaluate(ids) == ["7", "42"]

    chosen.set_input_files({"name": "坏.png", "mimeType": "image/png", "buffer": b"abc"})
    expect(page.get_by_role("listitem").last).to_contain_text("文件内容不是图片，请重新导出。")
    chosen.set_input_files({"name": "大.pdf", "mimeType": "application/pdf", "buffer": b"a" * 1001})
    expect(page.get_by_role("listitem").last).to_contain_text("文件超过 1 KB，请压缩后再传。")
    assert page.evaluate("document.forms.f.checkValidity()") is False

    for name in ("坏.png", "大.pdf", "旧.pdf"):
        page.get_by_role("button", name=f"移除 {name}").press("Enter")
    assert page.evaluate(ids) == ["42"]
    assert page.evaluate("document.forms.f.checkValidity()") is True


def test_takes_pasted_files(show: Open, pages: PageServer) -> None:
    pages.routes["/files"] = lambda exchange: (
        exchange.body() and exchange.json(201, {"id": "1", "name": "截图.png", "size": 3})
    )
    page = show("file-upload", _UPLOAD)

    page.evaluate("""() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['abc'], '截图.png', { type: 'image/png' }));
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('button').dispatchEvent(event);
    }""")

    expect(page.get_by_role("listitem").last).to_contain_text("已上传")


_KEYS = """<form action="/sent"><input data-search aria-label="搜索"><textarea></textarea></form>
<dialog id="keyboard-help"><button>关闭</button></dialog><a data-go="n" href="#notices">通知</a>
<ul><li data-row><a href="#one">一</a></li><li data-row><a href="#two">二</a></li></ul>"""


def test_the_keyboard_reaches_everything(show: Open) -> None:
    page = show("keyboard", _KEYS)
    at = "location.hash"

    page.keyboard.press("/")
    expect(page.get_by_label("搜索")).to_be_focused()
    page.keyboard.type("?gn")
    expect(page.get_by_label("搜索")).to_have_value("?gn")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("n")
    assert page.evaluate(at) == "#notices"
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate(at) == "#two"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.evaluate(at) == "#one"
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def test_keys_rest_while_an_input_method_composes(show: Open) -> None:
    page = show("keyboard", _KEYS)
    press = """(isComposing) => document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: '/', bubbles: true, isComposing }))"""

    page.evaluate(press, True)
    expect(page.get_by_label("搜索")).not_to_be_focused()
    page.evaluate(press, False)
    expect(page.get_by_label("搜索")).to_be_focused()


def test_sends_a_form_by_ctrl_enter(show: Open, pages: PageServer) -> None:
    pages.routes["/sent"] = lambda exchange: exchange.answer(200, "sent")
    page = show("keyboard", _KEYS)
    page.locator("textarea").focus()

    page.keyboard.press("Control+Enter")

    page.wait_for_url("**/sent*")


_HTMX = """<script src="/ui/flash-area.js" type="module"></script><flash-area></flash-area>
<button hx-post="/ask" hx-target="#out">试</button><p id="out"></p>"""


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "您没有权限做这件事。"),
        (500, "系统出错了，内容还在，请稍后再试。"),
        (0, "网络不通，内容还在，请稍后再试。"),
    ],
)
def test_a_refusal_becomes_a_sentence(
    show: Open, pages: PageServer, status: int, said: str
) -> None:
    pages.routes["/ask"] = lambda exchange: (
        exchange.answer(status) if status else exchange.hang_up()
    )
    page = show("htmx-setup", _HTMX)

    page.get_by_role("button", name="试").click()

    expect(page.locator("flash-area")).to_contain_text(said)
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("flash-area")).to_be_empty()


def test_swaps_invalid_input_and_shows_what_the_server_says(show: Open, pages: PageServer) -> None:
    def refuse(exchange: Exchange) -> None:
        assert exchange.headers["X-CSRFToken"] == "token-of-the-test"
        said = json.dumps({"said": {"text": "已保存", "tone": "ok"}})
        exchange.answer(422, "请填写标题", HX_Trigger=said)

    pages.routes["/ask"] = refuse
    page = show("htmx-setup", _HTMX)

    page.get_by_role("button", name="试").click()

    expect(page.locator("#out")).to_have_text("请填写标题")
    expect(page.locator("flash-area")).to_contain_text("已保存")
    page.mouse.move(0, 400)
    page.locator("body").press("Tab")
    expect(page.locator("flash-area")).to_be_empty(timeout=15_000)


def test_follows_the_system_and_the_switch(show: Open) -> None:
    page = show("keyboard", "")
    html = page.locator("html")

    expect(html).to_have_attribute("data-bs-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.evaluate("document.documentElement.dataset.appearance = 'light'")
    expect(html).to_have_attribute("data-bs-theme", "light")
