"""Keeping an uploaded workbook, correcting what it was taken for, letting go of it."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import seal, unseal
from anju.core.workbooks import Unreadable, read_sheets
from anju.imports.models import Import
from anju.imports.recognising import recognise
from anju.imports.states import LIFE, ImportState
from anju.imports.verbs import ImportVerb as Verb
from anju.organization.models import Project
from anju.organization.models.structure import ProjectState

MOST_BYTES = 20 * 1024 * 1024
KEPT_FOR = timedelta(days=7)


class ProjectClosed(DomainError):
    """Nothing is entered into a project that the company manages no more."""


@transaction.atomic
def keep_import(
    *,
    project: Project,
    file_name: str,
    content: bytes,
    takes: Mapping[str, str] | None = None,
    key: bytes,
    by: Actor,
    at: datetime,
) -> Import:
    """Keep a workbook that can be read, sealed, for its check.

    :param takes: corrections of what sheets and columns mean (`recognise`).
    :param key: the data key.
    :raises Unreadable: if it is no workbook, damaged, has a password, or is too large.
    :raises ProjectClosed: in a project that is managed no more.
    """
    if Project.objects.filter(pk=project.pk, state=ProjectState.CLOSED).exists():
        raise ProjectClosed(f"{project.name}已撤管,不能再导入资料。如需恢复,请联系总部。")
    if len(content) > MOST_BYTES:
        raise Unreadable("文件超过 20 MB。请删去图片和无关的工作表,或分成几个文件后再上传。")
    rows = sum(table.size for table in recognise(read_sheets(content)))
    kept = Import.objects.create(
        project=project,
        file_name=file_name[-120:],
        size=len(content),
        row_count=rows,
        takes=dict(takes or {}),
        uploaded_by_id=by.id,
        uploaded_by_name=by.label[:80],
        uploaded_at=at,
        alive_at=at,
    )
    text = base64.b64encode(content).decode()
    kept.content = seal(text, key=key, purpose=_purpose(kept))
    kept.save(update_fields=["content"])
    changes = {"rows": (None, rows)}
    record(Verb.UPLOADED, subject=kept, project_id=project.pk, by=by, at=at, changes=changes)
    return kept


def content_of(kept: Import, *, key: bytes) -> bytes:
    """Return the workbook as it was uploaded; writes nothing and is no event."""
    return base64.b64decode(unseal(bytes(kept.content), key=key, purpose=_purpose(kept)))


@transaction.atomic
def correct_import(*, kept: Import, takes: Mapping[str, str], by: Actor, at: datetime) -> Import:
    """Say what sheets and columns mean; it has to be checked again then.

    It is no event: nothing of the project changes, and the applied import says what it took.

    :raises ForbiddenTransition: once it is applied, discarded or being applied.
    """
    kept = Import.objects.locked().get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.CHECKING)
    kept.takes = dict(takes)
    kept.state, kept.alive_at, kept.percent, kept.stage = ImportState.CHECKING, at, 0, ""
    kept.save(update_fields=["takes", "state", "alive_at", "percent", "stage"])
    return kept


@transaction.atomic
def discard_import(*, kept: Import, by: Actor, at: datetime) -> Import:
    """Let go of a workbook that is not to be applied; its content is gone at once.

    :raises ForbiddenTransition: once it is applied or gone.
    """
    kept = Import.objects.locked().get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.DISCARDED)
    _empty(kept, at)
    record(Verb.DISCARDED, subject=kept, project_id=kept.project_id, by=by, at=at)
    return kept


@transaction.atomic
def discard_all(*, project: Project, reason: str, by: Actor, at: datetime) -> int:
    """Let go of every workbook of a project that waits; returns how many."""
    waiting = list(Import.objects.of(project).waiting().locked())
    for kept in waiting:
        _empty(kept, at)
        record(Verb.DISCARDED, subject=kept, project_id=project.pk, by=by, at=at, reason=reason)
    return len(waiting)


@transaction.atomic
def forget_imports(*, by: Actor, at: datetime) -> int:
    """Let go of workbooks that nobody applied within a week; returns how many. Safe to repeat."""
    stale = list(Import.objects.waiting().filter(uploaded_at__lt=at - KEPT_FOR).locked())
    for kept in stale:
        _empty(kept, at)
        record(
            Verb.DISCARDED,
            subject=kept,
            project_id=kept.project_id,
            by=by,
            at=at,
            reason="上传后 7 天没有导入",
        )
    return len(stale)


def _empty(kept: Import, at: datetime) -> None:
    kept.state, kept.content, kept.report = ImportState.DISCARDED, b"", {}
    kept.ended_at = at
    kept.save(update_fields=["state", "content", "report", "ended_at"])


def _purpose(kept: Import) -> str:
    return f"imports.workbook:{kept.pk}"
