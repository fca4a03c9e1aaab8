"""The demonstration's notice boards: there once, from today, and news to nobody any more."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.messaging.models import StaffMessage
from anju.notices.demo import LVYUAN, STORY, YUNQI, load
from anju.notices.invariants import broken
from anju.notices.models import Notice
from anju.notices.tasks import tell_staff_of_notice
from anju.organization import demo
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def boards() -> None:
    world.presets()
    demo.load(today=world.TODAY, by=SYSTEM, at=world.AT)
    load(today=world.TODAY, by=SYSTEM, at=world.AT)


def on_board(code: str = LVYUAN) -> list[Notice]:
    return list(Notice.objects.filter(project__code=code).order_by("pk"))


@pytest.mark.usefixtures("boards")
def test_loads_once() -> None:
    load(today=world.TODAY, by=SYSTEM, at=world.AT + timedelta(hours=1))

    states = [notice.state for notice in on_board()]
    assert len(states) == len(STORY[LVYUAN])
    assert (states.count("DRAFT"), states.count("WITHDRAWN")) == (1, 1)
    assert len(on_board(YUNQI)) == 1
    assert list(broken()) == []


@pytest.mark.usefixtures("boards")
def test_is_written_by_the_staff_in_the_days_before_today() -> None:
    written = [(notice.written_at, notice.number) for notice in on_board()]

    assert written == sorted(written)
    assert written[-1][0] < world.AT
    assert {event.by_name for event in Event.objects.filter(verb="notices.published")} == {
        "陈静怡",
        "梁嘉怡",
    }
    assert not Notice.objects.filter(published_at__gt=world.AT).exists()


@pytest.mark.usefixtures("boards")
def test_reads_as_a_notice_and_names_nobody() -> None:
    lin = world.sign_in(Client(), demo.User.objects.get(login="lin"))
    said = lin.get(reverse("notices:board", args=[LVYUAN])).content.decode()
    names = {row[1] for rows in demo.STAFF.values() for row in rows}

    for words in ("停水检修改期通知", "电梯年度检验安排", "草稿", "已撤下", "元旦假期"):
        assert words in said
    for notice in on_board():
        assert "{" not in notice.title + notice.body
        assert not any(name in notice.body for name in names)
        assert not re.search(r"\d+ ?(室|单元)", notice.body)


@pytest.mark.usefixtures("boards")
def test_nobody_begins_the_day_with_old_news() -> None:
    told = StaffMessage.objects.filter(key__startswith="notice:")
    count = told.count()

    for event in Event.objects.filter(verb="notices.published"):
        tell_staff_of_notice(event.pk)  # the reaction, when a worker comes

    assert told.count() == count > 0
    assert not told.unread().exists()


def test_needs_the_demonstration() -> None:
    load(today=world.TODAY, by=SYSTEM, at=world.AT)

    assert not Notice.objects.exists()


@pytest.mark.parametrize("today", [date(2027, 1, 3), date(2026, 12, 31)])
def test_stands_at_any_day_of_the_year(today: date) -> None:
    world.presets()
    at = world.AT.replace(year=today.year, month=today.month, day=today.day)
    demo.load(today=today, by=SYSTEM, at=at)

    load(today=today, by=SYSTEM, at=at)

    assert list(broken()) == []
    assert max(local_date(notice.written_at) for notice in on_board()) < today
