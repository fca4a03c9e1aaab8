"""The database that this installation uses: one's own server, or the embedded one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from runtime.home import Home
from runtime.postgres import embedded
from runtime.refusal import Refusal
from runtime.secrets import variables

OLDEST = 15

# Advisory locks, by which separate processes take turns. Session-level, one number each.
MIGRATION_LOCK = 26_110_001
# Deleting a stored file holds it alone; a backup shares it from the dump to the last copy, so
# every file that the dump's rows name is still there to be copied.
FILES_LOCK = 26_110_002


@contextmanager
def database(home: Home, environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Yield the URL of a database that answers: DATABASE_URL's, or the embedded server's.

    :raises Refusal: if it does not answer or is too old.
    """
    given = environ.get("DATABASE_URL")
    if given:
        check_reachable(given)
        yield given
        return
    with embedded(home) as server:
        yield server.url


def use_database(home: Home, url: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Put the database and the keys where this process and its children read them.

    ANJU_DATABASE tells a child whether people chose the server or Anju brought it.
    """
    environ.setdefault("ANJU_DATABASE", "given" if environ.get("DATABASE_URL") else "embedded")
    environ["DATABASE_URL"] = url
    environ.update(variables(home, environ))


def check_reachable(url: str) -> None:
    """Make sure that DATABASE_URL names a PostgreSQL that Anju can use.

    :raises Refusal: if it is no URL, does not answer, refuses the login or is too old.
    """
    try:
        where = conninfo_to_dict(url)
        with psycopg.connect(url, connect_timeout=10) as connection:
            major = connection.info.server_version // 10_000
    except psycopg.ProgrammingError as error:
        raise Refusal(
            "DATABASE_URL cannot be read; it looks like postgresql://user:password@host:5432/name.",
            "DATABASE_URL 格式不正确。",
        ) from error
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1].strip().rstrip(".")
        place = f"{where.get('host', 'localhost')}:{where.get('port', 5432)}"
        raise Refusal(
            f"The database at {place} (DATABASE_URL) does not answer: {reason}.",
            "无法连接 DATABASE_URL 指定的数据库。",
        ) from error
    if major < OLDEST:
        raise Refusal(
            f"DATABASE_URL names a PostgreSQL {major}; Anju needs {OLDEST} or newer.",
            f"PostgreSQL 版本过低（{major}），需要 {OLDEST} 或更新版本。",
        )
