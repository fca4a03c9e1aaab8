"""The worker's own signs of life, and the night's backup.

Times of day are the queue's, which are UTC. Long work at night shares the lock `nightly`, so that
one hand of the worker always stays free for the heartbeat.
"""

import logging
import os
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from anju.core.actors import SYSTEM
from anju.operations import commands
from anju.operations.queries import WORKER, installed_at, last_backup_at
from runtime.backup import run_backup
from runtime.home import Home
from runtime.refusal import Refusal

_log = logging.getLogger("anju.operations")
MISSED_AFTER = timedelta(hours=25)
DEAD_AFTER = timedelta(seconds=45)  # a worker shows itself every ten seconds


@app.periodic(cron="* * * * *")
@app.task(name="operations.beat", queueing_lock="operations.beat", priority=10)
def beat(timestamp: int) -> None:
    """Say that the worker runs."""
    commands.beat(name=WORKER, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="operations.take_up_stalled", queueing_lock="operations.take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Give the jobs of a worker that died in the middle to the next one: nothing is never done.

    Every task is safe to run twice. Of a periodic one whose next turn waits already, the turn
    that died is dropped, with whatever lock it held.
    """
    jobs = app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER.total_seconds()):
        assert job.id is not None
        _log.warning("a stalled job is taken up", extra={"job": job.id, "task": job.task_name})
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job_by_id_async(job.id, Status.ABORTED, delete_job=True)


@app.periodic(cron="30 18 * * *")  # 02:30 in Shanghai
@app.task(name="operations.back_up_nightly", queueing_lock="operations.back_up", lock="nightly")
def back_up_nightly(timestamp: int) -> None:
    """Make the night's backup and note how it went."""
    back_up()


@app.periodic(cron="10 * * * *")
@app.task(name="operations.back_up_missed", queueing_lock="operations.back_up", lock="nightly")
def back_up_missed(timestamp: int) -> None:
    """Make up for a night in which the machine was switched off."""
    since = last_backup_at(settings.ANJU_BACKUPS) or installed_at()
    if since is not None and timezone.now() - since > MISSED_AFTER:
        back_up()


def back_up() -> None:
    """Make a backup and note how it went.

    A refusal is noted and not raised; whatever nobody foresaw is noted too and fails the job.
    """
    started_at = timezone.now()
    try:
        report = run_backup(Home.of(os.environ), settings.ENV.database_url)
    except Refusal as refusal:
        _log.error("backup failed", extra={"sentence": refusal.sentence})
        _note_failure(started_at, refusal.chinese or refusal.sentence)
        return
    except Exception:
        _note_failure(started_at, "备份程序出错,请查看服务日志。")
        raise
    damaged = len(report.damaged)
    commands.note_backup(
        started_at=started_at,
        folder=report.folder.name,
        size=report.bytes,
        sentence=f"有 {damaged} 个文件内容已损坏,请检查磁盘。" if damaged else "",
        by=SYSTEM,
        at=timezone.now(),
    )


def _note_failure(started_at: datetime, sentence: str) -> None:
    commands.note_failed_backup(
        started_at=started_at, sentence=sentence, by=SYSTEM, at=timezone.now()
    )
