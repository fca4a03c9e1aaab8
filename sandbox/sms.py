"""The provider of short messages: signed requests, modes of trouble, delivery reports."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from anju.messaging.transport.signing import NONCE, is_genuine, signed_headers
from sandbox.state import BY_SUFFIX, KEY_ID, Got, Inbox

FOR_EVER = 600.0
REPORT_AFTER = 0.5
Reply = tuple[int, dict[str, Any]]


class Silence(Exception):
    """The connection is to be closed without an answer, after a time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


def answer(inbox: Inbox, path: str, headers: dict[str, str], body: bytes) -> Reply:
    """Answer one request of the provider's protocol.

    :raises Silence: when nothing is to be answered.
    """
    if not is_genuine(
        headers,
        key_id=KEY_ID,
        secret=inbox.secret,
        method="POST",
        path=path,
        body=body,
        now=int(time.time()),
    ) or not inbox.is_new_nonce(headers.get(NONCE, "")):
        return 401, {"code": "SIGNATURE"}
    said = json.loads(body)
    if path.endswith("/status"):
        return _status(inbox, said)
    return _take(inbox, said)


def _status(inbox: Inbox, said: dict[str, Any]) -> Reply:
    inbox.asked += 1
    found = {number: inbox.known(number) for number in said["out_ids"]}
    known = {
        number: {"code": got.code, "ref": f"sb-{number[:8]}"}
        for number, got in found.items()
        if got is not None
    }
    return 200, {"messages": known}


def _take(inbox: Inbox, said: dict[str, Any]) -> Reply:
    number, to = said["out_id"], said["to"]
    mode = BY_SUFFIX.get(to[-4:], inbox.mode)
    if mode == "busy":
        return 503, {"code": "BUSY"}
    if mode == "deaf":
        raise Silence(FOR_EVER)
    if mode == "error-once" and inbox.fails_first(number):
        return 500, {"code": "ERROR"}
    if mode == "refuse":
        return 200, {"code": "BLACKLISTED"}
    text = said["signature"] + said["text"]
    got = inbox.keep(Got("sms", to, text, number=number))
    if mode == "silent":
        raise Silence(FOR_EVER)
    if mode == "slow":
        time.sleep(inbox.seconds)
    if mode != "no-report" and got.times == 1 and said.get("report_to"):
        code = "NOT_DELIVERED" if mode == "undelivered" else "DELIVERED"
        _report_later(inbox, got, said["report_to"], code)
    return 200, {"code": "OK", "ref": f"sb-{number[:8]}"}


def _report_later(inbox: Inbox, got: Got, url: str, code: str) -> None:
    def report() -> None:
        got.code = code
        send_report(url, [{"out_id": got.number, "code": code}], secret=inbox.secret)

    timer = threading.Timer(REPORT_AFTER, report)
    timer.daemon = True
    timer.start()


def send_report(url: str, reports: list[dict[str, str]], *, secret: str, nonce: str = "") -> int:
    """Send a delivery report; returns the status, 0 if nobody answered."""
    body = json.dumps({"reports": reports}).encode()
    headers = signed_headers(
        key_id=KEY_ID,
        secret=secret,
        method="POST",
        path=urlsplit(url).path,
        body=body,
        now=int(time.time()),
        nonce=nonce or uuid4().hex,
    )
    request = urllib.request.Request(  # noqa: S310  an address that Anju itself gave
        url, data=body, headers={**headers, "Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
