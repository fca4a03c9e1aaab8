"""What every test has: only the loopback network, and a trail that may be emptied between tests."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, expect, sync_playwright

from anju.core.fresh import Fresh

# Tables that refuse TRUNCATE by a trigger named after them.
NO_TRUNCATE = ("audit_event", "clocks_clockevent", "clocks_stagefiring")

# A house of the tests has one visitor at a time, and starting a process costs seconds.
os.environ.setdefault("ANJU_WEB_PROCESSES", "2")

# How fast a busy machine draws examples is no property of ours; the fixtures that are shared
# between examples are meant to be.
hypothesis_settings.register_profile(
    "anju",
    hypothesis_settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("anju")

_connect = socket.socket.connect
_flush = DatabaseOperations.execute_sql_flush


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that leaves the machine: no test may depend on the outside."""

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wanted to reach {host}")
        _connect(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _flush_the_trail_too() -> Iterator[None]:
    """Let the test runner truncate what refuses TRUNCATE, in its own transaction only."""

    def flush(self: DatabaseOperations, sql_list: Any) -> None:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            for table in NO_TRUNCATE:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")
            _flush(self, sql_list)
            for table in NO_TRUNCATE:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = _flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Let no test see what the one before it made a process keep for some seconds."""
    Fresh.forget_all()
    yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, in Chinese; one for all journeys of a worker."""
    # Playwright keeps an event loop in this thread; Django must not mistake it for ours.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=20_000)  # a patience, not a measure: two cores may be busy
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ANJU_CHROMIUM") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking", "--lang=zh-CN"],
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path) -> Iterator[None]:
    """Keep uploads of a test in its own folder."""
    before = settings.ANJU_FILES
    settings.ANJU_FILES = tmp_path / "files"
    yield
    settings.ANJU_FILES = before
