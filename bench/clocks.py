"""What a sweep costs: 100,000 open clocks, 1,000 of them due.

Beside it runs the plainest possible way: the same reads and writes by one raw SQL statement each,
without reckoning anything, in one transaction.
"""

import time
from datetime import datetime, timedelta

from django.db import connection, transaction

from anju.clocks.commands.founding import load_presets
from anju.clocks.commands.starting import start_clock
from anju.clocks.models import Clock, ClockEvent, StageFiring
from anju.clocks.tasks import sweep_all
from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.organization.commands.founding import create_project
from anju.organization.models import Party, Project

OPEN = 100_000
DUE = 1_000
START = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
NOW = START + timedelta(minutes=31)

_CLOCKS = """
INSERT INTO clocks_clock (project_id, subject_type, subject_id, kind, instance, facts, holder_id,
    department_id, policy_id, calendar_version_id, started_at, due_at, warn_at, is_hand_set,
    is_beyond, paused_until, renewals, asks_renewal, stopped_at, verdict, breached_at,
    is_superseded, is_offline, late_working, late_calendar, explanation, next_at)
SELECT project_id, 'bench.case', number, kind, 1, facts, holder_id, department_id, policy_id,
    calendar_version_id, started_at + late, due_at + late, warn_at, is_hand_set, is_beyond,
    paused_until, renewals, asks_renewal, stopped_at, verdict, breached_at, is_superseded,
    is_offline, late_working, late_calendar, explanation, next_at + late
FROM clocks_clock, generate_series(%s, %s) AS number,
    LATERAL (SELECT make_interval(mins => %s) AS late) AS later
WHERE id = %s
"""
_EVENTS = """
INSERT INTO clocks_clockevent (project_id, clock_id, kind, at, actor_id, actor_name, absent_name,
    reason, inputs)
SELECT event.project_id, clock.id, event.kind, event.at, actor_id, actor_name, absent_name, reason,
    jsonb_set(inputs, '{started_at}', to_jsonb(to_char(clock.started_at AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')))
FROM clocks_clockevent AS event, clocks_clock AS clock
WHERE event.clock_id = %s AND clock.subject_type = 'bench.case'
    AND NOT EXISTS (SELECT FROM clocks_clockevent AS there WHERE there.clock_id = clock.id)
"""
_PLAIN = (
    """
    CREATE TEMP TABLE due ON COMMIT DROP AS
    SELECT clock.*, event.inputs FROM clocks_clock AS clock
    JOIN clocks_clockevent AS event ON event.clock_id = clock.id
    WHERE next_at <= %(now)s ORDER BY next_at, clock.id FOR UPDATE OF clock SKIP LOCKED
    """,
    """
    INSERT INTO clocks_clockevent (project_id, clock_id, kind, at, actor_name, absent_name, reason,
        inputs)
    SELECT project_id, id, 'breach', %(now)s, '系统', '', '', jsonb_build_object('moment', due_at)
    FROM due
    """,
    """
    INSERT INTO clocks_stagefiring (project_id, clock_id, stage, planned_at, fired_at, told,
        passed_to, acts)
    SELECT project_id, id, stage, due_at, %(now)s, '{}', '', '{}'
    FROM due, unnest(ARRAY['handler', 'supervisor', 'manager']) AS stage
    """,
    """
    INSERT INTO audit_event (project_id, verb, subject_type, subject_id, subject_name, at, by_name,
        absent_name, reason, changes, request_id)
    SELECT project_id, verb, 'clocks.clock', id, '首次回应时限', %(now)s, '系统', '', '',
        '{"stage": [null, "handler"], "acts": [null, []], "told": [null, []]}', ''
    FROM due, unnest(ARRAY['clocks.breached', 'clocks.stage_due', 'clocks.stage_due',
        'clocks.stage_due']) AS verb
    """,
    """
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW('default', 'clocks.tell_of_stage', 0, NULL,
        NULL, '{"event_id": 1}', NULL)::procrastinate_job_to_defer_v1))
    FROM due, generate_series(1, 3)
    """,
    "SELECT pg_notify('anju_live', 'clocks.clock:' || id) FROM due",
    """
    UPDATE clocks_clock AS clock SET verdict = 'BROKEN', breached_at = clock.due_at, next_at = NULL
    FROM due WHERE due.id = clock.id
    """,
)


def run() -> dict[str, float]:
    """Return seconds of a sweep and of the plain way, their `ratio`, and of a sweep of nothing."""
    project = _project()
    template = _template(project)
    last = Clock.objects.filter(subject_type="bench.case").order_by("-subject_id").first()
    first = last.subject_id + 1 if last else 1
    waiting = Clock.objects.filter(subject_type="bench.case").open().filter(due_at__gt=NOW).count()
    _fill(template, first, first + DUE - 1, late=0)
    _fill(template, first + DUE, first + OPEN - waiting - 1, late=24 * 60)
    _sleep(template)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE clocks_clock, clocks_clockevent")
    nothing = _timed_sweep(START)
    swept = _timed_sweep(NOW)
    stages = _checked(first)
    first += OPEN
    Clock.objects.filter(pk=template.pk).update(next_at=template.due_at)
    _fill(template, first, first + DUE - 1, late=0)
    _sleep(template)
    plain = _timed_plain()
    return {
        "open": float(OPEN),
        "due": float(DUE),
        "sweep_s": swept,
        "plain_s": plain,
        "ratio": swept / plain,
        "nothing_due_s": nothing,
        "stages": float(stages),
    }


def _project() -> Project:
    """Return the project of all runs: what they leave is append-only and cannot be deleted."""
    there = Project.objects.filter(code="bench-clocks").first()
    project = there or create_project(code="bench-clocks", name="样例", by=SYSTEM, at=START)
    load_presets(project=project, by=SYSTEM, at=START)
    return project


def _template(project: Project) -> Clock:
    """Return the clock that all others are copies of."""
    subject = Party.objects.create(name=f"样例 {time.time_ns()}")
    return start_clock(
        project=project, subject=subject, kind="respond", started_at=START, by=SYSTEM, at=START
    )


def _sleep(template: Clock) -> None:
    Clock.objects.filter(pk=template.pk).update(next_at=None)


def _fill(template: Clock, first: int, last: int, *, late: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, [first, last, late, template.pk])
        cursor.execute(_EVENTS, [template.pk])


def _timed_sweep(at: datetime) -> float:
    began = time.perf_counter()
    sweep_all(at=at)
    return time.perf_counter() - began


def _timed_plain() -> float:
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _PLAIN:
            cursor.execute(statement, {"now": NOW} if "%(now)s" in statement else None)
    return time.perf_counter() - began


def _checked(first: int) -> int:
    """Return how many stages fired; a bench that did nothing would be fast."""
    due = Clock.objects.filter(subject_type="bench.case", subject_id__gte=first, verdict="BROKEN")
    assert due.count() == DUE, due.count()
    assert ClockEvent.objects.filter(clock__in=due, kind="breach").count() == DUE
    return StageFiring.objects.filter(clock__in=due).count()
