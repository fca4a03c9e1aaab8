"""The virtual environments, made from the hashed requirement files. Standard library only."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from runtime.home import CHECKOUT, Home, locked
from runtime.refusal import Refusal

REQUIREMENTS = CHECKOUT / "requirements"


def python_of(home: Home, *extras: str) -> Path:
    """Return the Python of an environment that holds `run` and the extras, made if missing.

    The folder's name is the hash of the locked requirements, so a changed lock makes a new
    environment beside the one a running Anju still uses. Marks are written last: what a kill
    left half made is made anew.

    :raises Refusal: if Python's venv is missing or an installation fails.
    """
    folder = folder_of(home)
    python = folder / "bin" / "python"
    wanted = ("run", *extras)
    # An upgrade of the system's Python can leave a link to nothing behind.
    if python.exists() and all(_mark(folder, name).exists() for name in wanted):
        return python
    home.venvs.mkdir(parents=True, exist_ok=True)
    with locked(home.venvs / "making.lock"):
        if not (python.exists() and _mark(folder, "run").exists()):
            _make(folder)
        for name in wanted:
            if not _mark(folder, name).exists():
                _install(folder, name)
    return python


def folder_of(home: Home) -> Path:
    """Return where the environment for the present `run` lock and this Python lies."""
    digest = hashlib.sha256((REQUIREMENTS / "run.txt").read_bytes())
    digest.update(f"{sys.version_info[:2]} {os.path.realpath(sys.base_prefix)}".encode())
    return home.venvs / digest.hexdigest()[:12]


def remove_unused(home: Home) -> None:
    """Delete the environments of earlier locks; call it only while no other Anju runs here."""
    keep = folder_of(home)
    for folder in home.venvs.iterdir():
        if folder.is_dir() and folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def _mark(folder: Path, name: str) -> Path:
    """Return the file that says a requirement file, as it is now, is installed."""
    digest = hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()[:12]
    return folder / f"{name}-{digest}.installed"


def _make(folder: Path) -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise Refusal(
            "Python's venv module is missing. On Debian or Ubuntu, run: apt-get install "
            "python3-venv; then try again.",
            "缺少 Python 的 venv 模块，请先安装 python3-venv。",
        )
    print("Making the environment (the first time takes a minute or two) …", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Refusal(
            "Python could not make a virtual environment: "
            + _last_line(made.stdout + made.stderr)
            + " On Debian or Ubuntu, `apt-get install python3-venv` often helps.",
            "无法创建 Python 环境，请检查 python3-venv 与磁盘空间。",
        )


def _install(folder: Path, name: str) -> None:
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--require-hashes"]
    command += ["--only-binary", ":all:", "-r", str(REQUIREMENTS / f"{name}.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(
            f"Installing requirements/{name}.txt failed: {_last_line(done.stderr)} "
            "Check the network and the disk, then try again.",
            "安装依赖失败，请检查网络和磁盘后重试。",
        )
    _mark(folder, name).touch()


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1].removesuffix(".") + "." if lines else "no reason given."


def environment_for(home: Home, python: Path) -> dict[str, str]:
    """Return the variables under which Anju's own processes find the code and the data.

    The caller's working folder stays out of Python's path: a stray file there must not be imported.
    """
    others = os.environ.get("PYTHONPATH")
    return {
        **os.environ,
        "ANJU_HOME": str(home.folder),
        "ANJU_PROGRAMS": str(home.programs),
        "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{others}" if others else str(CHECKOUT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VIRTUAL_ENV": str(python.parent.parent),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings",
    }
