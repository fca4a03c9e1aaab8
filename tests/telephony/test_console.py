"""`bin/anju telephony token`, and the demonstration's week of calls."""

from argparse import ArgumentParser
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.organization.models import Project
from anju.telephony.demo import load
from anju.telephony.invariants import broken
from anju.telephony.models import Call, CallBack, Line
from anju.telephony.queries.lines import lets_in
from anju.telephony.states import CallBackState, CallState
from config.console import telephony
from runtime.refusal import Refusal
from tests import world
from tests.telephony.exchange import body, resident, send

pytestmark = pytest.mark.django_db


def made(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = ArgumentParser()
    telephony.arguments(parser)
    assert telephony.run(parser.parse_args(["token", "--project", "green", *words])) == 0
    return capsys.readouterr().out.splitlines()[0].rsplit("/", 1)[1]


def test_a_token_from_the_command_line_lets_events_in_at_once(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    world.project()
    token = made(capsys)

    assert send(client, token, body("newCall")).status_code == 200


def test_old_tokens_hold_seven_days_or_end_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    here = world.project()
    first, second = made(capsys), made(capsys)
    now = timezone.now()
    assert lets_in(here, first, at=now)
    assert not lets_in(here, first, at=now + timedelta(days=8))

    third = made(capsys, "--end-old")
    now = timezone.now()
    assert [lets_in(here, each, at=now) for each in (first, second, third)] == [False, False, True]


def test_an_unknown_project_is_refused_in_words() -> None:
    parser = ArgumentParser()
    telephony.arguments(parser)
    with pytest.raises(Refusal, match="nowhere"):
        telephony.run(parser.parse_args(["token", "--project", "nowhere"]))


def test_the_demonstration_has_a_week_of_calls_and_one_to_call_back() -> None:
    here = world.project(code="lvyuan")
    for login, name in (("wang", "王婷"), ("he", "何雨桐")):
        world.person(login, name, project=here)
    for number in range(6):
        _known(here, number)
    now = world.AT
    load(today=local_date(now), by=SYSTEM, at=now)
    load(today=local_date(now), by=SYSTEM, at=now)  # a second time it leaves all as it is

    assert Call.objects.of(here).count() > 25
    assert Call.objects.of(here).filter(state=CallState.ENDED, is_misdial=False).count() > 15
    assert CallBack.objects.of(here).filter(state=CallBackState.DONE).exists()
    assert CallBack.objects.of(here).open().count() == 1
    assert Line.objects.get(project=here).is_enabled
    assert list(broken(deep=True)) == []


def _known(project: Project, number: int) -> None:
    resident(f"李{number}", f"1690000{number:04}", form="", project=project)
