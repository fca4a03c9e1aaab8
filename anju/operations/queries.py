"""What the running house says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min, Q, Subquery
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.clocks.models import Sweep
from anju.operations.models import BackupRun, BackupRunQuerySet, Heartbeat, Restoration
from runtime.backup import backups_in

WORKER = "worker"
QUIET_FOR = timedelta(minutes=3)

# A house that was stopped over night starts with an old heartbeat: the worker gets the same three
# minutes from the start of this process before its silence counts.
_process_started_at = timezone.now()


@dataclass(frozen=True, slots=True)
class Queue:
    """How much background work is waiting, running and given up."""

    waiting: int
    running: int
    failed: int


def last_beat(name: str = WORKER) -> datetime | None:
    """Return when something last gave a sign of life, or None if never."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def heartbeat_alarm(*, at: datetime) -> str:
    """Return the sentence for every page while background work or the sweep stands still, else "".

    Costs one query by unique indexes; silent for three minutes after the start.
    """
    swept = Subquery(Sweep.objects.values("swept_at")[:1])
    found = Heartbeat.objects.filter(name=WORKER).annotate(swept_at=swept)
    beat, sweep = found.values_list("at", "swept_at").first() or (None, None)
    return _silence("后台任务", beat, at) or _silence("时限检查", sweep, at)


def _silence(what: str, last: datetime | None, at: datetime) -> str:
    known_since = max(last or _process_started_at, _process_started_at)
    if at - known_since <= QUIET_FOR:
        return ""
    if last is None:
        return f"{what}没有运行,请联系系统管理员"
    return f"{what}已停 {_for(at - last)},请联系系统管理员"


def backup_runs() -> BackupRunQuerySet:
    """Return all backups that were tried, newest first."""
    return BackupRun.objects.newest_first()


def last_restoration() -> Restoration | None:
    """Return when this database was last brought back from a backup, or None if never."""
    return Restoration.objects.order_by("-at", "-pk").first()


def last_backup_at(folder: Path) -> datetime | None:
    """Return when the newest backup was made: by the night's work, or by hand into the folder.

    Rows count too, since the folder may lie on the worker's machine only.
    """
    by_hand = [_made_at(path.name) for path in backups_in(folder)[-1:]]
    noted = backup_runs().good().values_list("started_at", flat=True)[:1]
    return max([*by_hand, *noted], default=None)


def installed_at() -> datetime | None:
    """Return when the first table was made, or None before."""
    applied = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))
    first: datetime | None = applied["first"]
    return first


def queue(*, at: datetime) -> Queue:
    """Return the depth of the queue at a moment; work for later does not wait yet."""
    is_due = Q(scheduled_at=None) | Q(scheduled_at__lte=at)
    counted = ProcrastinateJob.objects.aggregate(
        waiting=Count("pk", filter=Q(status="todo") & is_due),
        running=Count("pk", filter=Q(status="doing")),
        failed=Count("pk", filter=Q(status="failed")),
    )
    return Queue(**counted)


def failed_jobs(*, most: int = 50) -> Sequence[ProcrastinateJob]:
    """Return the newest jobs given up, each with `failed_at`; what they were about stays hidden."""
    failed = ProcrastinateJob.objects.filter(status="failed").defer("args")
    return list(
        failed.annotate(
            failed_at=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
        ).order_by("-pk")[:most]
    )


def database_version() -> str:
    """Return PostgreSQL's version, e.g. 18.1."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def _made_at(name: str) -> datetime:
    """Return the moment in a backup's name, `anju-20261123T183000Z`."""
    return datetime.strptime(name.split("-")[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _for(span: timedelta) -> str:
    minutes = int(span / timedelta(minutes=1))
    if minutes < 60:
        return f"{minutes} 分钟"
    if minutes < 48 * 60:
        return f"{minutes // 60} 小时"
    return f"{minutes // (24 * 60)} 天"
