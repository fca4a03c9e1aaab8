"""How a fresh PostgreSQL cluster is made and set up for a small office."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from runtime.placing import Place
from runtime.refusal import Refusal

NAME = "anju"
MEGABYTE = 1024 * 1024
ENTRY = "host all all 127.0.0.1/32 scram-sha-256\n"
INCLUDE = "include_if_exists = 'anju.conf'"


def create_cluster(place: Place, password: str, *, durable: bool = True) -> None:
    """Make the cluster with its role and database; a kill half-way leaves none behind.

    The application's role owns its database but is no superuser: append-only triggers bind it,
    and the extensions it needs (pg_trgm, btree_gist) are ones PostgreSQL trusts an owner with.

    :raises Refusal: if PostgreSQL's own tools fail.
    """
    for left in place.folder.glob("new-*"):
        shutil.rmtree(left)
    fresh = place.folder / f"new-{secrets.token_hex(4)}"
    command = ["initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    command += ["--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions"]
    if not durable:
        command.append("--no-sync")
    _run(place, command, "")
    # The superuser has no password, and no entry but by password is left: nobody logs in as one.
    (fresh / "pg_hba.conf").write_text(ENTRY, encoding="ascii")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{INCLUDE}\n")
    statements = (
        f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}'\n"
        f"CREATE DATABASE {NAME} OWNER {NAME}\n"
    )
    _run(place, ["postgres", "--single", "-D", str(fresh), "postgres"], statements)
    fresh.rename(place.folder / "data")


def write_settings(place: Place, *, durable: bool = True) -> None:
    """Write the settings that fit this machine; an administrator's ALTER SYSTEM outranks them."""
    settings = {**_for_this_machine(), **({} if durable else _THROWN_AWAY)}
    text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    path = place.folder / "data" / "anju.conf"
    path.write_text("# Written anew at each start.\n" + text, encoding="utf-8")
    if place.account:
        os.chown(path, place.account.uid, place.account.gid)


_THROWN_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
}


def _for_this_machine() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "shared_preload_libraries": "",
        "max_connections": "100",
        "shared_buffers": f"{min(max(memory // 8, 64), 1024)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 64), 512)}MB",
        "random_page_cost": "1.1",
        # Compiling a query costs more than any query of ours runs.
        "jit": "off",
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "idle_in_transaction_session_timeout": "10min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "log_min_duration_statement": "2s",
    }


def clean_environment() -> dict[str, str]:
    """Return the environment without variables that would steer PostgreSQL's programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _run(place: Place, command: list[str], given: str) -> None:
    account = place.account
    program: Path = place.programs / command[0]
    done = subprocess.run(
        [str(program), *command[1:]],
        input=given,
        capture_output=True,
        text=True,
        cwd="/",
        env=clean_environment(),
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    said = done.stdout + done.stderr
    failed = done.returncode or "ERROR:" in said or "FATAL:" in said
    if not failed:
        return
    if "No space left on device" in said:
        raise Refusal(
            "The disk is full: the database could not be made. Free some space and try again.",
            "磁盘已满，无法创建数据库，请清理空间后重试。",
        )
    reasons = [line for line in said.splitlines() if "rror" in line or "FATAL" in line]
    raise Refusal(
        f"The database could not be made ({command[0]}): "
        f"{reasons[0].strip() if reasons else f'exit code {done.returncode}'}.",
        "无法创建数据库。",
    )
