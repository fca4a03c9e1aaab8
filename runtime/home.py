"""The data folder: where everything lies that Anju keeps on this machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runtime.refusal import Refusal, of_operating_system
from runtime.version import VERSION, as_numbers

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Home:
    """The layout of one data folder.

    `programs` holds what can be made anew from the checkout (virtual environment, front-end
    packages). It is the data folder itself, unless ANJU_PROGRAMS lets several data folders
    (tests, a second trial) share one.
    """

    folder: Path
    programs: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Home:
        """Return the data folder that the environment names, by default `var` in the checkout."""
        folder = Path(environ.get("ANJU_HOME") or CHECKOUT / "var").expanduser().absolute()
        programs = environ.get("ANJU_PROGRAMS")
        return cls(folder, Path(programs).expanduser().absolute() if programs else folder)

    @property
    def venvs(self) -> Path:
        return self.programs / "venv"

    @property
    def frontend(self) -> Path:
        return self.programs / "frontend"

    @property
    def static(self) -> Path:
        return self.folder / "static"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def cluster(self) -> Path:
        return self.folder / "pg"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def stamp(self) -> Path:
        return self.folder / "version"

    @property
    def restoring(self) -> Path:
        return self.folder / "restoring"


def open_home(home: Home) -> None:
    """Make the data folder where it is missing, closed to other users, and check its version.

    :raises Refusal: if a newer Anju wrote it, or it cannot be written.
    """
    try:
        _make_folders(home)
        _check_version(home)
        _write_probe(home.run)
    except OSError as error:
        raise of_operating_system(error) or error from error


def _make_folders(home: Home) -> None:
    # PostgreSQL never runs as root. Started by root, its own account passes through this folder
    # to its cluster; so others may search it but not list it, and every part closes itself.
    searchable = 0o711 if os.geteuid() == 0 else 0o700
    for folder in (home.folder, home.programs):
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=searchable, exist_ok=True)
            folder.chmod(searchable)
    for part in (home.secrets, home.files, home.backups, home.logs, home.run):
        if not part.is_dir():
            part.mkdir(mode=0o700, exist_ok=True)


def _check_version(home: Home) -> None:
    if not home.stamp.exists():
        home.stamp.write_text(VERSION + "\n", encoding="ascii")
        return
    written = home.stamp.read_text(encoding="utf-8", errors="replace").strip()
    try:
        newer = as_numbers(written) > as_numbers(VERSION)
    except ValueError as error:
        raise Refusal(
            f"{home.stamp} does not hold an Anju version, so {home.folder} does not look like "
            "an Anju data folder. Choose another with ANJU_HOME=….",
            "数据文件夹无法识别，请用 ANJU_HOME 指定其他文件夹。",
        ) from error
    if newer:
        raise Refusal(
            f"The data folder {home.folder} was written by Anju {written}, and this is Anju "
            f"{VERSION}. Run Anju {written} or newer, or choose another folder with ANJU_HOME=….",
            f"数据文件夹由更新版本（{written}）写入，请升级程序。",
        )
    if written != VERSION:
        home.stamp.write_text(VERSION + "\n", encoding="ascii")


def _write_probe(folder: Path) -> None:
    probe = folder / f"probe-{os.getpid()}"
    probe.write_bytes(b"anju")
    probe.unlink()


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[int]:
    """Hold the lock file, waiting for whoever holds it; yields its descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def try_lock(path: Path) -> int | None:
    """Return the descriptor of the lock file, held alone, or None if another process has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
