"""The supervisor: keeps processes running until it is told to stop."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from runtime.home import CHECKOUT
from runtime.refusal import Refusal

STOPPING_SECONDS = 5.0
TICK = 0.1
# A process that ran this long was well; its next end starts the back-off anew.
HEALTHY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
TRIES_BEFORE_READY = 3
OPEN_FILES = 65_536

_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is to run all the time.

    `renewed_with_database` is for one that may hang when its server went and came back.
    """

    name: str
    command: list[str]
    renewed_with_database: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    failures: int = 0
    started: float = 0.0
    due: float = 0.0


class Supervisor:
    """Starts children, starts them again when they end, and stops them all.

    `watch` is called at every turn; it returns True if it had to start the database again.
    """

    def __init__(
        self,
        children: list[Child],
        environment: Mapping[str, str],
        *,
        watch: Callable[[], bool] = lambda: False,
    ) -> None:
        self.children = children
        self.environment = dict(environment)
        self.watch = watch
        self.signals = 0

    def run(self, *, answers: Callable[[], bool], ready: Callable[[], None]) -> None:
        """Run until SIGINT or SIGTERM; calls `ready` once, when `answers` first says so.

        :raises Refusal: if a child ends again and again before that.
        """
        is_ready = False
        _allow_many_connections()
        with self._listening():
            try:
                while not self.signals:
                    if self.watch():
                        self._renew()
                    for child in self.children:
                        self._tend(child, is_ready)
                    if not is_ready and answers():
                        is_ready = True
                        ready()
                    time.sleep(TICK)
            finally:
                self._stop()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        def count(_signal: int, _frame: FrameType | None) -> None:
            self.signals += 1

        # nohup has a hang-up ignored already; it stays so.
        caught = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            caught.append(signal.SIGHUP)
        before = [signal.signal(each, count) for each in caught]
        try:
            yield
        finally:
            for each, handler in zip(caught, before, strict=True):
                signal.signal(each, handler)

    def _tend(self, child: Child, is_ready: bool) -> None:
        now = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            child.process = None
            child.failures = 1 if now - child.started > HEALTHY_SECONDS else child.failures + 1
            if not is_ready and child.failures >= TRIES_BEFORE_READY:
                raise Refusal(
                    f"The {child.name} process does not start (it ended with code {code}, "
                    f"{child.failures} times); the reason is above.",
                    f"{child.name} 进程无法启动,原因见上文。",
                )
            pause = min(0.5 * 2 ** (child.failures - 1), LONGEST_PAUSE)
            child.due = now + pause
            print(
                f"The {child.name} process ended (code {code}); starting it again in {pause:g} s.",
                file=sys.stderr,
            )
        if now >= child.due:
            child.started = now
            child.process = self._start(child)

    def _renew(self) -> None:
        for child in self.children:
            if child.renewed_with_database and child.process is not None:
                _kill(child.process)
                child.process = None

    def _start(self, child: Child) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            child.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            cwd=CHECKOUT,
            # A Ctrl-C reaches the terminal's whole group; here only the supervisor hears it.
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )

    def _stop(self) -> None:
        """Ask all at once, wait for all, then end whoever lingers (at once on a second signal)."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        asked, deadline = self.signals, time.monotonic() + STOPPING_SECONDS
        while any(process.poll() is None for process in running):
            if time.monotonic() > deadline or self.signals > max(asked, 1):
                break
            time.sleep(0.02)
        for process in running:
            _kill(process)


def _allow_many_connections() -> None:
    """Raise the number of open files to what the machine allows; children inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a child with its whole group: a killed web server would leave its workers behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_with_parent() -> Callable[[], None] | None:
    """Return what a child does first so that the kernel ends it when its parent is killed.

    Linux only; elsewhere None: there, a killed supervisor leaves its children running.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask
