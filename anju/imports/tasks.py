"""Long checks and imports, and what the night lets go of. Times of day are the queue's, in UTC."""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from anju.core.actors import SYSTEM, Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.imports.commands import keeping
from anju.imports.commands.applying import AlreadyApplied, NotToApply, apply_import, stop_applying
from anju.imports.commands.checking import check_import
from anju.imports.models import Import
from anju.imports.progress import Beacon
from anju.imports.queries.reports import report_of
from anju.messaging.commands import tell_staff
from anju.organization.models import User

_log = logging.getLogger("anju.imports")
FAILED = "导入时程序出错,什么也没有写入。请重新导入;仍不行请联系维护人员。"


@app.periodic(cron="25 16 * * *")  # 00:25 in Shanghai
@app.task(name="imports.forget", queueing_lock="imports.forget")
def forget(timestamp: int) -> None:
    """Let go of workbooks that nobody applied within a week."""
    keeping.forget_imports(by=SYSTEM, at=timezone.now())


@app.task(name="imports.check")
def check(
    import_id: int,
    by_id: int | None,
    by_name: str,
    absent_id: int | None = None,
    absent_name: str = "",
) -> None:
    """Check a long workbook; safe to run twice."""
    kept = Import.objects.filter(pk=import_id).first()
    if kept is None:
        return
    by = Actor(id=by_id, name=by_name, absent_id=absent_id, absent_name=absent_name)
    try:
        with Beacon(kept.pk) as beacon:
            check_import(
                kept=kept,
                key=settings.ANJU_DATA_KEY,
                progress=beacon,
                by=by,
                at=timezone.now(),
            )
    except ForbiddenTransition:
        return  # discarded or applied meanwhile


@app.task(name="imports.apply")
def apply(
    import_id: int,
    by_id: int | None,
    by_name: str,
    absent_id: int | None = None,
    absent_name: str = "",
) -> None:
    """Apply a long workbook and tell whoever asked; safe to run twice: it is applied once.

    A failure puts the import back to where it can be looked at, and fails the job.
    """
    kept = Import.objects.select_related("project").filter(pk=import_id).first()
    if kept is None:
        return
    by, at = (
        Actor(id=by_id, name=by_name, absent_id=absent_id, absent_name=absent_name),
        timezone.now(),
    )
    try:
        with Beacon(kept.pk) as beacon:
            apply_import(
                kept=kept,
                accepted=kept.accepted,
                key=settings.ANJU_DATA_KEY,
                progress=beacon,
                by=by,
                at=at,
            )
    except (AlreadyApplied, ForbiddenTransition):
        return
    except NotToApply as refusal:
        report = report_of(kept.project, refusal.checked)
        stop_applying(kept=kept, refusal=str(refusal), report=report, by=by, at=at)
    except DomainError as refusal:
        stop_applying(kept=kept, refusal=str(refusal), by=by, at=at)
    except Exception:  # whatever it was: who waits is told, and the worker hears of it below
        stop_applying(kept=kept, refusal=FAILED, by=by, at=at)
        raise
    _tell(kept, by_id)


def _tell(kept: Import, user_id: int | None) -> None:
    now = Import.objects.select_related("project").get(pk=kept.pk)
    said = "已全部导入" if now.is_applied else (now.refusal or "没有导入")
    tell_staff(
        users=User.objects.active().filter(pk=user_id),
        title=f"资料导入:{now.file_name}",
        body=said,
        url=reverse("imports:import", args=[now.project.code, now.pk]),
        key=f"import:{now.pk}:{now.state}:{timezone.now():%Y%m%d%H%M%S}",
        project=now.project,
        at=timezone.now(),
    )
