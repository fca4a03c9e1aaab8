"""Staff by workbook: keep a clean list, apply it whole or not at all."""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.commands.engaging import Engaged, engage
from anju.organization.models import Project, StaffImport
from anju.organization.models.importing import RawRow
from anju.organization.models.structure import ProjectState
from anju.organization.queries.importing import Fault, check_staff_rows
from anju.organization.verbs import OrganizationVerb as Verb

KEPT_FOR = timedelta(days=7)


class Faulty(DomainError):
    """Rows are wrong; nothing was applied."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(
            f"名单有 {len(faults)} 处问题,一行都没有登记。请按下面的说明改好后重新上传整份名单。"
        )


class AlreadyApplied(DomainError):
    """The list was applied before."""


@transaction.atomic
def keep_import(
    *,
    project: Project,
    rows: Sequence[RawRow],
    file_name: str,
    held: Set[str],
    by: Actor,
    at: datetime,
) -> StaffImport:
    """Keep a list that is clean, to be applied after a look at it.

    :raises Faulty: naming every faulty row; the list is not kept then.
    """
    if Project.objects.filter(pk=project.pk, state=ProjectState.CLOSED).exists():
        raise DomainError(f"{project.name}已撤管,不能再登记员工。如需恢复,请联系总部。")
    faults = check_staff_rows(project, rows, held=held).faults
    if faults:
        raise Faulty(faults)
    assert by.id is not None
    kept = StaffImport.objects.create(
        project=project,
        uploaded_by_id=by.id,
        uploaded_at=at,
        file_name=file_name[-120:],
        row_count=len(rows),
        rows=[{"number": row.number, "said": dict(row.said)} for row in rows],
    )
    changes = {"rows": (None, len(rows))}
    record(Verb.STAFF_CHECKED, subject=kept, project_id=project.pk, by=by, at=at, changes=changes)
    return kept


@transaction.atomic
def apply_import(
    *, staff_import: StaffImport, held: Set[str], key: bytes, by: Actor, at: datetime
) -> list[Engaged]:
    """Enter everybody of a kept list, all or nobody; the slips then wait for printing.

    The list is judged again first: people and departments may have changed since the upload.

    :raises AlreadyApplied: if it was applied before; two who press at once do it once.
    :raises Faulty: if a row has become wrong meanwhile.
    """
    kept = StaffImport.objects.locked().select_related("project").get(pk=staff_import.pk)
    if kept.applied_at is not None:
        raise AlreadyApplied("这份名单已经导入过了,没有重复登记。")
    checked = check_staff_rows(kept.project, kept.raw_rows, held=held)
    if checked.faults:
        raise Faulty(checked.faults)
    engaged = [
        engage(
            project=kept.project,
            login=entry.login,
            name=entry.name,
            phone=entry.phone,
            department=entry.department,
            post=entry.post,
            role=None,
            starts_on=entry.starts_on,
            ends_on=entry.ends_on,
            held=held,
            key=key,
            by=by,
            at=at,
        )
        for entry in checked.entries
    ]
    kept.applied_at, kept.rows = at, []
    kept.save(update_fields=["applied_at", "rows"])
    record(
        Verb.STAFF_IMPORTED,
        subject=kept,
        project_id=kept.project_id,
        by=by,
        at=at,
        changes={"rows": (None, len(engaged))},
    )
    return engaged


@transaction.atomic
def forget_imports(*, by: Actor, at: datetime) -> int:
    """Delete lists that nobody confirmed within a week: they hold telephone numbers.

    Returns how many; safe to repeat.
    """
    stale = StaffImport.objects.waiting().filter(uploaded_at__lt=at - KEPT_FOR).locked()
    forgotten = list(stale)
    for kept in forgotten:
        record(Verb.IMPORT_FORGOTTEN, subject=kept, project_id=kept.project_id, by=by, at=at)
        kept.delete()
    return len(forgotten)
