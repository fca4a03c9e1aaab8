"""What the database cannot hold by itself about offline entries."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from anju.archives.models import File
from anju.audit.models import Event
from anju.offline.models import OfflineEntry
from anju.offline.states import ENDED, EntryState
from anju.offline.verbs import OfflineVerb

LABEL = OfflineEntry._meta.label_lower


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every entry that is not where it should be."""
    yield from _overlooked()
    yield from _untold()
    yield from _lost_files()


def _overlooked() -> Iterator[str]:
    before = OfflineEntry.objects.filter(
        project=OuterRef("project"),
        user=OuterRef("user"),
        subject_type=OuterRef("subject_type"),
        subject_id=OuterRef("subject_id"),
        entry=OuterRef("after"),
        state__in=[*ENDED, EntryState.HELD],
    )
    waiting = OfflineEntry.objects.filter(Exists(before), state=EntryState.WAITING)
    for entry in waiting.order_by("pk"):
        yield f"离线登记 {entry.pk} 还在等前一步,而前一步已经处理。"


def _untold() -> Iterator[str]:
    """A held entry without its event has been told to nobody."""
    told = Event.objects.filter(
        subject_type=LABEL, subject_id=OuterRef("pk"), verb=OfflineVerb.HELD
    )
    held = OfflineEntry.objects.filter(~Exists(told), state=EntryState.HELD)
    for entry in held.order_by("pk"):
        yield f"离线登记 {entry.pk} 待主管处理,却没有通知任何人。"


def _lost_files() -> Iterator[str]:
    """What is open has its files; what was taken has given them to its subject."""
    for entry in OfflineEntry.objects.filter(emptied_at=None).exclude(files={}).order_by("pk"):
        named = sum(len(tokens) for tokens in entry.files.values())
        kept = File.objects.filter(subject_type=LABEL, subject_id=entry.pk).count()
        is_gone = entry.state in (EntryState.TAKEN, EntryState.ADOPTED)
        if kept != (0 if is_gone else named):
            yield f"离线登记 {entry.pk}({EntryState(entry.state).label})应有的照片数不对。"
