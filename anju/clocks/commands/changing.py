"""What moves a running clock: other facts, a time set by hand, another holder."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.audit.record import record
from anju.clocks.commands.keeping import Book, current_version
from anju.clocks.commands.starting import NoPolicyFits
from anju.clocks.hooks import kind_label
from anju.clocks.models import Clock
from anju.clocks.queries.policies import policy_for
from anju.clocks.reckoning.promises import checked_hand_set
from anju.clocks.states import EventKind
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Department, User


class ChangeRefused(DomainError):
    """A promise is moved by renewal only; a change needs its reason."""


@transaction.atomic
def retarget_clock(
    *, clock: Clock, facts: Mapping[str, Any], reason: str, by: Actor, at: datetime
) -> Clock:
    """Reckon a clock anew for changed facts (another priority, level, category): rule 6.

    From the original start with the whole pause history; a breach stays, stages that fired do not
    fire again, a time set by hand stays until it is removed.

    :raises ChangeRefused: for a promise.
    :raises NoPolicyFits: if no policy fits the new facts.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    _refuse_promise(book, clock)
    chosen = policy_for(clock.project, clock.kind, facts)
    if chosen.policy is None:
        raise NoPolicyFits(f"“{kind_label(clock.kind)}”没有适用的时限规则,请主管补充。")
    target = chosen.policy.target
    if target.get("by_hand"):
        raise ChangeRefused(f"“{chosen.policy.name}”的到期时间由人工确定,请手工设定到期时间。")
    before = book.settle(clock, at=at)
    book.add(
        clock,
        EventKind.RETARGET,
        by=by,
        at=at,
        reason=reason,
        policy=chosen.policy.pk,
        calendar_version=current_version(chosen.policy.calendar),
        target=target,
        facts=dict(facts),
        explanation=chosen.match.sentences,
    )
    book.note(ClocksVerb.RETARGETED, clock, before=before, by=by, at=at, reason=reason)
    book.close()
    return clock


@transaction.atomic
def hand_set_clock(
    *, clock: Clock, due_at: datetime, reason: str, by: Actor, at: datetime
) -> Clock:
    """Set a due time by hand; it is marked and stays until removed by hand (rule 13).

    :raises ChangeRefused: for a promise, or without a reason.
    :raises QuestionRefused: if it is before the clock's start.
    :raises BeyondBound: if it is over 400 days away.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    _refuse_promise(book, clock)
    if not reason.strip():
        raise ChangeRefused("请写明手工设定到期时间的原因。")
    before = book.settle(clock, at=at)
    calendar = book.shelf.calendar(before.calendar_version_id)
    new = checked_hand_set(calendar, due_at, started_at=before.started_at, now=at)
    reason = reason.strip()
    book.add(clock, EventKind.RETARGET, by=by, at=at, reason=reason, hand_set_at=new)
    book.note(ClocksVerb.HAND_SET, clock, before=before, by=by, at=at, reason=reason)
    book.close()
    return clock


@transaction.atomic
def remove_hand_set(*, clock: Clock, reason: str = "", by: Actor, at: datetime) -> Clock:
    """Let the policy decide again, from the original start.

    :raises ChangeRefused: if nobody set the time by hand.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    if book.life.hand_set_at is None:
        raise ChangeRefused(f"{clock}的到期时间不是手工设定的。")
    before = book.settle(clock, at=at)
    book.add(
        clock,
        EventKind.RETARGET,
        by=by,
        at=at,
        reason=reason,
        hand_set_at=None,
        calendar_version=book.shelf.newest(before.calendar_version_id),
    )
    book.note(ClocksVerb.RETARGETED, clock, before=before, by=by, at=at, reason=reason)
    book.close()
    return clock


@transaction.atomic
def hand_clock(
    *,
    clock: Clock,
    holder: User | None,
    department: Department | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Name who is told first from now on: somebody, or a department's people on duty.

    :raises ForbiddenTransition: if the clock has stopped.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    changes: dict[str, tuple[object, object]] = {
        "holder": (clock.holder, holder),
        "department": (clock.department, department),
    }
    clock.holder, clock.department = holder, department
    clock.save(update_fields=["holder", "department"])
    project_id = clock.project_id
    record(ClocksVerb.HANDED, subject=clock, project_id=project_id, by=by, at=at, changes=changes)
    return clock


def _refuse_promise(book: Book, clock: Clock) -> None:
    if book.life.is_promise:
        raise ChangeRefused(f"{clock}已告知业主,不能直接改期,请与业主续诺。")
