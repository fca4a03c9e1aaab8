"""Bringing the database up to this code. Import it only after django.setup()."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from runtime.database import MIGRATION_LOCK
from runtime.refusal import Refusal


def migrate(*, verbosity: int = 0) -> int:
    """Apply what is missing, one process at a time; returns how many migrations that were.

    :raises Refusal: if the database knows migrations that this code does not.
    """
    with _alone():
        missing = len(pending())
        if missing:
            call_command("migrate", interactive=False, verbosity=verbosity)
        return missing


def pending() -> list[tuple[str, str]]:
    """Return the migrations of this code that the database has not seen.

    :raises Refusal: if the database knows migrations that this code does not.
    """
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _ in plan]


def _refuse_newer(executor: MigrationExecutor) -> None:
    loader = executor.loader
    known = set(loader.disk_migrations or {})
    for migration in (loader.disk_migrations or {}).values():
        known.update(migration.replaces)
    unknown = sorted(set(loader.applied_migrations or {}) - known)
    if unknown:
        named = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        raise Refusal(
            "The database was changed by a newer Anju: it holds migrations that this version "
            f"does not know ({named}). Run the newer Anju, or restore a backup of this version.",
            "数据库由更新版本的安居写入，请升级程序或恢复本版本的备份。",
        )


@contextmanager
def _alone() -> Iterator[None]:
    # A connection of its own: Django's may come from a pool and go back between two statements.
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        yield
