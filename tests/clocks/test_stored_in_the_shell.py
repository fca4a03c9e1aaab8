"""`bin/anju clock due --project` reckons by the project's own calendar, in a process of its own."""

import dataclasses
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection

from anju.clocks.commands.calendars import change_calendar
from anju.clocks.queries.calendars import calendar_in
from anju.clocks.reckoning.windows import windows
from tests import world
from tests.architecture.source import CHECKOUT

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = ("--calendar=desk", "--start=2026-11-20T19:50", "--minutes=30")


def anju(*words: str) -> subprocess.CompletedProcess[str]:
    at = connection.settings_dict
    login = quote(at["USER"]) + (":" + quote(at["PASSWORD"]) if at["PASSWORD"] else "")
    url = f"postgresql://{login}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "runtime.cli", "clock", "due", *words],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_projects_own_hours_count() -> None:
    project = world.project("green")
    desk = calendar_in(project, "desk")
    assert desk is not None
    late = dataclasses.replace(desk.reckoned(), weekly=(windows("08:00-22:00"),) * 7)
    change_calendar(calendar=desk, content=late, by=world.by(world.supervisor()), at=world.AT)

    own, preset = anju(*QUESTION, "--project=green"), anju(*QUESTION)

    assert (own.returncode, own.stdout) == (0, "2026-11-20T20:20\n"), own.stderr
    assert preset.stdout == "2026-11-21T08:20\n"


@pytest.mark.parametrize("words", [["--project=typo"], ["--project=green", "--calendar=nope"]])
def test_an_unknown_project_or_calendar_is_refused(words: list[str]) -> None:
    world.project("green")

    told = anju(*QUESTION, *words)

    assert (told.returncode, told.stdout) == (1, "")
    assert "没有代码为" in told.stderr
