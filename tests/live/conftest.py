"""A real hub beside a real PostgreSQL, and screens that read its stream."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from anju.live.tickets import sign, ticket_key
from tests.live.hub_process import SECRET, HubProcess, Screen

_INSTRUMENTS = """window.told = 0;
window.later = 0;
const now = performance.now.bind(performance);
performance.now = () => now() + window.later;
document.addEventListener('live:changed', () => { window.told += 1; }, true);
window.hide = (hidden) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event('visibilitychange'));
};"""


@pytest.fixture
def hub(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[HubProcess]:
    """A hub on the test database; each test has its own, so that memory starts empty.

    Notifications need real commits and write no rows: no transaction around, nothing to flush.
    """
    with django_db_blocker.unblock():
        at = connection.settings_dict
        login = quote(at["USER"]) + (":" + quote(at["PASSWORD"]) if at["PASSWORD"] else "")
        host = at["HOST"] or "127.0.0.1"
        started = HubProcess(f"postgresql://{login}@{host}:{at['PORT'] or 5432}/{at['NAME']}")
        started.start()
        yield started
        started.stop()
        connection.close()


@pytest.fixture
def ticket() -> Callable[..., str]:
    """Sign a ticket for topics, as the page does."""

    def signed(*topics: str, user: str = "17", at: datetime | None = None) -> str:
        return sign(topics, user=user, key=ticket_key(SECRET), at=at or datetime.now(UTC))

    return signed


@pytest.fixture
def open_screen(hub: HubProcess) -> Iterator[Callable[..., Screen]]:
    """Open streams at the hub; they are closed after the test."""
    screens = []

    def opened(*tickets: str, since: str = "", pass_text: str = "") -> Screen:
        screens.append(Screen(hub.port, list(tickets), since=since, pass_text=pass_text))
        return screens[-1]

    yield opened
    for screen in screens:
        screen.close()


@pytest.fixture
def profile(chromium: Browser) -> Iterator[BrowserContext]:
    """One person's browser; a page that reports an error fails the test."""
    context = chromium.new_context()
    context.add_init_script(_INSTRUMENTS)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []
