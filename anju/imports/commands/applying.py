"""Applying an import whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from anju.audit.models import as_json
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.commands.loading import load_estate
from anju.imports.commands.keeping import content_of
from anju.imports.models import Import
from anju.imports.queries.checking import Checked, Progress, check_workbook
from anju.imports.queries.reports import report_of
from anju.imports.states import LIFE, ImportState
from anju.imports.turns import wait_for_turn
from anju.imports.verbs import ImportVerb as Verb
from anju.residents.commands.loading import load_residents


class NotToApply(DomainError):
    """Errors or open questions; nothing was written. `checked` has them."""

    def __init__(self, message: str, checked: Checked) -> None:
        super().__init__(message)
        self.checked = checked


class AlreadyApplied(DomainError):
    """The import was applied before; nothing is written twice."""


def _silent(stage: str, percent: int) -> None:
    return None


@transaction.atomic
def begin_applying(*, kept: Import, accepted: Sequence[str], by: Actor, at: datetime) -> Import:
    """Mark that an import is to be applied by a worker, with the questions answered by yes.

    It is no event: `apply_import` records what became of it.

    :raises ForbiddenTransition: unless it is checked (or was left by a stopped worker).
    """
    kept = Import.objects.locked().get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.APPLYING)
    kept.state, kept.accepted = ImportState.APPLYING, list(accepted)
    kept.alive_at, kept.percent, kept.stage, kept.refusal = at, 0, "", ""
    kept.save(update_fields=["state", "accepted", "alive_at", "percent", "stage", "refusal"])
    return kept


@transaction.atomic
def stop_applying(
    *, kept: Import, refusal: str, report: Mapping[str, Any] | None = None, by: Actor, at: datetime
) -> None:
    """Put an import back to where it can be looked at, with why it was not applied.

    It is no event: nothing of the project has changed.
    """
    kept = Import.objects.locked().get(pk=kept.pk)
    if kept.state != ImportState.APPLYING:
        return
    kept.state, kept.refusal = ImportState.CHECKED, refusal[:300]
    kept.report = dict(report) if report else kept.report
    kept.save(update_fields=["state", "refusal", "report"])


@transaction.atomic
def apply_import(
    *,
    kept: Import,
    accepted: Sequence[str] = (),
    key: bytes,
    progress: Progress = _silent,
    by: Actor,
    at: datetime,
) -> Checked:
    """Write all that a workbook says, or nothing; it is checked anew first.

    Imports of a project go one after another; colleagues' other work goes on. The workbook's
    content is gone afterwards.

    :param accepted: codes of the questions answered by yes.
    :raises AlreadyApplied: if it was applied before; two who press at once do it once.
    :raises NotToApply: for errors and open questions.
    :raises ChangedMeanwhile: if a colleague changed something while this ran.
    """
    wait_for_turn(kept.project_id)
    kept = Import.objects.select_related("project").get(pk=kept.pk)
    if kept.state == ImportState.APPLIED:
        raise AlreadyApplied("这份资料已经导入过了,没有重复导入。")
    LIFE.check(ImportState(kept.state), ImportState.APPLIED)
    content = content_of(kept, key=key)
    checked = check_workbook(
        kept.project, content, takes=kept.takes, key=key, at=at, progress=_half(progress)
    )
    _refuse(checked, accepted)
    traces = _before(checked)
    progress("写入楼栋、房屋、车位和计量表", 60)
    load_estate(project=kept.project, load=checked.estate, by=by, at=at)
    progress("写入住户和入住关系", 75)
    load_residents(project=kept.project, load=checked.residents, key=key, by=by, at=at)
    progress("收尾", 95)
    _finish(kept, checked, {**traces, "created": _created(checked)}, accepted, by, at)
    return checked


def _half(progress: Progress) -> Progress:
    return lambda stage, percent: progress(stage, percent * 55 // 100)


def _refuse(checked: Checked, accepted: Sequence[str]) -> None:
    if checked.has_errors:
        raise NotToApply("资料里有错误,什么也没有导入。请按下面的说明改好后重新上传。", checked)
    if checked.open_questions(accepted):
        raise NotToApply("有问题还没有确认,什么也没有导入。请逐条确认,或改好后重新上传。", checked)


def _before(checked: Checked) -> dict[str, Any]:
    """Return the values that will change, as they are; of people only what is empty."""
    before: dict[str, dict[str, dict[str, Any]]] = {}
    for row, to in checked.estate.changed:
        values = {name: as_json(getattr(row, name)) for name in to}
        before.setdefault(row._meta.label_lower, {})[str(row.pk)] = values
    for person, filling in checked.residents.filled:
        names = {"identity": bool(filling.identity), "form_of_address": not person.form_of_address}
        filled = {name: "" for name, is_empty in names.items() if is_empty}
        before.setdefault(person._meta.label_lower, {})[str(person.pk)] = filled
    return {"before": before}


def _created(checked: Checked) -> dict[str, list[int]]:
    people = [person for person, _ in checked.residents.people]
    rows: list[Sequence[models.Model]] = [
        *checked.estate.new,
        people,
        *checked.residents.belongings,
    ]
    return {each[0]._meta.label_lower: [row.pk for row in each] for each in rows if each}


def _finish(
    kept: Import,
    checked: Checked,
    traces: dict[str, Any],
    accepted: Sequence[str],
    by: Actor,
    at: datetime,
) -> None:
    changes: dict[str, tuple[object, object]] = {
        "rows": (None, checked.rows),
        "created": (None, sum(checked.counts["created"].values())),
        "changed": (None, sum(checked.counts["changed"].values())),
    }
    event = record(
        Verb.APPLIED, subject=kept, project_id=kept.project_id, by=by, at=at, changes=changes
    )
    report = report_of(kept.project, checked)
    kept = Import.objects.locked().get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.APPLIED)
    kept.state, kept.content, kept.applied_at = ImportState.APPLIED, b"", at
    kept.report, kept.traces = report, {**traces, "event": event.pk}
    kept.accepted, kept.percent, kept.refusal = list(accepted), 100, ""
    kept.row_count = checked.rows
    kept.save()
