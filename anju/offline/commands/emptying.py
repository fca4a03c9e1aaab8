"""Letting go of what was typed: a month after the end, and when a person is erased."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.archives.commands import detach_file
from anju.archives.queries import files_of
from anju.audit.record import record
from anju.core.actors import Actor
from anju.offline.models import OfflineEntry
from anju.offline.queries import entries_about
from anju.offline.verbs import OfflineVerb as Verb
from anju.organization.models import Project

FORGOTTEN = "(已删除)"


@transaction.atomic
def empty_entry(*, entry: OfflineEntry, by: Actor, at: datetime) -> None:
    """Empty an entry of its words and files; that there was one, and when, stays."""
    for file in files_of(entry):
        detach_file(subject=entry, file=file, by=by, at=at)
    entry.fields, entry.files, entry.said, entry.emptied_at = {}, {}, "", at
    if entry.settle_reason:
        entry.settle_reason = FORGOTTEN
    entry.save(update_fields=["fields", "files", "said", "settle_reason", "emptied_at"])
    record(Verb.EMPTIED, subject=entry, project_id=entry.project_id, by=by, at=at)


@transaction.atomic
def forget_entries(
    *, project: Project, subject_type: str, subject_ids: Sequence[int], by: Actor, at: datetime
) -> int:
    """Empty all entries about some things, whatever became of them; returns how many.

    For the erasure of a person (PIPL 47): called by the app whose things they are.
    """
    entries = entries_about(project, subject_type, subject_ids).filter(emptied_at=None)
    found = list(entries.locked())
    for entry in found:
        empty_entry(entry=entry, by=by, at=at)
    return len(found)
