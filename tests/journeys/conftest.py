"""A house that really serves, the demonstration in it, and people at real browsers."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.architecture.source import CHECKOUT

DATABASE = "journeys_" + os.environ.get("PYTEST_XDIST_WORKER", "alone")
ANJU = [sys.executable, str(CHECKOUT / "bin" / "anju")]
SECONDS_TO_START = 180  # a patience, not a measure


@dataclass(frozen=True)
class House:
    """A serving Anju with its demonstration."""

    address: str
    environment: dict[str, str]
    password: str
    names: dict[str, str]

    def says(self, *words: str) -> str:
        """Return what `bin/anju` answers to a command."""
        command = [*ANJU, *words]
        done = subprocess.run(  # noqa: S603  our own program
            command, env=self.environment, cwd=CHECKOUT, capture_output=True, text=True, check=True
        )
        return done.stdout


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`bin/anju serve` on a database of its own, with the demonstration loaded."""
    environment = {**os.environ, "DATABASE_URL": _new_database(os.environ["DATABASE_URL"])}
    port, live_port = _free_port(), _free_port()
    home = tmp_path_factory.mktemp("house")
    environment |= {
        "ANJU_HOME": str(home),
        "PORT": str(port),
        "ANJU_LIVE_PORT": str(live_port),
    }
    log = home / "serve.log"
    with log.open("w") as told:
        server = subprocess.Popen(  # noqa: S603  our own program
            [*ANJU, "serve"],
            env=environment,
            cwd=CHECKOUT,
            stdout=told,
            stderr=told,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(address, server, log)
        house = House(address, environment, "", {})
        demo = json.loads(house.says("demo", "--json"))
        names = {login["login"]: login["name"] for login in demo["logins"]}
        yield House(address, environment, demo["logins"][0]["password"], names)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


@pytest.fixture
def open_browser(chromium: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """Open a browser of one's own, at a desk or (`phone=True`) in one's hand."""
    opened: list[BrowserContext] = []

    def open_one(*, phone: bool = False, dark: bool = False, script: bool = True) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 860}
        context = chromium.new_context(
            base_url=house.address,
            viewport=size,  # type: ignore[arg-type]
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def sit_down(open_browser: Callable[..., Page], house: House) -> Callable[..., Page]:
    """Open a browser and sign in by login and password."""

    def sign_in(login: str, **how: bool) -> Page:
        page = open_browser(**how)
        page.goto("/sign-in/")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(house.password)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    return sign_in


def listening(page: Page) -> Page:
    """Wait until the page's scripts run: a key pressed before is nobody's."""
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")
    return page


def _new_database(url: str) -> str:
    """Make an empty database beside the tests' own and return its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return f"{url.rsplit('/', 1)[0]}/{DATABASE}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/healthz/live", timeout=2):  # noqa: S310  our own address
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the house did not start:\n{log.read_text()[-3000:]}")
