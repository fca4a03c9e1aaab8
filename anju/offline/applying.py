"""Taking the step that an entry stands for, as if its form had just been posted."""

from collections.abc import Mapping
from datetime import datetime

from anju.archives.commands import detach_file
from anju.archives.models import File
from anju.archives.queries import file_of, files_of
from anju.clocks.commands.answering import Offline
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.offline import hooks
from anju.offline.models import OfflineEntry
from anju.offline.steps import Act


class StepGone(DomainError):
    """No app offers this step any more."""


def apply_entry(
    entry: OfflineEntry, *, is_late: bool, is_adopted: bool, by: Actor, at: datetime
) -> str:
    """Take the step inside the caller's transaction and return the sentence to say.

    Files that the entry kept are let go first, so that the step may attach them.

    :raises DomainError: whatever the step says no with.
    """
    step = hooks.steps().get(entry.step)
    if step is None:
        raise StepGone(f"“{entry.label}”这一步系统已不再使用,请在页面上重新办理。")
    for file in files_of(entry):
        detach_file(subject=entry, file=file, by=by, at=at)
    return step.apply(act_of(entry, is_late=is_late, is_adopted=is_adopted, by=by, at=at))


def act_of(entry: OfflineEntry, *, is_late: bool, is_adopted: bool, by: Actor, at: datetime) -> Act:
    """Return the entry as the step of its app reads it."""
    corrected = Offline(device_at=entry.happened_at, seen_at=entry.seen_at)
    return Act(
        project=entry.project,
        subject_id=entry.subject_id,
        user=entry.user,
        by=by,
        at=at,
        happened_at=entry.happened_at,
        fields={name: values[-1] for name, values in entry.fields.items() if values},
        lists=entry.fields,
        files=files_in(entry),
        offline=corrected if is_late else None,
        is_adopted=is_adopted,
    )


def files_in(entry: OfflineEntry) -> Mapping[str, list[File]]:
    """Return the files of an entry by field, in the order they were handed in."""
    found: dict[str, list[File]] = {}
    for name, tokens in entry.files.items():
        files = [file_of(entry.project, token) for token in tokens]
        found[name] = [file for file in files if file is not None]
    return found
