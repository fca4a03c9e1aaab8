"""How a clock ends: fulfilled, renewed for once more, or cancelled."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction

from anju.clocks.commands.keeping import Book
from anju.clocks.hooks import kind_of
from anju.clocks.lives import Life, whole_minute
from anju.clocks.models import Clock
from anju.clocks.permissions import ClocksPermission
from anju.clocks.queries.policies import setting
from anju.clocks.reckoning.deadlines import is_late
from anju.clocks.reckoning.promises import checked_renewal
from anju.clocks.states import AnswerBy, EventKind, Setting, Verdict
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.access import access_to_project
from anju.organization.models import User


class AnswerMissing(DomainError):
    """A promise is kept by an answer to the owner, a response by a person's contact."""


class RenewalRefused(DomainError):
    """What is broken is promised anew, not renewed; after so many renewals a supervisor agrees."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the owner that a promise is kept by; a call names its outcome."""

    by: AnswerBy
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Offline:
    """When an entry made without a network happened, as its device knew it (rule 6).

    :param device_at: by the device's clock.
    :param offset: server minus device, as last known.
    :param seen_at: the last server event the device had seen; it cannot be earlier.
    """

    device_at: datetime
    offset: timedelta = timedelta()
    seen_at: datetime | None = None

    def happened_at(self, *, received_at: datetime) -> datetime:
        """Return the corrected moment: not after receipt, not before what the device had seen."""
        happened = min(self.device_at + self.offset, received_at)
        return max(happened, self.seen_at) if self.seen_at else happened


@transaction.atomic
def fulfil_clock(
    *,
    clock: Clock,
    answer: Answer | None = None,
    offline: Offline | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Clock:
    """Stop a clock because what it waited for was done; kept when that was not after due.

    An offline entry counts from when it happened: one in time makes the verdict *kept* even after
    a breach was noted, which stays and is marked superseded (rule 6). It may reach a clock that
    has stopped late already.

    :param at: when the entry was received.
    :raises AnswerMissing: for a promise without an answer, a call without outcome, and a
        response by no person (rule 7).
    :raises ForbiddenTransition: if the clock has stopped and this entry does not make it kept.
    """
    book = Book.of(clock)
    clock = book.clock
    _check_answer(clock, answer, by)
    happened_at = at
    if offline is not None:
        happened_at = max(offline.happened_at(received_at=at), book.life.started_at)
    if book.life.stopped_at is not None and not _corrects(book.life, happened_at, offline):
        book.open_clock()
    if is_late(book.life.due_at, happened_at):
        book.settle(clock, at=at)
    before = book.life
    book.add(
        clock,
        EventKind.FULFIL,
        by=by,
        at=at,
        reason=note,
        happened_at=whole_minute(happened_at),
        received_at=whole_minute(at),
        is_offline=offline is not None,
        answer=answer.by.value if answer else None,
        outcome=answer.outcome if answer else None,
    )
    book.note(ClocksVerb.FULFILLED, clock, before=before, by=by, at=at, reason=note)
    book.close()
    return clock


@transaction.atomic
def renew_promise(
    *,
    clock: Clock,
    until: datetime,
    reason: str,
    told: Answer,
    agreed_by: User | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Move a promise that is not yet broken, after the owner was told (rule 4).

    :param told: how the owner was told of the new time.
    :param agreed_by: the supervisor who agrees; needed above the project's number of renewals.
    :raises RenewalRefused: if it is no promise, is broken, has no reason, or lacks the consent.
    :raises QuestionRefused: unless `until` is later than now and than the old time.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    before = book.life
    if not before.is_promise:
        raise RenewalRefused(f"{clock}不是承诺,不能续诺。")
    if before.breached_at is not None or is_late(before.due_at, at):
        raise RenewalRefused("已破诺,不能续诺:请先答复业主,或重新作出承诺。")
    if not reason.strip():
        raise RenewalRefused("请写明续诺的原因。")
    _check_outcome(told)
    _check_consent(clock, before, agreed_by, at)
    calendar = book.shelf.calendar(before.calendar_version_id)
    new = checked_renewal(calendar, until, old=before.due_at, now=at)
    book.add(
        clock,
        EventKind.RENEW,
        by=by,
        at=at,
        reason=reason.strip(),
        until=new,
        told=told.by.value,
        outcome=told.outcome,
        agreed_by=agreed_by.pk if agreed_by else None,
        agreed_by_name=agreed_by.name if agreed_by else "",
    )
    book.note(ClocksVerb.RENEWED, clock, before=before, by=by, at=at, reason=reason.strip())
    book.close()
    return clock


@transaction.atomic
def cancel_clock(
    *,
    clock: Clock,
    reason: str,
    merged_into: models.Model | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Stop a clock without a verdict; one that is broken keeps it.

    :param merged_into: the case that absorbed this one, kept as a pointer (rule 9).
    :raises ForbiddenTransition: if the clock has stopped.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    before = book.settle(clock, at=at)
    pointer = {}
    if merged_into is not None:
        pointer = {"merged_type": merged_into._meta.label_lower, "merged_id": merged_into.pk}
    book.add(clock, EventKind.CANCEL, by=by, at=at, reason=reason, **pointer)
    book.note(ClocksVerb.CANCELLED, clock, before=before, by=by, at=at, reason=reason)
    book.close()
    return clock


def _corrects(life: Life, happened_at: datetime, offline: Offline | None) -> bool:
    """Tell whether a late entry makes a clock that stopped late a kept one."""
    if offline is None or life.verdict != Verdict.BROKEN or life.breached_at is None:
        return False
    return not is_late(min(life.due_at, life.breached_at), happened_at)


def _check_answer(clock: Clock, answer: Answer | None, by: Actor) -> None:
    kind = kind_of(clock.kind)
    if kind.is_promise and answer is None:
        raise AnswerMissing("承诺须由对业主的答复来兑现:请写明以电话、上门还是消息答复。")
    if kind.by_a_person and by.id is None:
        raise AnswerMissing("首次回应须由工作人员与业主本人联系,自动回执和内部备注不算。")
    if answer is not None:
        _check_outcome(answer)


def _check_outcome(answer: Answer) -> None:
    if answer.by == AnswerBy.CALL and not answer.outcome.strip():
        raise AnswerMissing("请写明通话结果,例如“已告知业主明天上午上门”。")


def _check_consent(clock: Clock, life: Life, agreed_by: User | None, at: datetime) -> None:
    free = setting(clock.project, Setting.RENEWALS)
    if life.renewals < free:
        return
    if agreed_by is None:
        raise RenewalRefused(f"已续诺 {life.renewals} 次,再次续诺须经主管同意。")
    access = access_to_project(agreed_by, clock.project, at=at)
    if not access.may(ClocksPermission.AGREE_RENEWAL):
        raise RenewalRefused(f"{agreed_by.name}无权同意续诺,请主管确认。")
