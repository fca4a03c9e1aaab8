"""The demonstration's deadlines: there once, whatever the hour, and named on the pages."""

from datetime import timedelta

import pytest
from django.test import Client

from anju.clocks.demo import STORY, load
from anju.clocks.models import Clock
from anju.core.actors import SYSTEM
from anju.organization import demo
from tests import world
from tests.clocks.screens.pages import text, url

pytestmark = pytest.mark.django_db


def test_loads_once_and_at_any_hour() -> None:
    world.presets()
    at = world.AT.replace(hour=3)
    demo.load(today=at.date(), by=SYSTEM, at=at)

    load(today=at.date(), by=SYSTEM, at=at)
    load(today=at.date(), by=SYSTEM, at=at + timedelta(hours=1))

    assert Clock.objects.count() == len(STORY)
    assert Clock.objects.exclude(paused_until=None).count() == 1
    lin = world.sign_in(Client(), demo.User.objects.get(login="lin"))
    said = text(lin.get(url("clocks", code="lvyuan")))
    assert "工程部" in said
    assert "暂停中" in said or "已超" in said


def test_needs_the_demonstration() -> None:
    load(today=world.TODAY, by=SYSTEM, at=world.AT)

    assert Clock.objects.count() == 0
