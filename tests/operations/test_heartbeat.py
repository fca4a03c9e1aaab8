"""The alarm on every page while the background work stands still."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from anju.clocks.commands.sweeping import note_sweep
from anju.operations import queries, tasks
from anju.operations.commands import beat
from anju.operations.models import Heartbeat
from anju.operations.queries import heartbeat_alarm

pytestmark = pytest.mark.django_db


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_is_silent_while_the_worker_beats() -> None:
    now = timezone.now()
    beat(name="worker", at=now)
    note_sweep(looked_at=0, failed=0, at=now)

    assert heartbeat_alarm(at=now + minutes(3)) == ""


@pytest.mark.parametrize(
    ("later", "words"), [(5, "5 分钟"), (130, "2 小时"), (4 * 24 * 60, "4 天")]
)
def test_says_how_long_the_worker_has_been_silent(later: int, words: str) -> None:
    now = timezone.now()
    beat(name="worker", at=now)

    assert heartbeat_alarm(at=now + minutes(later)) == f"后台任务已停 {words},请联系系统管理员"


def test_a_house_that_was_off_over_night_gets_three_minutes() -> None:
    started = queries._process_started_at
    beat(name="worker", at=started - timedelta(hours=9))

    assert heartbeat_alarm(at=started + minutes(2)) == ""
    assert "9 小时" in heartbeat_alarm(at=started + minutes(4))


def test_a_worker_that_never_came_is_noticed_too() -> None:
    started = queries._process_started_at

    assert heartbeat_alarm(at=started + minutes(2)) == ""
    assert "没有运行" in heartbeat_alarm(at=started + minutes(4))


def test_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        heartbeat_alarm(at=timezone.now())


def test_a_sweep_that_stands_still_is_noticed_too() -> None:
    now = timezone.now()
    note_sweep(looked_at=0, failed=0, at=now)
    beat(name="worker", at=now + minutes(6))

    assert heartbeat_alarm(at=now + minutes(3)) == ""
    assert heartbeat_alarm(at=now + minutes(6)) == "时限检查已停 6 分钟,请联系系统管理员"


def test_the_worker_beats_in_one_row() -> None:
    tasks.beat(timestamp=0)
    first = Heartbeat.objects.get().at

    tasks.beat(timestamp=0)

    assert Heartbeat.objects.get(name="worker").at > first
