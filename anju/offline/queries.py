"""Entries made without a network, as screens and commands ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Value, When

from anju.audit.hooks import Title, describe
from anju.clocks.hooks import duty
from anju.offline.models import OfflineEntry, OfflineEntryQuerySet
from anju.offline.states import EntryState
from anju.organization.models import Post, Project, User

TOLD_POSTS = ("supervisor", "manager")
OPEN = "open"
_OPEN_STATES = (EntryState.HELD, EntryState.WAITING)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with the name and link of what it is about."""

    entry: OfflineEntry
    about: Title


def entry_list(project: Project, *, show: str = OPEN) -> OfflineEntryQuerySet:
    """Return a project's entries, ready to list: those to settle first, each chain in its order.

    :param show: `open` for held and waiting ones, a state, or `all` of them.
    """
    entries = OfflineEntry.objects.of(project)
    if show in EntryState.values:
        entries = entries.filter(state=show)
    elif show != "all":
        entries = entries.filter(state__in=_OPEN_STATES)
    is_over = Case(
        When(state__in=_OPEN_STATES, then=Value(0)),
        default=Value(1),
        output_field=models.IntegerField(),
    )
    return (
        entries.select_related("project", "user", "settled_by")
        .annotate(is_over=is_over)
        .order_by("is_over", F("settled_at").desc(nulls_first=True), "happened_at", "pk")
    )


def rows_of(project: Project, entries: Sequence[OfflineEntry]) -> list[Row]:
    """Return entries with what they are about; asked once per kind of thing."""
    about: dict[tuple[str, int], Title] = {}
    for kind in sorted({entry.subject_type for entry in entries}):
        ids = {entry.subject_id for entry in entries if entry.subject_type == kind}
        about |= {(kind, pk): title for pk, title in describe(kind, ids).items()}
    gone = Title("已不在系统中")
    return [
        Row(entry, about.get((entry.subject_type, entry.subject_id), gone)) for entry in entries
    ]


def entry_of(project: Project, entry_id: int) -> OfflineEntry | None:
    """Return one entry of the project, else None."""
    return entry_list(project, show="all").filter(pk=entry_id).first()


def known_entry(project: Project, entry: UUID) -> OfflineEntry | None:
    """Return the entry of a device's number if it has arrived before, else None."""
    return OfflineEntry.objects.of(project).filter(entry=entry).first()


def held_count(project: Project) -> int:
    """Return how many entries wait for a supervisor."""
    return OfflineEntry.objects.of(project).filter(state=EntryState.HELD).count()


def held_of(project: Project, user: User) -> int:
    """Return how many of somebody's entries are not settled."""
    open_ones = OfflineEntry.objects.of(project).filter(state__in=_OPEN_STATES)
    return open_ones.filter(user=user).count()


def chain_of(project: Project, entry: OfflineEntry) -> Sequence[OfflineEntry]:
    """Return what the same person handed in about the same thing, in the order it was made."""
    entries = entry_list(project, show="all").beside(entry)
    return list(entries.order_by("happened_at", "received_at", "pk"))


def entries_about(
    project: Project, subject_type: str, subject_ids: Sequence[int]
) -> OfflineEntryQuerySet:
    """Return all entries about some things of one kind."""
    entries = OfflineEntry.objects.of(project).select_related("user", "project").order_by("pk")
    return entries.filter(subject_type=subject_type, subject_id__in=subject_ids)


def supervisors_of(project: Project, at: datetime) -> list[User]:
    """Return who is told of what has to be settled: on duty, the supervisor before the manager."""
    posts = {post.code: post for post in Post.objects.filter(code__in=TOLD_POSTS)}
    for code in TOLD_POSTS:
        if code in posts and (here := list(duty(project, posts[code], at))):
            return here
    return list(duty(project, project, at))


def stranded_across_projects(*, before: datetime) -> OfflineEntryQuerySet:
    """Return entries that have waited for their predecessor since before a moment."""
    waiting = OfflineEntry.objects.filter(state=EntryState.WAITING, received_at__lt=before)
    return waiting.select_related("project", "user").order_by("project_id", "received_at", "pk")


def over_across_projects(*, before: datetime) -> OfflineEntryQuerySet:
    """Return entries that ended before a moment and still hold what was typed."""
    over = OfflineEntry.objects.ended().filter(settled_at__lt=before, emptied_at=None)
    return over.select_related("project", "user").order_by("project_id", "pk")
