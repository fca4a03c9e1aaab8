"""Keeping the index in step with what it finds; called by the commands that change a subject."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from anju.organization.models import Project
from anju.search.entries import Entry
from anju.search.models import Term

COLUMNS = ("project_id", "kind", "term", "subject_type", "subject_id", "permission", "weight")


@transaction.atomic
def index(project: Project, *entries: Entry) -> None:
    """Make subjects found by what their entries say, and by nothing they said before.

    Called within the command that changes them, as its event is recorded.
    """
    for entry in entries:
        Term.objects.filter(
            subject_type=entry.subject_type, subject_id=entry.subject_id, project=project
        ).delete()
    _copy(project.pk, entries)


@transaction.atomic
def index_new(project: Project, entries: Iterable[Entry]) -> int:
    """Add subjects that were not in the index before, by COPY; returns how many terms.

    For imports and data sets; a subject that was there would be found twice.
    """
    return _copy(project.pk, entries)


@transaction.atomic
def unindex(project: Project, subject_type: str, ids: Collection[int]) -> None:
    """Make subjects be found no more: they are gone, merged or erased."""
    Term.objects.filter(subject_type=subject_type, subject_id__in=ids, project=project).delete()


@transaction.atomic
def reindex(project: Project, entries: Iterable[Entry]) -> int:
    """Write a project's index anew from everything there is; returns how many terms."""
    Term.objects.filter(project=project).delete()
    return _copy(project.pk, entries)


def _copy(project_id: int, entries: Iterable[Entry]) -> int:
    # Entries may come from queries, and a connection that copies in cannot be asked meanwhile.
    rows = [
        (project_id, kind, term, entry.subject_type, entry.subject_id, permission, entry.is_past)
        for entry in entries
        for kind, term, permission in entry.rows()
    ]
    sql = f"COPY {Term._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for *row, is_past in rows:
            copy.write_row((*row, int(is_past)))
    return len(rows)
