"""A shift signed off by who goes, taken over or objected to by who comes, settled above."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.money import to_fen
from anju.handovers.leavings import Leaving, Left
from anju.handovers.models import Handover, Objection
from anju.handovers.queries.left import left_of
from anju.handovers.queries.spans import Span
from anju.handovers.states import GRACE, LIFE, HandoverState
from anju.handovers.verbs import HandoverVerb as Verb
from anju.organization.models import User
from anju.residents.commands.keeping import scrubbed


class SamePerson(DomainError):
    """One person does not sign for both sides."""


class NotYours(DomainError):
    """Who objected to is answered by who signed."""


class ReasonMissing(DomainError):
    """Who objects or settles says why."""


class AnswerMissing(DomainError):
    """An objection is answered before it is signed again."""


class ItemsAppeared(DomainError):
    """Something is open that the signer has not seen.

    :param new: what has come since, `gone` how many were done meanwhile.
    """

    def __init__(self, now: Leaving, new: Sequence[Left], gone: int) -> None:
        done = f",{gone} 项已办完" if gone else ""
        super().__init__(
            f"您打开页面以后又多了 {len(new)} 项未了事项{done}。请看过下面标出的再签一次,写的都在。"
        )
        self.now, self.new, self.gone = now, new, gone


@transaction.atomic
def sign_off(
    *,
    handover: Handover,
    span: Span,
    outgoing: User,
    notes: str,
    receipts: int | None = None,
    cash: Decimal | None = None,
    answer: str = "",
    seen: Collection[str],
    by: Actor,
    at: datetime,
) -> Handover:
    """Sign that the shift is handed over as it stands now; what is open is kept as it is.

    :param seen: keys of the open items that the signer had before them; others must be shown
        first, fewer are fine.
    :raises ForbiddenTransition: if it is signed already, or over.
    :raises NotYours: if it was objected to and somebody else has signed it before.
    :raises AnswerMissing: if an objection is open and not answered.
    :raises ItemsAppeared: if something is open that they have not seen; nothing is signed.
    """
    handover = _locked(handover)
    _check(handover, HandoverState.SIGNED)
    objection = handover.objections.filter(answered_at=None).first()
    if objection is not None:
        _answer(handover, objection, outgoing, answer, at)
    leaving = left_of(
        handover.project,
        handover.department,
        outgoing,
        since=span.starts_at,
        until=span.next_ends_at,
        at=at,
    )
    new = [item for item in leaving.items if item.key not in seen]
    if new:
        raise ItemsAppeared(leaving, new, len(set(seen) - leaving.keys))
    before, handover.state = HandoverState(handover.state), HandoverState.SIGNED
    handover.outgoing, handover.signed_at, handover.signed_by_name = outgoing, at, by.label
    handover.notes, handover.receipts = notes.strip(), receipts
    handover.cash = to_fen(cash) if cash is not None else None
    handover.left = [item.kept() for item in leaving.items]
    handover.others, handover.drafts = leaving.others, leaving.drafts
    handover.relieve_due_at = handover.relieve_due_at or span.relieve_at or at
    handover.save()
    _record(Verb.SIGNED, handover, before, by=by, at=at, count=len(leaving.items))
    return handover


@transaction.atomic
def relieve(*, handover: Handover, incoming: User, by: Actor, at: datetime) -> Handover:
    """Sign that the shift is taken over; of two who press at once the first does.

    :raises SamePerson: if it is who handed over.
    :raises ForbiddenTransition: if it is not signed, or was taken over before.
    """
    handover = _locked(handover)
    _refuse_same(handover, incoming)
    if handover.state == HandoverState.RELIEVED:
        raise ForbiddenTransition(f"{handover.relieved_by_name}已经接班,不用再签。")
    _check(handover, HandoverState.RELIEVED)
    before, handover.state = HandoverState(handover.state), HandoverState.RELIEVED
    handover.incoming, handover.relieved_at = incoming, at
    handover.relieved_by_name = by.label
    handover.save(update_fields=["state", "incoming", "relieved_at", "relieved_by_name"])
    _record(Verb.RELIEVED, handover, before, by=by, at=at)
    return handover


@transaction.atomic
def object_to(
    *, handover: Handover, incoming: User, words: str, by: Actor, at: datetime
) -> Objection:
    """Send a hand-over back with what is not right; who signed answers and signs again.

    :raises SamePerson: if it is who handed over.
    :raises ReasonMissing: without words.
    :raises ForbiddenTransition: if it is not signed, or was taken over before.
    """
    handover = _locked(handover)
    _refuse_same(handover, incoming)
    _check(handover, HandoverState.DISPUTED)
    if not words.strip():
        raise ReasonMissing("请写明哪里对不上,例如“收据少 1 张”。")
    before, handover.state = HandoverState(handover.state), HandoverState.DISPUTED
    handover.save(update_fields=["state"])
    objection = Objection.objects.create(
        project_id=handover.project_id,
        handover=handover,
        words=words.strip(),
        by_id=by.id,
        by_name=by.label,
        at=at,
    )
    _record(Verb.DISPUTED, handover, before, by=by, at=at, reason=words)
    return objection


@transaction.atomic
def settle(*, handover: Handover, why: str, by: Actor, at: datetime) -> Handover:
    """End a hand-over that nobody took over, saying how the desk is covered (主管处理).

    :raises ReasonMissing: without saying how.
    :raises ForbiddenTransition: if it was taken over or settled before.
    """
    handover = _locked(handover)
    _check(handover, HandoverState.SETTLED)
    if not why.strip():
        raise ReasonMissing("请写明怎样安排,例如“何雨桐请假,由周晓燕顶班到 20:00”。")
    before, handover.state = HandoverState(handover.state), HandoverState.SETTLED
    handover.settled_at, handover.settled_by_name = at, by.label
    handover.settled_why = why.strip()
    handover.save(update_fields=["state", "settled_at", "settled_by_name", "settled_why"])
    _record(Verb.SETTLED, handover, before, by=by, at=at, reason=why)
    return handover


@transaction.atomic
def mark_unrelieved(*, handover: Handover, by: Actor, at: datetime) -> bool:
    """Note once that nobody has come although the next shift has begun; tells whether it was now.

    Who answers above is told by a reaction.
    """
    handover = _locked(handover)
    due = handover.relieve_due_at
    if not handover.is_open or handover.unrelieved_at is not None:
        return False
    if due is None or at < due + GRACE:
        return False
    handover.unrelieved_at = at
    handover.save(update_fields=["unrelieved_at"])
    _record(Verb.UNRELIEVED, handover, HandoverState(handover.state), by=by, at=at)
    return True


def _locked(handover: Handover) -> Handover:
    found = Handover.objects.select_related("project", "department").locked()
    return found.get(pk=handover.pk)


def _check(handover: Handover, then: HandoverState) -> None:
    LIFE.check(HandoverState(handover.state), then)


def _refuse_same(handover: Handover, incoming: User) -> None:
    if handover.outgoing_id == incoming.pk:
        raise SamePerson("交班和接班不能是同一个人。请接班的同事用自己的账号登录或快速换人后签字。")


def _answer(
    handover: Handover, objection: Objection, outgoing: User, answer: str, at: datetime
) -> None:
    if handover.outgoing_id != outgoing.pk:
        raise NotYours("这份交接班有异议,由交班人本人答复后重新签字;本人不在的,请主管处理。")
    if not answer.strip():
        raise AnswerMissing("接班人提出了异议,请先写明怎么处理的,再重新签字。")
    objection.answer, objection.answered_at = answer.strip(), at
    objection.save(update_fields=["answer", "answered_at"])


def _record(
    verb: Verb,
    handover: Handover,
    before: HandoverState,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    count: int | None = None,
) -> None:
    changes: dict[str, tuple[object, object]] = {
        "state": (before.label, HandoverState(handover.state).label)
    }
    if count is not None:
        changes["count"] = (None, count)
    record(
        verb,
        subject=handover,
        project_id=handover.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=scrubbed(reason),
    )
