"""Turns in the database: what one person did on one thing is taken in one after the other."""

import zlib

from django.db import connection

from anju.organization.models import Project, User


def wait_for_turn(project: Project, user: User, subject_type: str, subject_id: int) -> None:
    """Hold one person's chain of entries on one thing until the transaction ends.

    Two deliveries of a chain, by two devices or twice by one, must not overlook each other.
    """
    # Two 32-bit numbers are a lock space of their own, apart from the single-number locks.
    key = zlib.crc32(f"offline:{user.pk}:{subject_type}:{subject_id}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [project.pk % 2**31, key])
