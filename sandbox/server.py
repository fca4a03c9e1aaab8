"""The sandbox's web server: provider, robot, control, and a page of what came in."""

from __future__ import annotations

import json
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from sandbox import sms
from sandbox.state import MODES, Got, Inbox

MOST_BYTES = 1024 * 1024


class Sandbox(ThreadingHTTPServer):
    """Everything on one port of loopback; `inbox` holds what came."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], inbox: Inbox) -> None:
        super().__init__(address, _Request)
        self.inbox = inbox

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hung up: trouble is what the sandbox is for."""


class _Request(BaseHTTPRequestHandler):
    server: Sandbox
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        inbox = self.server.inbox
        match urlsplit(self.path).path:
            case "/":
                self._send(200, _page(inbox).encode(), "text/html; charset=utf-8")
            case "/inbox":
                self._json(200, {"got": inbox.newest(), "asked": inbox.asked})
            case "/control":
                self._json(200, {"mode": inbox.mode, "seconds": inbox.seconds})
            case _:
                self._json(404, {"code": "NOT_FOUND"})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        try:
            status, said = self._answer(path, body)
        except sms.Silence as silence:
            time.sleep(silence.seconds)
            self.close_connection = True
            return
        except (ValueError, KeyError, TypeError, AttributeError):
            status, said = 400, {"code": "BAD_REQUEST"}
        self._json(status, said)

    def _answer(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        inbox = self.server.inbox
        if path in ("/sms/messages", "/sms/status"):
            return sms.answer(inbox, path, dict(self.headers.items()), body)
        if path == "/robot":
            if inbox.mode == "busy":
                return 503, {"code": "BUSY"}
            said = json.loads(body)
            text = said.get("message") or said.get("body") or body.decode()
            inbox.keep(Got("robot", str(said.get("title", "")), str(text)))
            return 200, {"code": "OK"}
        if path == "/control":
            said = json.loads(body)
            if said.get("mode", inbox.mode) not in MODES:
                return 400, {"code": "MODE", "modes": MODES}
            inbox.mode = said.get("mode", inbox.mode)
            inbox.seconds = float(said.get("seconds", inbox.seconds))
            return 200, {"mode": inbox.mode, "seconds": inbox.seconds}
        return 404, {"code": "NOT_FOUND"}

    def _json(self, status: int, said: dict[str, Any]) -> None:
        self._send(status, json.dumps(said, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: what came in stands on the page."""


def _page(inbox: Inbox) -> str:
    kinds = {"sms": "短信", "robot": "机器人", "mail": "邮件"}
    rows = "".join(
        f"<tr><td>{time.strftime('%H:%M:%S', time.localtime(got['at']))}</td>"
        f"<td>{kinds.get(got['kind'], got['kind'])}</td><td>{escape(got['to'])}</td>"
        f"<td><pre>{escape(got['text'])}</pre></td><td>{got['times']}</td></tr>"
        for got in inbox.newest()
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>沙箱</title>'
        '<meta http-equiv="refresh" content="3"><h1>沙箱:收到的消息</h1>'
        f"<p>方式:{escape(inbox.mode)}</p><table border=1 cellpadding=6>"
        "<tr><th>时间</th><th>渠道</th><th>发给</th><th>内容</th><th>次数</th></tr>"
        f"{rows}</table></html>"
    )
