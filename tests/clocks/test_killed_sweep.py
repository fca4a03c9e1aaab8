"""The sweep killed at random moments, and two at once: nothing twice, nothing never."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from urllib.parse import quote

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.audit.models import Event
from anju.clocks.commands.calendars import change_calendar
from anju.clocks.commands.starting import start_clock
from anju.clocks.invariants import broken
from anju.clocks.models import Clock, ClockEvent, StageFiring
from anju.clocks.reckoning.windows import Closure
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.core.errors import ForbiddenTransition
from tests import world
from tests.architecture.source import CHECKOUT
from tests.clocks import cases
from tests.clocks.cases import at
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CLOCKS, KILLS = 90, 6
SWEEPING = """
import sys
from datetime import datetime
import django
django.setup()
from anju.clocks.commands import sweeping
from anju.clocks.reckoning.windows import Closure
from anju.clocks.tasks import sweep_all
sweeping.BATCH = 7
sys.stdout.write("go\\n")
sys.stdout.flush()
sweep_all(at=datetime.fromisoformat(sys.argv[1]))
"""
NOW = at("11-23 12:31")


def test_a_killed_sweep_fires_nothing_twice_and_nothing_never() -> None:
    people = [world.receptionist(), world.supervisor(), world.manager()]
    for _ in range(CLOCKS):
        cases.started("respond", holder=people[0])
    chance = random.Random(19)  # noqa: S311  moments, not secrets
    tellings = ProcrastinateJob.objects.filter(task_name="clocks.tell_of_stage")
    jobs_before = tellings.count()
    done_after = []

    for _ in range(KILLS):
        process = sweeping()
        enough = StageFiring.objects.count() + chance.randint(0, 60)
        while process.poll() is None and StageFiring.objects.count() < enough:
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.02))
        process.kill()
        process.wait()
        done_after.append(StageFiring.objects.count())
    wait_for_dead_sessions()
    sweep_all(at=NOW)

    # Some runs were cut in the middle, or this test tests nothing.
    assert any(0 < count < 3 * CLOCKS for count in done_after), done_after
    fired = Counter(StageFiring.objects.values_list("clock_id", "stage"))
    assert len(fired) == 3 * CLOCKS
    assert set(fired.values()) == {1}
    assert Event.objects.filter(verb="clocks.stage_due").count() == 3 * CLOCKS
    breaches = Counter(ClockEvent.objects.filter(kind="breach").values_list("clock_id", flat=True))
    assert (len(breaches), set(breaches.values())) == (CLOCKS, {1})
    assert tellings.count() - jobs_before == 3 * CLOCKS
    assert list(broken(deep=True)) == []


def test_two_sweeps_at_once_share_the_work() -> None:
    for _ in range(20):
        cases.started("respond", holder=world.receptionist())

    at_once(*[lambda: sweep_all(at=NOW)] * 3)
    sweep_all(at=NOW)

    assert Event.objects.filter(verb="clocks.stage_due").count() == StageFiring.objects.count()
    assert ClockEvent.objects.filter(kind="breach").count() == 20
    assert list(broken()) == []


def test_two_people_start_the_same_clock_once() -> None:
    project, subject = world.project(), cases.case()

    def start() -> Clock:
        return start_clock(
            project=project,
            subject=subject,
            kind="resolve",
            started_at=world.AT,
            by=SYSTEM,
            at=world.AT,
        )

    results = at_once(start, start)

    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [
        ForbiddenTransition
    ]
    assert Clock.objects.count() == 1


def sweeping() -> subprocess.Popen[str]:
    """Start a sweep in a process of its own; returns once it begins."""
    facts = connection.get_connection_params()
    login = quote(facts["user"]) + (f":{quote(facts['password'])}" if "password" in facts else "")
    url = f"postgresql://{login}@{facts['host']}:{facts['port']}/{facts['dbname']}"
    process = subprocess.Popen(  # noqa: S603  our own interpreter, our own words
        [sys.executable, "-c", SWEEPING, NOW.isoformat()],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    return process


def wait_for_dead_sessions() -> None:
    """Wait until the server has noticed the killed: their locks are skipped, not waited for."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)


def test_a_clock_never_starts_on_a_version_that_is_being_replaced() -> None:
    project = world.project()
    cases.minutes(project, "resolve", 450)
    office = cases.calendar(project, "office")
    shut = Closure(at("11-24 00:00"), at("11-25 00:00"))
    content = replace(office.reckoned(), closures=(shut,))

    for _ in range(3):
        at_once(
            lambda: cases.started("resolve"),
            lambda: change_calendar(calendar=office, content=content, by=SYSTEM, at=world.AT),
            lambda: cases.started("resolve"),
        )

    assert {clock.due_at for clock in Clock.objects.all()} == {at("11-25 10:00")}
    assert Clock.objects.count() == 6
    assert list(broken()) == []
