"""Noting signs of life."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.operations.models import BackupRun, Heartbeat, Restoration
from anju.operations.verbs import OperationsVerb as Verb


@transaction.atomic
def beat(*, name: str, at: datetime, detail: str = "") -> None:
    """Note that something that should always run does so. Every minute, so it leaves no event."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at, detail=detail[:200])],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "detail"],
    )


@transaction.atomic
def note_backup(
    *,
    started_at: datetime,
    folder: str,
    size: int,
    sentence: str,
    by: Actor,
    at: datetime,
) -> BackupRun:
    """Note a backup that succeeded.

    :param folder: its name within the backup folder.
    :param size: bytes it holds, linked ones included.
    :param sentence: what somebody should look at; empty if nothing.
    """
    run = BackupRun.objects.create(
        started_at=started_at,
        finished_at=at,
        succeeded=True,
        folder=folder,
        size=size,
        sentence=sentence[:300],
    )
    record(Verb.BACKED_UP, subject=run, project_id=None, by=by, at=at)
    return run


@transaction.atomic
def note_failed_backup(
    *, started_at: datetime, sentence: str, by: Actor, at: datetime
) -> BackupRun:
    """Note a backup that failed.

    :param sentence: why, in Chinese, for the head office's page.
    """
    run = BackupRun.objects.create(
        started_at=started_at, finished_at=at, succeeded=False, sentence=sentence[:300]
    )
    record(Verb.BACKUP_FAILED, subject=run, project_id=None, by=by, at=at, reason=sentence[:300])
    return run


@transaction.atomic
def note_restoration(*, folder: str, by: Actor, at: datetime) -> Restoration:
    """Note that this database was brought back from a backup.

    :param folder: the backup's name.
    """
    restoration = Restoration.objects.create(folder=folder[:100], at=at)
    record(Verb.RESTORED, subject=restoration, project_id=None, by=by, at=at)
    return restoration
