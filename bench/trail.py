"""What the trail costs: recorded events against the same rows by one raw INSERT each."""

import time
from datetime import UTC, datetime

from django.db import connection, transaction

from anju.audit.models import Event
from anju.audit.record import record
from anju.core.actors import SYSTEM
from anju.organization.models import Party

ROWS = 2000
_INSERT = """
INSERT INTO audit_event (project_id, verb, subject_type, subject_id, subject_name, at, by_id,
    by_name, absent_id, absent_name, reason, changes, request_id)
VALUES (NULL, 'bench.raw', 'bench.row', 1, '样例', %s, NULL, '系统', NULL, '', '', '{}', '')
"""


def run() -> dict[str, float]:
    """Return events per second by `record()` and by raw SQL, and their `ratio` (1 is as fast)."""
    at = datetime.now(UTC)
    party = Party.objects.create(name="样例保洁服务有限公司")
    recorded, raw = _recorded(party, at), _raw(at)
    party.delete()
    return {
        "recorded_per_s": ROWS / recorded,
        "raw_per_s": ROWS / raw,
        "ratio": raw / recorded,
        "events": float(Event.objects.count()),
    }


def _recorded(party: Party, at: datetime) -> float:
    started = time.perf_counter()
    for number in range(ROWS):
        with transaction.atomic():
            record(
                "bench.recorded",
                subject=party,
                project_id=None,
                by=SYSTEM,
                at=at,
                changes={"rank": (number, number + 1)},
            )
    return time.perf_counter() - started


def _raw(at: datetime) -> float:
    started = time.perf_counter()
    for _ in range(ROWS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT, [at])
    return time.perf_counter() - started
