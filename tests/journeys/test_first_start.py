"""Somebody who has never seen Anju types one command."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from runtime.home import Home, open_home
from runtime.placing import discard_cluster
from tests.architecture.source import CHECKOUT
from tests.journeys.conftest import ANJU, SECONDS_TO_START
from tests.runtime.conftest import free_port

pytestmark = pytest.mark.journey


class Run:
    """`bin/anju run` with an empty data folder, and what it prints."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "printed"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "ANJU_DATABASE", "ANJU_SECRET_KEY", "ANJU_DATA_KEY")
        }
        port = free_port()
        self.environment |= {
            "ANJU_HOME": str(folder),
            "PORT": str(port),
            "ANJU_LIVE_PORT": str(free_port()),
        }

    def start(self) -> str:
        """Start it and return what it printed by the time that it explains how to stop it."""
        with self.log.open("w") as told:
            self.process = subprocess.Popen(  # noqa: S603  our own program
                [*ANJU, "run"], env=self.environment, cwd=CHECKOUT, stdout=told, stderr=told
            )
        until = time.monotonic() + SECONDS_TO_START
        while "按 Ctrl-C 停止" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)
        return self.log.read_text()

    def says(self, *words: str, home: Home | None = None) -> str:
        """Return what `bin/anju` answers, here or in another data folder."""
        environment = {**self.environment, **({"ANJU_HOME": str(home.folder)} if home else {})}
        done = subprocess.run(  # noqa: S603  our own program
            [*ANJU, *words],
            env=environment,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def is_refused(self, *words: str, **variables: str) -> str:
        """Return the sentence with which `bin/anju` refuses."""
        done = subprocess.run(  # noqa: S603  our own program
            [*ANJU, *words],
            env={**self.environment, **variables},
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        return done.stderr

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    home = Home(tmp_path / "home", Path(os.environ["ANJU_PROGRAMS"]))
    open_home(home)
    started = Run(home.folder)
    yield started
    if started.process.poll() is None:
        started.stop()
    discard_cluster(home)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Home]:
    """A data folder on another machine, as it were."""
    home = Home(tmp_path / "elsewhere", Path(os.environ["ANJU_PROGRAMS"]))
    open_home(home)
    yield home
    discard_cluster(home)


def picture() -> bytes:
    """Return a small photograph."""
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return content.getvalue()


def test_from_one_command_to_a_restored_backup(
    run: Run, elsewhere: Home, chromium: Browser
) -> None:
    printed = run.start()
    address = re.search(r"http://\S+", printed)
    password = re.search(r"密码: (\S+)\)", printed)
    assert address is not None
    assert password is not None
    assert re.search(r"chen\s+陈静怡\s+绿苑小区 客户服务主管", printed)

    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(address[0])
    page.get_by_label("登录名").fill("chen")
    page.get_by_label("密码").fill(password[1])
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    page.goto(f"{address[0]}p/lvyuan/notices/write/")
    page.get_by_label("标题").fill("留到下次启动")
    page.get_by_label("正文").fill("正文")
    page.locator("input[type=file]").set_input_files(
        {"name": "现场照片.png", "mimeType": "image/png", "buffer": picture()}
    )
    # A form with an unfinished upload is not sent, so that nothing is left behind.
    expect(page.locator("file-upload")).to_contain_text("已上传")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator("main")).to_contain_text("留到下次启动")
    expect(page.get_by_role("link", name="现场照片.png")).to_be_visible()
    assert run.stop() == 0

    run.start()
    page.goto(f"{address[0]}p/lvyuan/notices/")
    expect(page.locator("main")).to_contain_text("留到下次启动")
    assert run.stop() == 0

    public = "https://anju.example.cn"
    unsafe = run.is_refused("serve", ANJU_MODE="production", ANJU_PUBLIC_URL=public)
    assert "bin/anju demo --end" in unsafe
    assert "https" in run.is_refused("serve", ANJU_MODE="production")

    saved = json.loads(run.says("backup", "--json"))
    # The one just handed in, and what the demonstration photographs while somebody is on site.
    assert saved["files"] >= 1
    restored = json.loads(run.says("restore", saved["folder"], "--json", home=elsewhere))
    assert restored["files"] == saved["files"]
    assert json.loads(run.says("verify", "--deep", "--json", home=elsewhere))["count"] == 0
    asked = "from anju.operations.models import Restoration; print(Restoration.objects.get())"
    assert Path(saved["folder"]).name in run.says("manage", "shell", "-c", asked, home=elsewhere)
