"""A real hub process, and screens that read its stream."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

SECRET = "the secret of the tests"  # noqa: S105 - it guards nothing
ROOT = Path(__file__).resolve().parents[2]
_GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1", "--no-log"]


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    kind: str
    data: dict[str, object]
    cursor: str


@dataclass
class Screen:
    """One open stream."""

    port: int
    tickets: list[str]
    since: str = ""
    pass_text: str = ""
    cursor: str = ""
    _http: http.client.HTTPConnection = field(init=False)
    _answer: http.client.HTTPResponse = field(init=False)

    def __post_init__(self) -> None:
        fields = [("t", ticket) for ticket in self.tickets]
        fields += [("p", self.pass_text)] * bool(self.pass_text)
        fields += [("since", self.since)] * bool(self.since)
        self._http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self._http.request("GET", f"/live?{urlencode(fields)}")
        self._answer = self._http.getresponse()

    @property
    def status(self) -> int:
        return self._answer.status

    def body(self) -> dict[str, object]:
        """Return the whole answer, which must be JSON."""
        return json.loads(self._answer.read())

    def next(self) -> Event:
        """Wait for the next event."""
        kind = data = ""
        while True:
            line = self._answer.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: "):
                data = line.removeprefix("data: ")
            elif line.startswith("id: "):
                self.cursor = line.removeprefix("id: ")
            elif kind:
                return Event(kind, json.loads(data), self.cursor)

    def until_ready(self) -> list[Event]:
        """Return what the hub replays, and read past its `ready`, which gives the pass."""
        replayed = []
        while (event := self.next()).kind != "ready":
            replayed.append(event)
        self.pass_text = str(event.data["pass"])
        return replayed

    def close(self) -> None:
        self._answer.close()
        self._http.close()


@dataclass
class HubProcess:
    """A granian process with the hub."""

    database_url: str
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until the hub listens to PostgreSQL."""
        self.port = self.port or free_port()
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            [*_GRANIAN, "--port", str(self.port), "anju.live.hub:application"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": self.database_url,
                "ANJU_SECRET_KEY": SECRET,
                **self.settings,
            },
        )
        self.wait_until(lambda health: bool(health["ok"]))

    def wait_until(self, wanted: Callable[[dict[str, object]], bool]) -> None:
        """Ask /healthz until its answer is wanted."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with suppress(OSError):
                if wanted(self.health()):
                    return
            time.sleep(0.02)
        raise AssertionError("the hub did not get there")

    def health(self) -> dict[str, object]:
        plain = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        plain.request("GET", "/healthz")
        answer = json.loads(plain.getresponse().read())
        plain.close()
        return answer

    def stop(self) -> float:
        """Ask the process to stop and return how many seconds it took."""
        if self._process is None:
            return 0.0
        asked = time.monotonic()
        self._process.terminate()
        self._process.wait(20)
        self._process = None
        return time.monotonic() - asked


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
