"""Data folders of their own; clusters that a test made are gone after it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from runtime.home import CHECKOUT, Home, open_home
from runtime.placing import discard_cluster

Anju = Callable[..., subprocess.CompletedProcess[str]]
_OURS = ("PORT", "DATABASE_URL")


def free_port() -> int:
    """Return a port of loopback that nobody uses, nor the one above it."""
    while True:
        with socket.socket() as lower, socket.socket() as upper:
            lower.bind(("127.0.0.1", 0))
            port = int(lower.getsockname()[1])
            try:
                upper.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A fresh data folder that shares the environment of the test run."""
    programs = Path(os.environ.get("ANJU_PROGRAMS") or CHECKOUT / "var")
    home = Home(tmp_path / "home", programs)
    open_home(home)
    yield home
    _clear(home)


@pytest.fixture
def fresh(tmp_path: Path, home: Home) -> Iterator[Home]:
    """A second, empty data folder."""
    fresh = Home(tmp_path / "fresh", home.programs)
    open_home(fresh)
    yield fresh
    _clear(fresh)


def _clear(home: Home) -> None:
    """Stop a server that a failed test left running, and delete its cluster."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int((home.cluster / "data" / "postmaster.pid").read_text().split()[0])
        if str(home.cluster.resolve()) in Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGQUIT)
            time.sleep(1)
    discard_cluster(home)


@pytest.fixture
def environ(home: Home) -> dict[str, str]:
    """What a person's terminal has, with the data folder named and nothing else of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _OURS and not name.startswith("ANJU_")
    }
    return {**kept, "ANJU_HOME": str(home.folder), "ANJU_PROGRAMS": str(home.programs)}


@pytest.fixture
def anju(environ: dict[str, str], tmp_path: Path) -> Anju:
    """Run bin/anju from another folder; variables are given by keyword."""

    def run(
        *words: str, before: Sequence[str] = (), **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, sys.executable, str(CHECKOUT / "bin" / "anju"), *words],
            env={**environ, **variables},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
