"""A worker killed in the middle of a slow provider's answer: nothing twice, nothing never."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.messaging.models import Outgoing
from anju.messaging.states import OutState
from anju.messaging.tasks import take_up
from anju.operations.tasks import take_up_stalled
from sandbox.server import Sandbox
from tests.architecture.source import CHECKOUT
from tests.messaging import outside

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = ["-m", "django", "procrastinate", "worker", "--one-shot", "--delete-jobs=successful"]


@pytest.mark.parametrize("mode", ["slow", "deaf"])
def test_a_worker_killed_while_the_provider_answers(sandbox: Sandbox, mode: str) -> None:
    """`slow` has taken the message when the worker dies, `deaf` has not; it arrives once."""
    outside.provider(sandbox)
    outside.control(sandbox, mode=mode, seconds=60)
    ProcrastinateJob.objects.all().delete()  # of other tests: the queue's tables are not flushed
    message = outside.outgoing()
    ProcrastinateJob.objects.exclude(task_name="messaging.send").delete()

    killed = _start(WORKER)
    _wait_until(lambda: _state(message) == OutState.SENDING, killed)
    if mode == "slow":
        _wait_until(lambda: len(sandbox.inbox.newest()) == 1, killed)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert _state(message) == OutState.SENDING

    outside.control(sandbox, mode="ok")
    _silent_for("2 minutes")
    async_to_sync(take_up_stalled.func)(timestamp=0)
    assert _start(WORKER).wait(timeout=60) == 0
    assert _state(message) == OutState.SENDING, "the lease of the dead one has not ended"

    Outgoing.objects.update(next_try_at=timezone.now() - timedelta(minutes=1))
    take_up(0)
    assert _start(WORKER).wait(timeout=60) == 0

    assert _state(message) == OutState.SENT
    assert [got["times"] for got in sandbox.inbox.newest()] == [1]
    assert sandbox.inbox.asked == 1


def _state(message: Outgoing) -> str:
    return Outgoing.objects.values_list("state", flat=True).get(pk=message.pk)


def _wait_until(holds: object, process: subprocess.Popen[str]) -> None:
    """Wait for something that another process brings about; give up when that has ended."""
    for _ in range(1200):
        if holds():
            return
        assert process.poll() is None, "the worker ended before it got that far"
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def _silent_for(span: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - %s::interval", [span]
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
        text=True,
    )
