"""What a supervisor does with an entry that was held: adopt it, or discard it with a reason."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.offline.applying import apply_entry
from anju.offline.locks import wait_for_turn
from anju.offline.models import OfflineEntry
from anju.offline.states import LIFE, EntryState
from anju.offline.verbs import OfflineVerb as Verb

LONGEST_NAME = 80


class ReasonMissing(DomainError):
    """Who discards an entry says why."""


class EntryEmptied(DomainError):
    """What was typed is gone, so the step cannot be taken any more."""


@transaction.atomic
def adopt_entry(*, entry: OfflineEntry, by: Actor, at: datetime) -> OfflineEntry:
    """Take the step of a held entry in its maker's name, when it happened (补录).

    The trail of the step names its maker and who adopted it.

    :raises ForbiddenTransition: if somebody settled it meanwhile.
    :raises EntryEmptied: if an erasure has emptied it.
    :raises DomainError: if the step is not possible as things stand; it stays held.
    """
    entry = _locked(entry)
    LIFE.check(EntryState(entry.state), EntryState.ADOPTED)
    if entry.emptied_at is not None:
        raise EntryEmptied("登记的内容已按个人信息删除要求清空,不能采用,只能作废。")
    maker = Actor(id=entry.user_id, name=f"{entry.user.name}(补录,{by.label}采用)"[:LONGEST_NAME])
    said = apply_entry(entry, is_late=True, is_adopted=True, by=maker, at=at)
    entry.state, entry.said = EntryState.ADOPTED, said[:400]
    entry.settled_by_id, entry.settled_at = by.id, at
    entry.save(update_fields=["state", "said", "settled_by", "settled_at"])
    record(Verb.ADOPTED, subject=entry, project_id=entry.project_id, by=by, at=at)
    return entry


@transaction.atomic
def discard_entry(*, entry: OfflineEntry, reason: str, by: Actor, at: datetime) -> OfflineEntry:
    """Leave a held entry untaken; it stays to be read, and its maker is told why on the phone.

    :raises ForbiddenTransition: if somebody settled it meanwhile.
    :raises ReasonMissing: without a reason.
    """
    entry = _locked(entry)
    LIFE.check(EntryState(entry.state), EntryState.DISCARDED)
    if not reason.strip():
        raise ReasonMissing("请写明作废的原因,例如“已由李师傅重新上门处理”。")
    entry.state, entry.settle_reason = EntryState.DISCARDED, reason.strip()[:200]
    entry.settled_by_id, entry.settled_at = by.id, at
    entry.save(update_fields=["state", "settle_reason", "settled_by", "settled_at"])
    record(
        Verb.DISCARDED,
        subject=entry,
        project_id=entry.project_id,
        by=by,
        at=at,
        reason=entry.settle_reason,
    )
    return entry


def _locked(entry: OfflineEntry) -> OfflineEntry:
    wait_for_turn(entry.project, entry.user, entry.subject_type, entry.subject_id)
    return OfflineEntry.objects.select_related("project", "user").locked().get(pk=entry.pk)
