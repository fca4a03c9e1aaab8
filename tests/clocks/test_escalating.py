"""Escalation: who is told, when, once; nobody on duty never means silence."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.audit.models import Event
from anju.clocks import tasks
from anju.clocks.commands import sweeping
from anju.clocks.commands.answering import Answer, fulfil_clock
from anju.clocks.commands.changing import retarget_clock
from anju.clocks.commands.pausing import pause_clock
from anju.clocks.hooks import duty
from anju.clocks.invariants import broken
from anju.clocks.models import Clock, StageFiring, Sweep
from anju.clocks.queries.clocks import open_clocks, unheard
from anju.clocks.reckoning.targets import Stage, Unit
from anju.clocks.rungs import Rung
from anju.clocks.states import AnswerBy, PauseReason
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.messaging.models import StaffMessage
from anju.organization.commands.deputies import name_deputy
from anju.organization.models import User
from anju.organization.models.belonging import AbsenceReason
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at

pytestmark = pytest.mark.django_db


def fired(clock: Clock) -> list[tuple[str, str, list[int]]]:
    rows = StageFiring.objects.filter(clock=clock).order_by("pk")
    return [(row.stage, f"{row.fired_at:%H:%M}", row.told) for row in rows]


def absent(user: User, deputy: User) -> None:
    name_deputy(
        project=world.project(),
        absent=user,
        deputy=deputy,
        starts_at=at("11-23 00:00"),
        ends_at=at("11-24 00:00"),
        reason=AbsenceReason.SICK,
        note="",
        held=world.everything(),
        by=SYSTEM,
        at=at("11-22 12:00"),
    )


def test_climbs_from_handler_to_supervisor_to_manager() -> None:
    wang, chen, lin = world.receptionist(), world.supervisor(), world.manager()
    clock = cases.started("respond", holder=wang)

    for minute in ("10:29", "10:30", "10:31", "11:00", "11:01", "12:30", "12:31"):
        sweep_all(at=at(f"11-23 {minute}"))

    assert fired(clock) == [
        ("handler", "02:30", [wang.pk]),
        ("supervisor", "03:00", [chen.pk]),
        ("manager", "04:30", [lin.pk]),
    ]
    late = cases.fresh(clock)
    assert (late.verdict, late.breached_at, late.next_at) == ("BROKEN", at("11-23 10:30"), None)
    event = Event.objects.filter(verb="clocks.stage_due").order_by("pk")[1]
    assert event.changes == {
        "stage": [None, "到期后 30 分钟(工作时间)"],
        "acts": [None, ["升一级"]],
        "told": [None, ["陈静怡"]],
    }


def test_the_trail_of_many_clocks_is_written_together_and_in_order() -> None:
    world.receptionist(), world.supervisor(), world.manager()

    def inserts(count: int) -> int:
        clocks = [cases.started("respond") for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            sweep_all(at=at("11-24 09:00"))
        for clock in clocks:
            told = Event.objects.about("clocks.clock", clock.pk).order_by("pk")
            assert [(event.verb, event.changes.get("stage")) for event in told][1:] == [
                ("clocks.breached", None),
                ("clocks.stage_due", [None, "到期时"]),
                ("clocks.stage_due", [None, "到期后 30 分钟(工作时间)"]),
                ("clocks.stage_due", [None, "到期后 2 小时(工作时间)"]),
            ]
        return sum('INSERT INTO "audit_event"' in query["sql"] for query in captured)

    assert inserts(1) == inserts(3)


def test_a_late_sweep_does_all_at_once_and_breaches_at_due() -> None:
    world.receptionist(), world.supervisor(), world.manager()
    clock = cases.started("respond")

    sweep_all(at=at("11-24 09:00"))
    sweep_all(at=at("11-24 09:01"))

    assert [stage for stage, _, _ in fired(clock)] == ["handler", "supervisor", "manager"]
    assert cases.fresh(clock).breached_at == at("11-23 10:30")
    assert Event.objects.filter(verb="clocks.breached").count() == 1


def test_a_warning_before_due_counts_unpaused_working_minutes() -> None:
    project = world.project()
    cases.minutes(project, "resolve", 450, rungs=(cases.before(60),))
    clock = cases.started("resolve")
    assert clock.warn_at == [at("11-24 09:00")]

    paused = pause_clock(
        clock=clock,
        reason=PauseReason.OWNER,
        until=at("11-24 09:30"),
        by=SYSTEM,
        at=at("11-23 15:00"),
    )
    assert (paused.due_at, paused.warn_at) == (at("11-24 15:00"), [at("11-24 14:00")])


def test_one_already_past_fires_at_once() -> None:
    project = world.project()
    cases.minutes(project, "resolve", 30, rungs=(cases.before(60),))
    clock = cases.started("resolve")

    assert clock.next_at == at("11-23 10:00")
    sweep_all(at=at("11-23 10:00"))
    assert len(fired(clock)) == 1


def test_the_absent_are_replaced_by_their_deputies() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    he = world.person("he", "何雨桐")
    absent(wang, he)
    clock = cases.started("respond", holder=wang)

    sweep_all(at=at("11-23 10:30"))

    assert fired(clock) == [("handler", "02:30", [he.pk])]
    assert duty(world.project(), world.post("supervisor"), world.AT) == [chen]


def test_nobody_on_duty_means_the_next_level_at_once() -> None:
    gone = world.person("gone", "周离职", ends_on=date(2026, 11, 1))
    lin = world.manager()
    clock = cases.started("respond", holder=gone)

    sweep_all(at=at("11-23 10:30"))

    rows = StageFiring.objects.filter(clock=clock).order_by("pk")
    assert [(row.stage, row.told, row.passed_to) for row in rows] == [
        ("handler", [], "manager"),
        ("supervisor", [], "manager"),
        ("manager", [lin.pk], ""),
    ]
    sweep_all(at=at("11-23 13:00"))
    assert rows.count() == 3


def test_with_no_rung_left_whoever_is_there_is_told() -> None:
    clock = cases.started("respond")
    zhao = world.engineer()
    sweep_all(at=at("11-23 10:30"))
    assert fired(clock)[-1] == ("manager", "02:30", [zhao.pk])

    elsewhere = cases.started("respond", project=world.project("cloud", "云栖大厦"))
    zong = world.head_office()
    sweep_all(at=at("11-23 10:40"))
    assert fired(elsewhere)[-1][2] == [zong.pk]


def test_nobody_at_all_is_seen_by_a_query() -> None:
    clock = cases.started("respond")

    sweep_all(at=at("11-23 10:30"))

    found = unheard(world.project(), since=world.AT)
    assert [row.clock_id for row in found] == [clock.pk]


def test_a_rung_told_before_hears_of_one_that_finds_nobody() -> None:
    lin = world.manager()
    project = world.project()
    rungs = (
        Rung("manager", Stage(0), "post:manager"),
        Rung("engineers", Stage(10), "department:工程部"),
        Rung("manager again", Stage(20), "post:manager"),
    )
    cases.minutes(project, "resolve", 30, rungs=rungs)
    clock = cases.started("resolve")

    sweep_all(at=at("11-23 10:30"))
    sweep_all(at=at("11-23 10:40"))

    assert [(stage, told) for stage, _, told in fired(clock)] == [
        ("manager", [lin.pk]),
        ("engineers", []),
        ("manager again", [lin.pk]),
    ]


def test_a_department_hears_of_a_case_without_holder() -> None:
    zhao = world.engineer()
    clock = cases.started("respond", department=world.department(world.project(), "工程部"))

    sweep_all(at=at("11-23 10:30"))

    assert fired(clock) == [("handler", "02:30", [zhao.pk])]


def test_a_broken_promise_escalates_each_working_morning_until_answered() -> None:
    project = world.project()
    wang, chen, lin = world.receptionist(), world.supervisor(), world.manager()
    office = cases.calendar(project, "office")
    clock = cases.started("promise", start="11-19 10:00", calendar=office, holder=wang)
    assert clock.due_at == at("11-20 17:30")

    for day in range(20, 25):
        for hour in (8, 12, 18):
            sweep_all(at=at(f"11-{day} {hour:02d}:30"))

    everybody = sorted([wang.pk, chen.pk, lin.pk])
    mornings = [row for row in fired(clock) if row[0].startswith("morning:")]
    assert mornings == [
        ("morning:2026-11-23", "00:30", mornings[0][2]),
        ("morning:2026-11-24", "00:30", everybody),
    ]
    fulfil_clock(clock=clock, answer=Answer(AnswerBy.VISIT), by=SYSTEM, at=at("11-24 09:00"))
    assert sweep_all(at=at("11-25 09:00")) == 0
    assert list(broken(deep=True)) == []


def test_what_has_fired_does_not_fire_again_after_a_retarget() -> None:
    wang, _ = world.receptionist(), world.supervisor()
    clock = cases.started("own", start="11-23 10:00", holder=wang)
    sweep_all(at=at("11-23 10:15"))

    retarget_clock(
        clock=clock, facts={"level": "emergency"}, reason="升级", by=SYSTEM, at=at("11-23 10:16")
    )
    sweep_all(at=at("11-23 10:20"))

    assert [stage for stage, _, _ in fired(clock)] == ["handler"]


def test_a_stage_due_in_a_pause_fires_at_resume() -> None:
    wang, _ = world.receptionist(), world.supervisor()
    cases.minutes(world.project(), "resolve", 30)
    clock = cases.started("resolve", holder=wang)
    pause_clock(
        clock=clock,
        reason=PauseReason.OWNER,
        until=at("11-23 15:00"),
        by=SYSTEM,
        at=at("11-23 10:45"),
    )

    sweep_all(at=at("11-23 11:30"))
    assert [stage for stage, _, _ in fired(clock)] == ["handler"]
    sweep_all(at=at("11-23 15:00"))
    assert [stage for stage, _, _ in fired(clock)] == ["handler", "supervisor", "manager"]


def test_calendar_minutes_pass_at_night_too() -> None:
    world.manager()
    rung = Rung("night", Stage(120, Unit.CALENDAR), "post:manager")
    cases.minutes(world.project(), "resolve", 30, rungs=(rung,))
    clock = cases.started("resolve", start="11-23 17:00")

    sweep_all(at=at("11-23 19:30"))

    assert [stage for stage, _, _ in fired(clock)] == ["night"]


def test_telling_is_a_reaction_and_safe_to_run_twice() -> None:
    wang = world.receptionist()
    cases.started("respond", holder=wang)
    sweep_all(at=at("11-23 10:31"))
    event = Event.objects.get(verb="clocks.stage_due")
    jobs = ProcrastinateJob.objects.filter(task_name="clocks.tell_of_stage")
    assert [job.args for job in jobs] == [{"event_id": event.pk}]

    tasks.tell_of_stage(event_id=event.pk)
    tasks.tell_of_stage(event_id=event.pk)

    message = StaffMessage.objects.get()
    assert (message.user, message.title) == (wang, "已逾期:首次回应时限")
    assert message.body.endswith(":到期时间 11月23日 10:30,请尽快处理。")
    assert message.body.startswith("样例 ")


def test_the_holder_is_told_when_a_pause_ends_by_itself() -> None:
    wang = world.receptionist()
    clock = cases.started("resolve", holder=wang)
    pause_clock(
        clock=clock,
        reason=PauseReason.OWNER,
        until=at("11-23 15:00"),
        by=SYSTEM,
        at=at("11-23 10:45"),
    )
    sweep_all(at=at("11-23 15:00"))
    event = Event.objects.filter(verb="clocks.resumed").last()

    tasks.tell_holder(event_id=event.pk)

    assert StaffMessage.objects.get().title == "暂停已结束,请继续处理"


def test_leaves_a_heartbeat() -> None:
    cases.started("respond")

    tasks.sweep(timestamp=0)

    row = Sweep.objects.get()
    assert (row.looked_at, row.failed) == (1, 0)


def test_one_clock_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = cases.started("respond"), cases.started("respond")
    settle = sweeping.Book.settle

    def failing(self: sweeping.Book, clock: Clock, **more: object) -> object:
        if clock.pk == bad.pk:
            raise ValueError("a clock that cannot be read")
        return settle(self, clock, **more)

    monkeypatch.setattr(sweeping.Book, "settle", failing)

    with pytest.raises(RuntimeError, match=str(bad.pk)):
        sweep_all(at=at("11-23 10:31"))

    assert (len(fired(good)), len(fired(bad))) == (3, 0)
    assert Sweep.objects.get().failed == 1
    assert cases.fresh(bad).next_at is not None


def test_a_sweep_of_three_costs_as_many_queries_as_of_one_but_for_the_trail() -> None:
    world.receptionist(), world.supervisor(), world.manager()

    def cost(count: int) -> int:
        for _ in range(count):
            cases.started("respond")
        return world.queries(lambda: sweep_all(at=at("11-23 10:29")))

    assert cost(1) == cost(3)


def test_the_open_list_costs_the_same_for_one_and_for_three() -> None:
    project = world.project()

    def look() -> list[str]:
        return [
            f"{clock}{clock.policy.name}{clock.is_late}{clock.holder}"
            for clock in open_clocks(project, now=at("11-23 11:00"))
        ]

    cases.started("respond", holder=world.receptionist())
    one = world.queries(look)
    for _ in range(2):
        cases.started("respond", holder=world.receptionist())
    cases.started("respond", project=world.project("cloud", "云栖大厦"))

    assert world.queries(look) == one == 1
    assert len(look()) == 3
