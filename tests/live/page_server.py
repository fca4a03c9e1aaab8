"""A small page with the live element, served without Django: only the elements are on trial."""

import json
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import django_htmx

from anju.live.tickets import sign, ticket_key
from tests.live.hub_process import ROOT, SECRET

TOPIC = "notice:1"
_STATIC = {
    "/live/": ROOT / "anju/live/static/live",
    "/ui/": ROOT / "anju/ui/static/ui",
    "/htmx/": Path(django_htmx.__file__).parent / "static/django_htmx",
}
_KINDS = {".js": "text/javascript", ".html": "text/html; charset=utf-8"}
_POLICY = "default-src 'self'; connect-src 'self' http://127.0.0.1:*; base-uri 'none'"
_PAGE = """<!doctype html><html lang="zh-hans"><meta charset="utf-8"><title>试验页</title>
<meta name="csrf-token" content="token-of-the-test">
<script src="/htmx/htmx-2.min.js" defer></script>
<script src="/live/anju-live.js" type="module"></script>
<body><anju-live src="http://127.0.0.1:{hub}/live" ticket="{ticket}">
<span data-words></span></anju-live>
{part}<p><label>正文 <textarea name="body"></textarea></label></p></body></html>"""
_PART = """<div id="part" data-live="{topic} user:17" hx-get="/part" hx-trigger="live:changed"
 hx-swap="outerHTML">第 <b>{count}</b> 次</div>"""


class PageServer(ThreadingHTTPServer):
    """Serves the page, its part and its renewals; counts what was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, hub_port: int) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.hub_port = hub_port
        self.renewals = self.parts = 0
        self.door_is_open = True
        self.routes: dict[str, Callable[[Exchange], None]] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()

    def url(self, path: str = "/page") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: PageServer

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        folder = next((root for root in _STATIC if path.startswith(root)), "")
        if route := self.server.routes.get(path):
            route(self)
        elif folder:
            file = _STATIC[folder] / path.removeprefix(folder)
            self.answer(200, file.read_text(), kind=_KINDS[file.suffix])
        elif path == "/part":
            self.server.parts += 1
            self.answer(200, _PART.format(topic=TOPIC, count=self.server.parts))
        elif self.headers.get("X-Anju-Live") == "renew":
            self._renew()
        else:
            query = parse_qs(urlsplit(self.path).query)
            age = timedelta(seconds=int(query.get("age", ["0"])[0]))
            part = _PART.format(topic=TOPIC, count=0)
            fields = {"hub": self.server.hub_port, "ticket": _ticket(age), "part": part}
            self.answer(200, _PAGE.format(**fields))

    def do_POST(self) -> None:
        self.server.routes[urlsplit(self.path).path](self)

    do_PUT = do_DELETE = do_POST

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status: int, text: str = "", *, kind: str = "", **headers: str) -> None:
        """Answer with a text; a header's name is given with underscores."""
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind or _KINDS[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", _POLICY)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def json(self, status: int, answer: object) -> None:
        """Answer with JSON."""
        self.answer(status, json.dumps(answer), kind="application/json")

    def hang_up(self) -> None:
        """Answer nothing, as a broken network does."""
        self.connection.shutdown(socket.SHUT_RDWR)

    def _renew(self) -> None:
        self.server.renewals += 1
        if self.server.door_is_open:
            self.answer(204, X_Anju_Ticket=_ticket(timedelta(0)))
        else:
            self.answer(403)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def _ticket(age: timedelta) -> str:
    at = datetime.now(UTC) - age
    return sign([TOPIC, "user:17"], user="17", key=ticket_key(SECRET), at=at)
