"""The hub against a real PostgreSQL: nothing is missed, nothing is heard without a grant."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
from django.db import connection, transaction

from anju.live.commands import publish
from tests.live.hub_process import ROOT, HubProcess, Screen

Open = Callable[..., Screen]
Sign = Callable[..., str]


def _heard(screen: Screen) -> object:
    event = screen.next()
    return event.data["topic"] if event.kind == "ping" else event.kind


def test_pings_after_commit_and_never_after_rollback(open_screen: Open, ticket: Sign) -> None:
    screen = open_screen(ticket("notice:1", "notice:2"))
    screen.until_ready()

    with transaction.atomic():
        publish("notice:1")
        transaction.set_rollback(True)
    with transaction.atomic():
        publish("notice:2", "notice:2")
        publish("notice:2")

    assert _heard(screen) == "notice:2"
    publish("notice:1")
    assert _heard(screen) == "notice:1", "one ping for one transaction"


def test_waits_for_the_commit(hub: HubProcess, open_screen: Open, ticket: Sign) -> None:
    screen = open_screen(ticket("notice:1", "notice:2"))
    screen.until_ready()

    with transaction.atomic():
        publish("notice:1")
        with psycopg.connect(hub.database_url, autocommit=True) as other:
            other.execute("SELECT pg_notify('anju_live', 'notice:2')")
        assert _heard(screen) == "notice:2"

    assert _heard(screen) == "notice:1"


def test_tells_only_what_the_tickets_grant(open_screen: Open, ticket: Sign) -> None:
    mine = open_screen(ticket("project:3:notices"), ticket("user:17"))
    stranger = open_screen(ticket("project:4:notices"))
    mine.until_ready()
    stranger.until_ready()

    publish("project:3:notices")
    publish("user:17", "project:4:notices")

    assert [_heard(mine), _heard(mine)] == ["project:3:notices", "user:17"]
    assert _heard(stranger) == "project:4:notices"


def test_replays_what_a_returning_screen_missed(open_screen: Open, ticket: Sign) -> None:
    first = open_screen(ticket("notice:1", "notice:2"))
    first.until_ready()
    publish("notice:1")
    first.next()
    first.close()

    publish("notice:2")
    back = open_screen(pass_text=first.pass_text, since=first.cursor)

    # The hub may hear of it before the screen is back, or after.
    missed = back.until_ready() or [back.next()]
    assert [event.data["topic"] for event in missed] == ["notice:2"]


def test_says_resync_after_a_restart(hub: HubProcess, open_screen: Open, ticket: Sign) -> None:
    screen = open_screen(ticket("notice:1"))
    screen.until_ready()

    seconds = hub.stop()
    hub.start()
    back = open_screen(pass_text=screen.pass_text, since=screen.cursor)

    assert seconds < 5, "open streams do not hold the process up"
    assert [event.kind for event in back.until_ready()] == ["resync"]
    publish("notice:1")
    assert _heard(back) == "notice:1"


def test_says_resync_when_its_connection_was_killed(open_screen: Open, ticket: Sign) -> None:
    screen = open_screen(ticket("notice:1"))
    screen.until_ready()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'anju live hub' AND datname = current_database()"
        )

    assert [_heard(screen), _heard(screen)] == ["waiting", "resync"]
    publish("notice:1")
    assert _heard(screen) == "notice:1"


def test_refuses_what_is_expired_forged_or_missing(open_screen: Open, ticket: Sign) -> None:
    old = ticket("notice:1", at=datetime.now(UTC) - timedelta(seconds=61))
    good = ticket("notice:1")

    for tickets in ([old], [good[:-2] + "xx"], [good, old], []):
        refused = open_screen(*tickets)
        assert refused.status == 403
        assert "刷新页面" in str(refused.body()["error"])
    assert open_screen(pass_text=good).status == 403, "a ticket is no pass"


def test_counts_its_screens(hub: HubProcess, open_screen: Open, ticket: Sign) -> None:
    screen = open_screen(ticket("notice:1"))
    screen.until_ready()
    assert hub.health() == {"ok": True, "listeners": 1, "listening": True}

    screen.close()

    hub.wait_until(lambda health: health["listeners"] == 0)


def test_runs_without_django() -> None:
    asked = "import sys, anju.live.hub; print('django' in sys.modules)"
    answer = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "False"
