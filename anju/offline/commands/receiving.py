"""Taking in what a device kept: each entry once, in the order in which it was made."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from anju.archives.commands import attach_files
from anju.archives.models import File
from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.offline.applying import apply_entry
from anju.offline.chains import predecessor_of, waiting_for
from anju.offline.deliveries import Delivery
from anju.offline.locks import wait_for_turn
from anju.offline.models import OfflineEntry
from anju.offline.states import ENDED, LIFE, EntryState
from anju.offline.steps import TakenAway
from anju.offline.verbs import OfflineVerb as Verb
from anju.organization.models import Project, User

LATE = timedelta(minutes=1)
"""What reached us later than this after it happened was made without a network."""

STRANDED = "同一台手机上的前一步一直没有传上来,已转主管处理。"
_VERBS = {
    EntryState.TAKEN: Verb.TAKEN,
    EntryState.HELD: Verb.HELD,
    EntryState.REFUSED: Verb.REFUSED,
}


@transaction.atomic
def receive_entry(
    *,
    project: Project,
    user: User,
    delivery: Delivery,
    files: Mapping[str, list[File]],
    refusal: str = "",
    by: Actor,
    at: datetime,
) -> OfflineEntry:
    """Take in one entry, whichever delivery of it this is, and those that waited for it.

    The first delivery decides; every other one is answered with what has become of it. An entry
    whose predecessor is not here yet waits. One that its maker cannot mend (the order is in other
    hands) is held for a supervisor with everything typed and the photos; one that can be mended
    is refused with the sentence. Nothing that arrived is dropped.

    :param refusal: why one of its files is not taken; the entry is then refused with it.
    """
    wait_for_turn(project, user, delivery.subject_type, delivery.subject_id)
    entry, is_new = _insert_or_get(project, user, delivery, files, at)
    if not is_new:
        return entry
    if refusal:
        _keep_files(entry, by=by, at=at)
        _settle(entry, EntryState.REFUSED, refusal, by=by, at=at)
    elif _must_wait(entry):
        _keep_files(entry, by=by, at=at)
    else:
        _take(entry, by=by, at=at)
        _take_followers(entry, by=by, at=at)
    return entry


@transaction.atomic
def release_entry(*, entry: OfflineEntry, by: Actor, at: datetime) -> OfflineEntry:
    """Hold an entry for a supervisor whose predecessor has not come for too long.

    Should the predecessor be here after all, it is taken as if it had just come. Safe to repeat.

    :param by: the house; the step is taken in its maker's name.
    """
    wait_for_turn(entry.project, entry.user, entry.subject_type, entry.subject_id)
    entry = OfflineEntry.objects.select_related("user", "project").locked().get(pk=entry.pk)
    if not entry.is_waiting:
        return entry
    if _must_wait(entry):
        _settle(entry, EntryState.HELD, STRANDED, by=by, at=at)
    else:
        maker = Actor(id=entry.user_id, name=entry.user.name)
        _take(entry, by=maker, at=at)
        _take_followers(entry, by=maker, at=at)
    return entry


def _insert_or_get(
    project: Project,
    user: User,
    delivery: Delivery,
    files: Mapping[str, list[File]],
    at: datetime,
) -> tuple[OfflineEntry, bool]:
    times = delivery.times
    return OfflineEntry.objects.get_or_create(
        project=project,
        entry=delivery.entry,
        defaults={
            "user": user,
            "step": delivery.step.name,
            "label": delivery.step.label,
            "subject_type": delivery.subject_type,
            "subject_id": delivery.subject_id,
            "after": delivery.after,
            "fields": dict(delivery.fields),
            "files": {name: [file.token for file in kept] for name, kept in files.items() if kept},
            "made_at": times.device_at,
            "offset": times.offset,
            "seen_at": times.seen_at,
            "happened_at": times.happened_at(received_at=at),
            "received_at": at,
        },
    )


def _must_wait(entry: OfflineEntry) -> bool:
    """Tell whether the entry before it has not come, or waits itself."""
    if entry.after is None:
        return False
    before = predecessor_of(entry)
    return before is None or before.is_waiting


def _take(entry: OfflineEntry, *, by: Actor, at: datetime) -> None:
    is_late = entry.lateness >= LATE
    try:
        with transaction.atomic():
            said = apply_entry(entry, is_late=is_late, is_adopted=False, by=by, at=at)
    except DomainError as refusal:
        _keep_files(entry, by=by, at=at)
        state = EntryState.HELD if _is_beyond(refusal, is_late) else EntryState.REFUSED
        _settle(entry, state, str(refusal), by=by, at=at)
    else:
        _settle(entry, EntryState.TAKEN, said, by=by, at=at)


def _take_followers(entry: OfflineEntry, *, by: Actor, at: datetime) -> None:
    """Take what waited for this entry, and what waited for that, in the order of the chain."""
    chain = waiting_for(entry)
    while chain:
        follower = chain.pop(0)
        _take(follower, by=by, at=at)
        chain += waiting_for(follower)


def _is_beyond(refusal: DomainError, is_late: bool) -> bool:
    """Tell whether its maker cannot mend it: other hands, or things have moved on meanwhile."""
    return isinstance(refusal, TakenAway) or (is_late and isinstance(refusal, ForbiddenTransition))


def _keep_files(entry: OfflineEntry, *, by: Actor, at: datetime) -> None:
    """Tie the files to the entry, so that the sweep of loose files does not take them."""
    tokens = [token for kept in entry.files.values() for token in kept]
    if tokens:
        attach_files(subject=entry, project=entry.project, tokens=tokens, by=by, at=at)


def _settle(entry: OfflineEntry, state: EntryState, said: str, *, by: Actor, at: datetime) -> None:
    LIFE.check(EntryState(entry.state), state)
    entry.state, entry.said = state, said[:400]
    entry.settled_at = at if state in ENDED else None
    entry.save(update_fields=["state", "said", "settled_at"])
    # A step taken at once tells of itself; what came late or was not taken is told here.
    if state != EntryState.TAKEN or entry.lateness >= LATE:
        reason = "" if state == EntryState.TAKEN else entry.said
        project_id = entry.project_id
        record(_VERBS[state], subject=entry, project_id=project_id, by=by, at=at, reason=reason)
