"""The sandbox as a program of its own: it answers, shows what came, and ends when told."""

import json
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.architecture.source import CHECKOUT
from tests.runtime.conftest import free_port


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    port = free_port()
    process = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "sandbox", "--port", str(port)], cwd=CHECKOUT
    )
    for _ in range(400):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/inbox").close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", port
    process.terminate()
    assert process.wait(timeout=20) == 0


def post(url: str, said: object) -> int:
    request = urllib.request.Request(url, data=json.dumps(said).encode())  # noqa: S310
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_keeps_and_shows_what_came(address: tuple[str, int]) -> None:
    url, port = address
    assert post(f"{url}/robot", {"title": "安居提醒", "message": "<b>电梯困人</b>"}) == 200
    with smtplib.SMTP("127.0.0.1", port + 1) as mail:
        mail.sendmail("a@example.com", ["b@example.com"], b"Subject: hello\r\n\r\nbody\r\n")

    with urllib.request.urlopen(f"{url}/inbox") as response:  # noqa: S310
        got = json.load(response)["got"]
    with urllib.request.urlopen(url) as response:  # noqa: S310
        shown = response.read().decode()

    assert [(each["kind"], each["to"]) for each in got] == [
        ("mail", "b@example.com"),
        ("robot", "安居提醒"),
    ]
    assert "&lt;b&gt;电梯困人&lt;/b&gt;" in shown


def test_takes_nothing_unsigned_and_no_unknown_mode(address: tuple[str, int]) -> None:
    url, _ = address

    assert post(f"{url}/sms/messages", {"out_id": "1", "to": "13812345678"}) == 401
    assert post(f"{url}/control", {"mode": "lazy"}) == 400
    assert post(f"{url}/robot", "no object") == 400
    assert post(f"{url}/nowhere", {}) == 404
