"""The static files that the web process serves, collected when their sources changed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from runtime.environment import folder_of
from runtime.home import CHECKOUT, Home, locked
from runtime.refusal import Refusal


def collect_static(home: Home, environment: Mapping[str, str]) -> None:
    """Bring `static` in the data folder up to date with the apps' and the packages' files.

    :raises Refusal: if Django cannot collect them.
    """
    with locked(home.run / "static.lock"):
        digest = _digest(home)
        stamp = home.run / "static.stamp"
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            return
        stamp.unlink(missing_ok=True)
        shutil.rmtree(home.static, ignore_errors=True)
        command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
        # The htmx extensions (folder ext) are not used, and their imports lead nowhere.
        command.append("--ignore=ext")
        done = subprocess.run(
            command,
            env=dict(environment),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            reason = lines[-1].strip().rstrip(".") if lines else f"exit code {done.returncode}"
            raise Refusal(
                f"The static files could not be collected: {reason}.", "静态文件收集失败。"
            )
        stamp.write_text(digest, encoding="ascii")


def _digest(home: Home) -> str:
    digest = hashlib.sha256(str(folder_of(home)).encode())
    for path in _sources(home):
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources(home: Home) -> Iterator[Path]:
    for folder in (*sorted((CHECKOUT / "anju").glob("*/static")), home.frontend):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
    yield CHECKOUT / "config" / "settings.py"
