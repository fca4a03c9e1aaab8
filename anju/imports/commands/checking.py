"""Checking a kept workbook against its project."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.imports.commands.keeping import content_of
from anju.imports.models import Import
from anju.imports.queries.checking import Progress, check_workbook
from anju.imports.queries.reports import report_of
from anju.imports.states import LIFE, ImportState


def _silent(stage: str, percent: int) -> None:
    return None


@transaction.atomic
def check_import(
    *, kept: Import, key: bytes, progress: Progress = _silent, by: Actor, at: datetime
) -> Import:
    """Check a kept workbook whole and keep what there is to say; safe to repeat.

    It is no event: nothing of the project changes.

    :raises ForbiddenTransition: once it is applied or discarded.
    """
    kept = Import.objects.select_related("project").get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.CHECKED)
    checked = check_workbook(
        kept.project,
        content_of(kept, key=key),
        takes=kept.takes,
        key=key,
        at=at,
        progress=progress,
    )
    takes, report = kept.takes, report_of(kept.project, checked)
    kept = Import.objects.locked().select_related("project").get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.CHECKED)
    if kept.takes != takes:  # corrected meanwhile: that check comes by itself
        return kept
    kept.state, kept.report, kept.refusal = ImportState.CHECKED, report, ""
    kept.row_count, kept.percent, kept.stage = checked.rows, 100, ""
    kept.save(update_fields=["state", "report", "refusal", "row_count", "percent", "stage"])
    return kept
