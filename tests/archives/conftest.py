"""A folder of files for one test, and rows that other threads see."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test keeps its files."""
    settings.ANJU_FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def guard_lifted(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put the trail's guard back once the database was emptied after the test."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_truncate")
    connection.close()


@pytest.fixture
def committed(guard_lifted: None, transactional_db: None) -> Iterator[None]:
    """Really commit, for tests with threads; the trail may be emptied afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_truncate")
