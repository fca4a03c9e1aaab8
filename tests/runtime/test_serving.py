"""`bin/anju serve` from beginning to end, as a person starts and stops it."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from runtime.database import database
from runtime.home import CHECKOUT, Home
from tests.runtime.conftest import Anju, free_port


class House:
    """A running `bin/anju serve`."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def answers(self) -> int:
        """Return the status of /healthz, 0 if nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        return 0

    def await_answer(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while self.answers() not in (200, 503):
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def family(self) -> set[int]:
        """Return the supervisor's children and theirs."""
        parents: dict[int, int] = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = status.read_text().rsplit(")", 1)[1].split()
                if fields[0] != "Z":
                    parents[int(status.parent.name)] = int(fields[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}

    def stop(self, how: signal.Signals = signal.SIGINT) -> float:
        """Return how many seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(timeout=30)
        return time.monotonic() - begun


@contextmanager
def serving(environ: dict[str, str], port: int) -> Iterator[House]:
    process = subprocess.Popen(
        [sys.executable, str(CHECKOUT / "bin" / "anju"), "serve"],
        env={**environ, "PORT": str(port)},
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    house = House(process, port)
    try:
        house.await_answer()
        yield house
    finally:
        if process.poll() is None:
            house.stop(signal.SIGTERM)


def test_serves_stops_cleanly_and_starts_again_in_seconds(
    environ: dict[str, str], home: Home, anju: Anju
) -> None:
    port = free_port()
    with serving(environ, port) as house:
        again = anju("serve", PORT=str(port))
        elsewhere = anju("serve", PORT=str(free_port()))
        with database(home, {}) as url, psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE left_behind (word text)")
        family = house.family()

        seconds = house.stop()
        said, _ = house.process.communicate()

    assert again.returncode == elsewhere.returncode == 1
    assert f"端口 {port} 已被占用" in again.stderr
    assert "Anju already runs from" in elsewhere.stderr
    assert f"Anju is running at http://127.0.0.1:{port}/" in said
    assert (house.process.returncode, seconds < 10) == (0, True)
    assert family
    assert not any(Path(f"/proc/{pid}").exists() for pid in family)
    begun = time.monotonic()
    with serving(environ, port), database(home, {}) as url, psycopg.connect(url) as connection:
        assert time.monotonic() - begun < 30
        connection.execute("SELECT * FROM left_behind")


def test_survives_the_death_of_its_database_and_of_itself(
    environ: dict[str, str], home: Home
) -> None:
    port = free_port()
    pid_file = home.cluster / "data" / "postmaster.pid"
    with serving(environ, port) as house:
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        time.sleep(1)
        house.await_answer(20)

        family = {pid for pid in house.family() if b"postgres" not in _command_line(pid)}
        assert family
        house.stop(signal.SIGKILL)
        # PostgreSQL stays: the next start uses it again.
        _await_gone(family)

    with serving(environ, port) as house:
        assert house.answers() in (200, 503)


def test_a_database_of_a_newer_version_is_refused(home: Home, anju: Anju) -> None:
    assert anju("migrate", "--quiet").returncode == 0
    with database(home, {}) as url, psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('notices', '9999_x', now())"
        )

    told = anju("serve", PORT=str(free_port()))

    assert told.returncode == 1
    assert told.stderr.startswith("The database was changed by a newer Anju")
    assert "notices.9999_x" in told.stderr


def test_a_backup_comes_back_in_a_fresh_folder(anju: Anju, fresh: Home) -> None:
    assert anju("migrate", "--quiet").returncode == 0
    saved = json.loads(anju("backup", "--json").stdout)

    onto_itself = anju("restore", saved["folder"])
    told = anju("restore", saved["folder"], "--json", ANJU_HOME=str(fresh.folder))

    assert (onto_itself.returncode, "already holds data" in onto_itself.stderr) == (1, True)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["keys"]
    verified = anju("psql", "-Atc", "SELECT 1", ANJU_HOME=str(fresh.folder))
    assert verified.stdout == "1\n"


def _await_gone(family: set[int]) -> None:
    deadline = time.monotonic() + 15
    while left := {pid: _command_line(pid) for pid in family if _command_line(pid)}:
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.1)


def _command_line(pid: int) -> bytes:
    """Return what the process was started with; nothing if it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
