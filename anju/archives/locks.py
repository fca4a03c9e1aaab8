"""Turns in the database: nobody deletes a content while it is stored anew or backed up."""

import zlib

from django.db import connection

from runtime.database import FILES_LOCK


def wait_for_content(project_id: int, sha256: str) -> None:
    """Hold one content of a project until the transaction ends; a second one waits."""
    # Two 32-bit numbers are a lock space of their own, apart from the single-number locks.
    key = zlib.crc32(sha256.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [project_id % 2**31, key])


def wait_for_backup() -> None:
    """Hold the right to delete contents until the transaction ends; backups share its lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILES_LOCK])
