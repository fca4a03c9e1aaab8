"""Open deadlines, one deadline, and why it is at that minute."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from python_calamine import CalamineWorkbook

from anju.clocks.commands.pausing import pause_clock
from anju.clocks.commands.starting import start_clock
from anju.clocks.models import Clock
from anju.clocks.states import PauseReason
from anju.core.actors import SYSTEM
from tests import world
from tests.clocks import cases
from tests.clocks.screens.pages import text, url

pytestmark = pytest.mark.django_db


def running(kind: str = "act", *, minutes_ago: int = 0, project: Any = None) -> Clock:
    """Start a deadline that counts day and night: 15 minutes from its start."""
    now = timezone.now()
    return start_clock(
        project=project or world.project(),
        subject=cases.case(f"样例 {Clock.objects.count()}"),
        kind=kind,
        started_at=now - timedelta(minutes=minutes_ago),
        facts={"level": "emergency"},
        holder=world.engineer() if project is None else None,
        by=SYSTEM,
        at=now,
    )


def test_says_how_long_is_left_and_how_late_it_is(supervisor: Client) -> None:
    running(minutes_ago=5)
    running(minutes_ago=50)
    running("promise")

    said = text(supervisor.get(url("clocks")))

    assert "还剩 10 分钟" in said
    assert "已超 35 分钟" in said
    assert said.index("已超 35 分钟") < said.index("还剩 10 分钟")
    assert "到场处理时限" in said


def test_narrows_by_kind_and_by_state(supervisor: Client) -> None:
    late, near = running(minutes_ago=50), running("own", minutes_ago=1)
    paused = running(minutes_ago=2)
    pause_clock(
        clock=paused,
        reason=PauseReason.OWNER,
        until=timezone.now() + timedelta(hours=3),
        by=SYSTEM,
        at=timezone.now(),
    )

    def shown(**query: str) -> list[int]:
        said = text(supervisor.get(url("clocks"), query))
        return [each.pk for each in (late, near, paused) if url("clock", each.pk) in said]

    assert shown() == [late.pk, near.pk, paused.pk]
    assert shown(kind="own") == [near.pk]
    assert shown(show="late") == [late.pk]
    assert shown(show="paused") == [paused.pk]
    assert shown(show="renew") == []
    assert shown(kind="nonsense", show="nonsense") == [late.pk, near.pk, paused.pk]


def test_goes_out_as_a_workbook_with_its_permission(
    supervisor: Client, receptionist: Client
) -> None:
    running(minutes_ago=50)

    answer = supervisor.get(url("export"), {"show": "late"})

    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = sheet.get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells] == ["时限", "到场处理"]
    assert receptionist.get(url("export")).status_code == 403


def test_explains_itself(receptionist: Client) -> None:
    clock = cases.started("resolve", start="11-20 10:00")

    said = text(receptionist.get(url("clock", clock.pk)))

    for words in ("为什么是这个时间", "720 个工作分钟", "2026-11-20(周五)10:00–20:00", "第 1 版"):
        assert words in said
    assert "到期后 30 分钟(工作时间)" in said
    assert "开始计时" in said
    assert "+00:00" not in said


def test_the_reason_unfolds_as_a_part(receptionist: Client) -> None:
    clock = cases.started("resolve")

    part = text(receptionist.get(url("why", clock.pk), headers={"HX-Request": "true"}))

    assert "工作分钟" in part
    assert "<html" not in part
    assert "<html" in text(receptionist.get(url("why", clock.pk)))


def test_the_component_stands_on_any_page() -> None:
    clock = running(minutes_ago=5)
    request = RequestFactory().get("/")
    request.at, request.project = timezone.now(), world.project()  # type: ignore[attr-defined]

    said = render_to_string("clocks/clock.html", {"clock": clock, "request": request})

    assert "还剩" in said
    assert url("why", clock.pk) in said
    assert url("clock", clock.pk) in said


def test_another_projects_clock_is_not_found(supervisor: Client) -> None:
    there = world.project("cloud", "云栖大厦")
    clock = cases.started("resolve", project=there)

    assert supervisor.get(url("clock", clock.pk)).status_code == 404
    assert supervisor.get(url("why", clock.pk)).status_code == 404
    assert url("clock", clock.pk) not in text(supervisor.get(url("clocks")))


def test_an_empty_list_says_what_will_be_there(receptionist: Client) -> None:
    assert "自动开始计时" in text(receptionist.get(url("clocks")))


def test_costs_the_same_for_one_and_three(supervisor: Client) -> None:
    running()
    one = world.queries(lambda: supervisor.get(url("clocks")))
    running()
    running()

    assert world.queries(lambda: supervisor.get(url("clocks"))) == one
