"""A worker killed in the middle of a notification: told in the end, and told once."""

import os
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.messaging.models import StaffMessage
from anju.operations.tasks import take_up_stalled
from tests import world
from tests.architecture.source import CHECKOUT
from tests.tickets import shift

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that stops for ever between writing a message and committing it.
HALF_TOLD = """
import sys, time
import django
django.setup()
from anju.messaging.commands import telling as commands
real = commands.publish
def stuck(*topics):
    sys.stdout.write("half told\\n")
    sys.stdout.flush()
    time.sleep(600)
commands.publish = stuck
from django.core.management import call_command
call_command("procrastinate", "worker", "--one-shot", "--delete-jobs=successful")
"""
WORKER = ["-m", "django", "procrastinate", "worker", "--one-shot", "--delete-jobs=successful"]
TOLD = "tickets.tell_of_order"


def test_a_worker_killed_while_it_tells_somebody_loses_nothing_and_tells_once() -> None:
    worker = world.engineer()
    ProcrastinateJob.objects.all().delete()  # of other tests: the queue's tables are not flushed
    shift.taken(at=timezone.now())  # nothing is late yet, so the sweep has nobody to tell
    ProcrastinateJob.objects.exclude(task_name=TOLD).delete()
    assert _status() == ["todo"]

    killed = _start(["-c", HALF_TOLD])
    assert killed.stdout is not None
    assert "half told" in killed.stdout.readline()
    killed.kill()
    killed.wait()

    assert StaffMessage.objects.filter(user=worker).count() == 0
    assert _status() == ["doing"]

    async_to_sync(take_up_stalled.func)(timestamp=0)
    assert _status() == ["doing"], "its worker may still be alive"

    _silent_for("2 minutes")
    async_to_sync(take_up_stalled.func)(timestamp=0)
    assert _status() == ["todo"]
    assert _start(WORKER).wait(timeout=60) == 0

    assert [message.title for message in StaffMessage.objects.filter(user=worker)] == [
        "派给您:厨房水龙头漏水,一直滴"
    ]
    assert _status() == []


def _status() -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name=TOLD).values_list("status", flat=True))


def _silent_for(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - %s::interval", [time]
        )


def _start(arguments: Sequence[str]) -> subprocess.Popen[str]:
    """Start our own interpreter on this test's database."""
    facts = connection.get_connection_params()
    login = quote(facts["user"]) + (f":{quote(facts['password'])}" if "password" in facts else "")
    url = f"postgresql://{login}@{facts['host']}:{facts['port']}/{facts['dbname']}"
    return subprocess.Popen(  # noqa: S603  our own interpreter, our own words
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
