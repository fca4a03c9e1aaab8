"""The clocks of tickets, work orders and help requests: started, stopped and handed on together.

Every function belongs inside a command's transaction and leaves the clocks' own events.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from anju.clocks.commands.answering import Answer, Offline, cancel_clock, fulfil_clock
from anju.clocks.commands.changing import hand_clock, retarget_clock
from anju.clocks.commands.starting import Start, start_clocks
from anju.clocks.models import Clock
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.reckoning.targets import Target
from anju.core.actors import Actor
from anju.organization.models import Department, User
from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.trail import kept

RESPOND, OWN, ACT, ASSIST = "respond", "own", "act", "assist"
PROMISE, RESOLVE, FOLLOW_UP, REWORK = "promise", "resolve", "follow-up", "rework"

Case = Ticket | WorkOrder | HelpRequest


def open_of(case: Case, *kinds: str) -> ClockQuerySet:
    """Return the running clocks of a case, of some kinds or all; leaves no event."""
    clocks: ClockQuerySet = Clock.objects.of(case.project).about(case).open()
    return clocks.filter(kind__in=kinds) if kinds else clocks


def start_all(
    case: Case,
    *starts: Start,
    facts: Mapping[str, Any],
    started_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> list[Clock]:
    """Start several clocks of a case together, in as few queries as one."""
    return start_clocks(
        project=case.project,
        subject=case,
        starts=starts,
        started_at=started_at or at,
        facts=facts,
        by=by,
        at=at,
    )


def start(
    case: Case,
    kind: str,
    *,
    facts: Mapping[str, Any],
    holder: User | None,
    department: Department | None = None,
    started_at: datetime | None = None,
    target: Target | None = None,
    by: Actor,
    at: datetime,
) -> Clock:
    """Start a clock of a case; who holds it is told first."""
    one = Start(kind, holder, department, target=target)
    return start_all(case, one, facts=facts, started_at=started_at, by=by, at=at)[0]


def stop(
    case: Case,
    *kinds: str,
    answer: Answer | None = None,
    note: str = "",
    offline: Offline | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Fulfil the running clocks of these kinds; returns how many there were.

    :param offline: when it was done by a device without a network; it counts from then (rule 6).
    """
    clocks = list(open_of(case, *kinds).order_by("pk"))
    for clock in clocks:
        said = kept(note, case)
        fulfil_clock(clock=clock, answer=answer, offline=offline, note=said, by=by, at=at)
    return len(clocks)


def drop(
    case: Case,
    *kinds: str,
    reason: str,
    merged_into: models.Model | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Cancel the running clocks of a case, of some kinds or all; returns how many there were."""
    clocks = list(open_of(case, *kinds).order_by("pk"))
    for clock in clocks:
        said = kept(reason, case)
        cancel_clock(clock=clock, reason=said, merged_into=merged_into, by=by, at=at)
    return len(clocks)


def hand(
    cases: Collection[Case],
    *,
    holder: User | None,
    department: Department | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let the running clocks of these cases tell somebody else first."""
    for case in cases:
        for clock in open_of(case).select_related("holder", "department").order_by("pk"):
            if (clock.holder, clock.department) != (holder, department):
                hand_clock(clock=clock, holder=holder, department=department, by=by, at=at)


def follow(
    ticket: Ticket,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Reckon the running clocks of a ticket anew if its facts have changed (rule 6).

    Promises stay as they were told; a time set by hand stays until it is removed by hand.
    """
    if before == after:
        return
    for clock in open_of(ticket).exclude(kind=PROMISE).filter(is_hand_set=False).order_by("pk"):
        retarget_clock(clock=clock, facts=after, reason="工单内容已修改", by=by, at=at)
