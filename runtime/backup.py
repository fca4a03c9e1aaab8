"""One consistent set of the database, the stored files and the keys."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from runtime.database import FILES_LOCK
from runtime.home import Home, locked
from runtime.manifest import DUMP, FILES, KEYS, NAME, Manifest, Part, read_manifest, sha256_of
from runtime.programs import connection_variables, program
from runtime.refusal import Refusal, of_operating_system
from runtime.secrets import keys_in_force, write_secret
from runtime.version import VERSION

KEPT = 14
_NAMED = re.compile(r"anju-\d{8}T\d{6}Z(?:-\d+)?")


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds.

    `damaged` names stored files whose content no longer is what their name says: they were
    saved as they are, and somebody should look at the disk.
    """

    folder: Path
    created_at: str
    files: int
    bytes: int
    damaged: list[str]
    removed: list[str]

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "folder": str(self.folder)}


def run_backup(
    home: Home,
    url: str,
    *,
    to: Path | None = None,
    with_keys: bool = True,
    environ: Mapping[str, str] = os.environ,
) -> BackupReport:
    """Make a backup in a folder of its own and return what it holds.

    The dump comes first and the files after it, under a lock that keeps files from being
    deleted meanwhile: every file that the dump names is in the set. Files that the previous
    backup has are linked, not copied, where both lie on one file system.

    Older backups beyond ANJU_BACKUPS_KEPT (14) are deleted once the new one is whole.

    :raises Refusal: if the disk is full or PostgreSQL's dump fails; nothing is left then.
    """
    target = to or home.backups
    kept = _kept(environ)
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(target / ".backup.lock"):
            for left in target.glob(".partial-*"):
                shutil.rmtree(left)
            report = _write(home, url, target, with_keys, environ)
            removed = _remove_old(target, kept)
    except OSError as error:
        raise of_operating_system(error) or error from error
    return BackupReport(**{**vars(report), "removed": removed})


def _kept(environ: Mapping[str, str]) -> int:
    text = environ.get("ANJU_BACKUPS_KEPT") or str(KEPT)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise Refusal(
            f"ANJU_BACKUPS_KEPT is a number from 1, not {text!r}.",
            "ANJU_BACKUPS_KEPT 应为大于 0 的整数。",
        )
    return int(text)


def backups_in(target: Path) -> list[Path]:
    """Return the whole backups in a folder, oldest first."""
    if not target.is_dir():
        return []
    return sorted(
        path for path in target.iterdir() if _NAMED.fullmatch(path.name) and (path / NAME).is_file()
    )


def _write(
    home: Home, url: str, target: Path, with_keys: bool, environ: Mapping[str, str]
) -> BackupReport:
    now = datetime.now(UTC)
    previous = backups_in(target)[-1:]
    partial = target / f".partial-{now:%Y%m%dT%H%M%SZ}"
    partial.mkdir(mode=0o700)
    try:
        with _files_kept(url) as connection:
            migrations = _migrations(connection)
            _dump(url, partial / DUMP)
            parts, damaged = _copy_files(home.files, partial, previous[0] if previous else None)
        parts.insert(0, _part(partial, partial / DUMP))
        if with_keys:
            parts += _copy_keys(home, partial, environ)
        manifest = Manifest(VERSION, now.isoformat(timespec="seconds"), migrations, parts)
        manifest.write(partial)
        # The name appears only when everything under it is on the disk.
        os.sync()
        folder = _final_name(target, now)
        partial.rename(folder)
        _sync_folder(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    count = sum(part.path.startswith(FILES + "/") for part in parts)
    size = sum(part.size for part in parts)
    return BackupReport(folder, manifest.created_at, count, size, damaged, [])


@contextmanager
def _files_kept(url: str) -> Iterator[psycopg.Connection[tuple[str, str]]]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
        yield connection


def _migrations(connection: psycopg.Connection[tuple[str, str]]) -> dict[str, str]:
    try:
        found = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app")
        return dict(found.fetchall())
    except psycopg.errors.UndefinedTable:
        return {}


def _dump(url: str, path: Path) -> None:
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    environment = {**os.environ, **connection_variables(url)}
    done = subprocess.run(
        [*command, "--file", str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        path.chmod(0o600)
        return
    if "No space left on device" in done.stderr:
        raise Refusal(
            f"The disk is full: the backup could not be written to {path.parent.parent}. Free "
            "some space and try again.",
            "磁盘已满,备份未完成,请清理空间后重试。",
        )
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    reason = lines[0].strip().rstrip(".") if lines else f"exit code {done.returncode}"
    raise Refusal(f"PostgreSQL could not dump the database: {reason}.", "数据库导出失败。")


def _copy_files(stored: Path, partial: Path, previous: Path | None) -> tuple[list[Part], list[str]]:
    """Copy the stored files; returns them and the paths of those that are damaged."""
    known = _files_of(previous)
    parts: list[Part] = []
    damaged: list[str] = []
    for path in sorted(stored.rglob("*")):
        # What is being uploaded has another name until it is whole.
        if not path.is_file() or not re.fullmatch(r"[0-9a-f]{64}", path.name):
            continue
        inside = Path(FILES) / path.relative_to(stored)
        target = partial / inside
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        earlier = known.get(str(inside))
        if earlier and previous and _link(previous / inside, target, earlier):
            parts.append(earlier)
            continue
        shutil.copyfile(path, target)
        part = _part(partial, target)
        parts.append(part)
        if part.sha256 != path.name:
            damaged.append(part.path)
    return parts, damaged


def _files_of(previous: Path | None) -> dict[str, Part]:
    if previous is None:
        return {}
    try:
        return {part.path: part for part in read_manifest(previous).parts}
    except Refusal:
        return {}


def _link(earlier: Path, target: Path, part: Part) -> bool:
    # Only a sound file is linked: a damaged one is read again, it may have been mended.
    if part.sha256 != earlier.name:
        return False
    try:
        if earlier.stat().st_size != part.size:
            return False
        target.hardlink_to(earlier)
    except OSError:
        return False
    return True


def _copy_keys(home: Home, partial: Path, environ: Mapping[str, str]) -> list[Part]:
    folder = partial / KEYS
    folder.mkdir(mode=0o700)
    for name, value in keys_in_force(home, environ).items():
        write_secret(folder / name, value)
    return [_part(partial, path) for path in sorted(folder.iterdir())]


def _part(partial: Path, path: Path) -> Part:
    return Part(str(path.relative_to(partial)), sha256_of(path), path.stat().st_size)


def _final_name(target: Path, now: datetime) -> Path:
    name = f"anju-{now:%Y%m%dT%H%M%SZ}"
    names = (name, *(f"{name}-{count}" for count in range(2, 1000)))
    return next(target / each for each in names if not (target / each).exists())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_old(target: Path, kept: int) -> list[str]:
    old = backups_in(target)[:-kept]
    for folder in old:
        # Renamed first: a half-deleted backup must not look like a whole one.
        doomed = folder.with_name(f".partial-old-{folder.name}")
        folder.rename(doomed)
        shutil.rmtree(doomed)
    return [folder.name for folder in old]
