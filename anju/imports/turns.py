"""Turns in the database: two imports of a project go one after another; all others go on."""

from django.db import connection

# Two 32-bit numbers are a lock space of their own; files' contents use another part of it.
SPACE = 0x616E_6A75  # "anju"


def wait_for_turn(project_id: int) -> None:
    """Hold the project's imports until the transaction ends; a second one waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SPACE, project_id % 2**31])
