"""Which entry comes after which."""

from anju.offline.models import OfflineEntry
from anju.offline.states import EntryState


def predecessor_of(entry: OfflineEntry) -> OfflineEntry | None:
    """Return the entry before this one on the same thing, if it has arrived."""
    if entry.after is None:
        return None
    return OfflineEntry.objects.beside(entry).filter(entry=entry.after).first()


def waiting_for(entry: OfflineEntry) -> list[OfflineEntry]:
    """Return those that wait for this one, in the order in which they were made."""
    waiting = OfflineEntry.objects.beside(entry).filter(after=entry.entry, state=EntryState.WAITING)
    found = list(waiting.select_related("project", "user").order_by("pk"))
    return sorted(found, key=OfflineEntry.chain_key)
