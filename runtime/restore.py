"""From a backup to a data folder that serves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from runtime.database import check_reachable, database
from runtime.home import Home, open_home, try_lock
from runtime.manifest import DUMP, FILES, KEYS, Manifest, check_parts, read_manifest
from runtime.placing import discard_cluster, place_of
from runtime.programs import connection_variables, program
from runtime.refusal import Refusal
from runtime.secrets import GIVEN_BY, write_secret


@dataclass(frozen=True)
class RestoreReport:
    """What was restored; `aside` is the folder with what was there before, or empty."""

    backup: str
    created_at: str
    files: int
    keys: bool
    aside: str


def restore(
    home: Home,
    backup: Path,
    *,
    replace: bool,
    migrate: Callable[[str], None],
    environ: Mapping[str, str] = os.environ,
) -> RestoreReport:
    """Restore a backup into an empty data folder; `migrate` then gets the database's URL.

    Every checksum is compared before anything is written. `replace` moves what the data folder
    held into a folder beside it, from which nothing is ever deleted. A restore that is broken
    off leaves a mark; the next one begins anew.

    :raises Refusal: if the backup is damaged or newer, the data folder holds data, or Anju runs.
    """
    manifest = read_manifest(backup)
    check_parts(backup, manifest)
    with ExitStack() as stack:
        held = try_lock(home.run / "serve.lock")
        if held is None:
            raise Refusal(
                f"Anju runs from {home.folder}. Stop it before restoring.",
                "安居正在运行,请先停止再恢复。",
            )
        stack.callback(os.close, held)
        given = environ.get("DATABASE_URL")
        if given:
            check_reachable(given)
            _refuse_filled(given)
        aside = _make_room(home, replace)
        home.restoring.write_text(f"{backup}\n", encoding="utf-8")
        _restore_keys(home, backup, environ)
        _restore_files(home, backup, manifest)
        url = stack.enter_context(database(home, environ))
        _restore_database(url, backup / DUMP)
        migrate(url)
        home.restoring.unlink()
    return _report(backup, manifest, aside)


def _report(backup: Path, manifest: Manifest, aside: Path | None) -> RestoreReport:
    paths = [part.path for part in manifest.parts]
    return RestoreReport(
        backup=str(backup),
        created_at=manifest.created_at,
        files=sum(path.startswith(FILES + "/") for path in paths),
        keys=any(path.startswith(KEYS + "/") for path in paths),
        aside=str(aside or ""),
    )


def _make_room(home: Home, replace: bool) -> Path | None:
    """Empty the data folder; returns where its contents went if there were any worth keeping."""
    alone = try_lock(home.run / "database-users.lock")
    if alone is None:
        raise Refusal(
            f"Another command of Anju uses the database in {home.folder}. Wait until it ends.",
            "另一个命令正在使用数据库,请稍后再试。",
        )
    os.close(alone)
    if home.restoring.exists():
        _discard(home)
        return None
    if replace:
        return _put_aside(home)
    if holds_data(home):
        raise Refusal(
            f"{home.folder} already holds data. Restore into another data folder "
            "(ANJU_HOME=…), or add --replace to keep the present data aside and replace it.",
            "数据文件夹中已有数据,请换一个文件夹,或加 --replace(原数据会保留)。",
        )
    _discard(home)
    return None


def holds_data(home: Home) -> bool:
    """Return whether a data folder holds a database with tables, or stored files."""
    if any(path.is_file() for path in home.files.rglob("*")):
        return True
    if not home.cluster.exists() or not (place_of(home).folder / "data").exists():
        return False
    with database(home, {}) as url:
        return bool(_tables(url))


def _put_aside(home: Home) -> Path:
    """Move the database and the files aside; the keys are copied, for the backup may have none."""
    aside = home.folder / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for path in (home.cluster, home.files):
        with suppress(FileNotFoundError):
            path.rename(aside / path.name)
    shutil.copytree(home.secrets, aside / "secrets")
    open_home(home)
    return aside


def _discard(home: Home) -> None:
    """Delete an empty or half-restored database and half-restored files."""
    discard_cluster(home)
    shutil.rmtree(home.files)
    open_home(home)


def _restore_keys(home: Home, backup: Path, environ: Mapping[str, str]) -> None:
    for name, variable in GIVEN_BY.items():
        saved = backup / KEYS / name
        if not saved.is_file():
            continue
        value = saved.read_text(encoding="ascii").strip()
        given = environ.get(variable)
        if given and given != value:
            raise Refusal(
                f"{variable} is set and differs from the key in the backup. Unset it, or set it "
                "to the key under which the data was written.",
                f"{variable} 与备份中的密钥不一致。",
            )
        (home.secrets / name).unlink(missing_ok=True)
        write_secret(home.secrets / name, value)


def _restore_files(home: Home, backup: Path, manifest: Manifest) -> None:
    for part in manifest.parts:
        if part.path.startswith(FILES + "/"):
            target = home.folder / part.path
            target.parent.mkdir(parents=True, exist_ok=True)
            # Copied, not linked: the backup must survive whatever happens to the data folder.
            shutil.copyfile(backup / part.path, target)


def _refuse_filled(url: str) -> None:
    count = _tables(url)
    if count:
        raise Refusal(
            f"The database of DATABASE_URL is not empty ({count} tables). Name an empty one.",
            "DATABASE_URL 指定的数据库不是空的,请换一个空数据库。",
        )


def _tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        row = found.fetchone()
    return int(row[0]) if row else 0


def _restore_database(url: str, dump: Path) -> None:
    where = connection_variables(url)
    command = [program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
    command += ["--single-transaction", "--dbname", where["PGDATABASE"], str(dump)]
    done = subprocess.run(
        command, env={**os.environ, **where}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr if os.environ.get("ANJU_DEBUG") == "1" else "")
        lines = [line for line in done.stderr.splitlines() if "rror" in line]
        reason = lines[0].strip().rstrip(".") if lines else f"exit code {done.returncode}"
        raise Refusal(
            f"PostgreSQL could not restore the database: {reason}.",
            "数据库恢复失败。",
        )
