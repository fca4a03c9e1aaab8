"""The embedded PostgreSQL: started and stopped by us, shared by our processes."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from runtime.cluster import NAME, clean_environment, create_cluster, write_settings
from runtime.home import Home, locked, try_lock
from runtime.placing import Place, place_of
from runtime.refusal import Refusal
from runtime.secrets import DATABASE_PASSWORD, secret

STARTING_SECONDS = 60.0
LINGERING_SECONDS = 20.0
STOPPING_SECONDS = 8.0
LOG_LIMIT = 10_000_000


@dataclass
class Server:
    """A running server; `child` is None if another process of ours started it."""

    home: Home
    port: int
    pid: int
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        password = secret(self.home, DATABASE_PASSWORD)
        return f"postgresql://{NAME}:{password}@127.0.0.1:{self.port}/{NAME}"

    def is_alive(self) -> bool:
        if self.child is not None:
            return self.child.poll() is None
        return _is_postgres(self.pid)


@dataclass(frozen=True)
class _PidFile:
    """What a server writes about itself into its data directory."""

    pid: int
    port: int
    status: str

    @classmethod
    def read(cls, data: Path) -> _PidFile | None:
        try:
            lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return cls(int(lines[0]), int(lines[3]), lines[7].strip() if len(lines) > 7 else "")
        except FileNotFoundError:
            return None
        except (IndexError, ValueError):
            # Half written, or damaged by a crash: a pid of 0 is nobody's.
            return cls(0, 0, "")


@contextmanager
def embedded(home: Home, *, durable: bool = True) -> Iterator[Server]:
    """Use the data folder's server, started if it is down; its last user stops it.

    `durable=False` is for clusters that are thrown away: a crash may lose them.

    :raises Refusal: if it cannot be made or started.
    """
    users = home.run / "database-users.lock"
    in_use = os.open(users, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(in_use, fcntl.LOCK_SH)
    try:
        yield start(home, durable=durable)
    finally:
        with locked(home.run / "database.lock"):
            os.close(in_use)
            alone = try_lock(users)
            if alone is not None:
                _stop(place_of(home).folder / "data")
                os.close(alone)


def start(home: Home, *, durable: bool = True) -> Server:
    """Return the data folder's server, running and ready.

    A server that outlived its starter is used again; what is left of a killed one is waited for.

    :raises Refusal: if it cannot be made or started.
    """
    with locked(home.run / "database.lock"):
        place = place_of(home)
        data = place.folder / "data"
        running = _running(home, data)
        if running is not None:
            return running
        if not data.exists():
            create_cluster(place, secret(home, DATABASE_PASSWORD), durable=durable)
        write_settings(place, durable=durable)
        return _launch(home, place)


def _running(home: Home, data: Path) -> Server | None:
    """Return the live server of the data directory once it is ready; None if there is none."""
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        written = _PidFile.read(data)
        if written is None or not _is_postgres(written.pid):
            return None
        if written.status == "ready":
            return Server(home, written.port, written.pid)
        time.sleep(0.1)
    raise Refusal(
        f"PostgreSQL (process {written.pid if written else '?'}) neither gets ready nor stops. "
        f"Look into {home.logs / 'postgres.log'}, end that process and try again.",
        "PostgreSQL 无响应，请查看日志后结束该进程再试。",
    )


def _is_postgres(pid: int) -> bool:
    """Tell a live server from a number that another program has got since."""
    if pid <= 0:
        return False
    if Path("/proc/self/cmdline").exists():
        try:
            return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _launch(home: Home, place: Place) -> Server:
    data = place.folder / "data"
    log = home.logs / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    deadline = time.monotonic() + LINGERING_SECONDS
    while True:
        written = _PidFile.read(data)
        if written is not None and not _is_postgres(written.pid):
            with suppress(FileNotFoundError):
                (data / "postmaster.pid").unlink()
        port = _port(place)
        offset = log.stat().st_size if log.exists() else 0
        child = _spawn(place, data, port, log)
        if _gets_ready(child, data):
            return Server(home, port, child.pid, child)
        said = _said(log, offset)
        # The kernel frees a killed server's memory and address only when its last process is gone.
        if not any(sign in said for sign in ("shared memory", "Address already in use")):
            raise _refusal_for(said, log)
        if time.monotonic() > deadline:
            raise _refusal_for(said, log)
        if "Address already in use" in said:
            (place.folder / "port").unlink(missing_ok=True)
        time.sleep(0.5)


def _spawn(place: Place, data: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    account = place.account
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(place.programs / "postgres"), "-D", str(data), "-p", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=clean_environment(),
            # A Ctrl-C in the terminal is for the supervisor, which stops the database last.
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )


def _gets_ready(child: subprocess.Popen[bytes], data: Path) -> bool:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            return False
        written = _PidFile.read(data)
        if written is not None and written.pid == child.pid and written.status == "ready":
            return True
        time.sleep(0.03)
    child.send_signal(signal.SIGQUIT)
    child.wait()
    return False


def _port(place: Place) -> int:
    """Return the port of the last start if it is free, else another free one of loopback."""
    remembered = place.folder / "port"
    with suppress(OSError, ValueError), socket.socket() as probe:
        port = int(remembered.read_text(encoding="ascii"))
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    remembered.write_text(f"{port}\n", encoding="ascii")
    return port


def _said(log: Path, offset: int) -> str:
    with log.open("rb") as file:
        file.seek(offset)
        return file.read().decode("utf-8", errors="replace")


def _refusal_for(said: str, log: Path) -> Refusal:
    if "No space left on device" in said:
        return Refusal(
            "PostgreSQL cannot start because the disk is full. Free some space and try again.",
            "磁盘已满，数据库无法启动，请清理空间后重试。",
        )
    reasons = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line]
    reason = reasons[-1].split(":  ", 1)[-1] if reasons else "it gave no reason"
    return Refusal(
        f"PostgreSQL does not start: {reason}. Its log is {log}.",
        "数据库无法启动，请查看日志。",
    )


def _stop(data: Path) -> None:
    """Stop the server of a data directory: fast, then at once if it lingers."""
    for how, seconds in ((signal.SIGINT, STOPPING_SECONDS), (signal.SIGQUIT, 2.0)):
        written = _PidFile.read(data)
        if written is None or not _is_postgres(written.pid):
            return
        with suppress(ProcessLookupError):
            os.kill(written.pid, how)
        if _ends(written.pid, seconds):
            return


def _ends(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not _is_postgres(pid):
            return True
        time.sleep(0.03)
    return False
