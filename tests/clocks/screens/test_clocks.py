"""Open deadlines, one deadline, and why it is at that minute."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.clocks.commands.answering import fulfil_clock
from anju.clocks.commands.pausing import pause_clock
from anju.clocks.commands.starting import start_clock
from anju.clocks.models import Clock
from anju.clocks.permissions import ClocksPermission
from anju.clocks.queries.clocks import open_clocks
from anju.clocks.states import PauseReason
from anju.clocks.tasks import sweep_all
from anju.clocks.views.spoken import said_left, said_working
from anju.core.actors import SYSTEM
from anju.organization.models import Role
from anju.organization.permissions import OrganizationPermission
from config.founding import refresh
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at
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
    assert "已超时 35 分钟" in said
    assert said.index("已超时 35 分钟") < said.index("还剩 10 分钟")
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
    assert Event.objects.get(verb="clocks.exported").changes["rows"] == [None, 1]
    assert receptionist.get(url("export")).status_code == 403


def test_the_right_to_take_it_out_is_its_own(receptionist: Client) -> None:
    other = OrganizationPermission.EXPORT_LISTS.value
    Role.objects.filter(code="receptionist").update(permissions=[ClocksPermission.READ, other])
    assert receptionist.get(url("export")).status_code == 403

    rights = [ClocksPermission.READ.value, ClocksPermission.EXPORT.value]
    Role.objects.filter(code="receptionist").update(permissions=rights)
    assert receptionist.get(url("export")).status_code == 200


def test_an_installation_founded_before_gets_the_right() -> None:
    world.presets()
    role = Role.objects.get(code="supervisor")
    role.permissions = [right for right in role.permissions if right != ClocksPermission.EXPORT]
    role.save()

    refresh(by=SYSTEM, at=world.AT)

    role.refresh_from_db()
    assert ClocksPermission.EXPORT.value in role.permissions


def test_explains_itself(receptionist: Client) -> None:
    clock = cases.started("resolve", start="11-20 10:00")

    said = text(receptionist.get(url("clock", clock.pk)))

    for words in ("为什么是这个时间", "720 个工作分钟", "2026-11-20(周五)10:00–20:00", "第 1 版"):
        assert words in said
    assert "到期后 30 分钟(工作时间)" in said
    assert "开始计时" in said
    assert "+00:00" not in said


def test_what_happened_is_told_in_words(receptionist: Client) -> None:
    zhao, _ = world.engineer(), world.supervisor()
    kept, late = (cases.started("resolve", start="11-23 10:00", holder=zhao) for _ in range(2))
    fulfil_clock(clock=kept, by=world.by(zhao), at=at("11-24 09:00"))
    sweep_all(at=at("11-24 11:00"))

    said = "".join(text(receptionist.get(url("clock", each.pk))) for each in (kept, late))

    for words in ("到期时</ins>", "到期后 30 分钟(工作时间)</ins>", "升一级</ins>", "按时</ins>"):
        assert words in said, words
    for code in ("handler", "supervisor", "raise", "KEPT", "(desk)"):
        assert code not in said, code


def test_the_reason_unfolds_as_a_part(receptionist: Client) -> None:
    clock = cases.started("resolve")

    part = text(receptionist.get(url("why", clock.pk), headers={"HX-Request": "true"}))

    assert "工作分钟" in part
    assert "<html" not in part
    assert "<html" in text(receptionist.get(url("why", clock.pk)))


def test_the_component_stands_on_any_page() -> None:
    clock = running(minutes_ago=5)

    said = component(clock, timezone.now())

    assert "还剩" in said
    assert url("why", clock.pk) in said
    assert url("clock", clock.pk) in said


def component(clock: Clock, now: datetime) -> str:
    request = RequestFactory().get("/")
    request.at, request.project = now, world.project()  # type: ignore[attr-defined]
    return render_to_string("clocks/clock.html", {"clock": clock, "request": request})


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("11-23 10:00", "还剩 1 天"),
        ("11-22 09:00", "还剩 2 天 1 小时"),
        ("11-23 19:59", "还剩 14 小时 1 分钟"),
        ("11-24 10:00", "还剩 0 分钟"),
        ("11-24 12:00", "已超时 2 小时"),
    ],
)
def test_the_component_and_the_list_use_the_same_words(now: str, words: str) -> None:
    clock = cases.started("resolve", start="11-23 10:00")  # due on 11-24 at 10:00
    (listed,) = open_clocks(world.project(), now=at(now))

    assert f"{words}</span>" in component(clock, at(now))
    assert said_left(listed, at(now)).text == words
    assert "按自然时间" in component(clock, at(now))


def test_the_working_time_in_it_is_told_where_the_calendar_is_at_hand(
    receptionist: Client,
) -> None:
    clock = cases.started("resolve", start="11-23 10:00")  # the desk works 08:00 to 20:00
    calendar = clock.calendar_version.reckoned()

    assert said_working(clock, at("11-23 19:00"), calendar) == "其中工作时间 3 小时"
    assert said_working(clock, at("11-24 20:30"), calendar) == "其中工作时间 10 小时"
    assert said_working(clock, at("11-27 13:00"), calendar) == "其中工作时间 39 小时"  # no days
    assert said_working(clock, at("11-24 09:00"), calendar) == ""  # every minute is one of work
    assert said_working(clock, at("12-24 09:00"), calendar) == ""  # nobody counts those
    now = timezone.now()
    minutes = 13 * 60  # more than a day of the desk: a night lies in between
    cases.minutes(world.project(), "rework", minutes, code="desk")
    cases.started("rework", start=f"{timezone.localtime(now):%Y-%m-%d %H:%M}")
    assert "其中工作时间" in text(receptionist.get(url("clocks"), {"kind": "rework"}))


def test_what_has_stopped_says_how_it_came_out() -> None:
    clock = cases.started("resolve", start="11-23 10:00")
    fulfil_clock(clock=clock, by=world.by(world.engineer()), at=at("11-24 12:00"))

    said = component(cases.fresh(clock), at("11-24 13:00"))

    assert "逾期" in said
    assert "按自然时间" not in said


def test_a_broken_promise_says_so() -> None:
    clock = cases.started("promise", start="11-23 10:00")  # due on 11-24 at 17:30

    assert "已破诺,超时 30 分钟" in component(clock, at("11-24 18:00"))


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
