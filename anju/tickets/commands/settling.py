"""A ticket closed, or open again: what every way there does (the ticket is locked before)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from anju.clocks.commands.starting import TooLateToReopen, reopen_clock
from anju.clocks.models import Clock
from anju.clocks.queries.policies import setting
from anju.clocks.states import Setting
from anju.core.actors import Actor
from anju.core.periods import local_date
from anju.tickets import deadlines
from anju.tickets.deadlines import FOLLOW_UP, RESOLVE, REWORK
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import Ticket
from anju.tickets.refusals import NotTaken
from anju.tickets.states import TICKET_LIFE, ClosedBy, Responsibility, TicketState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def settle_closed(*, ticket: Ticket, closed_by: ClosedBy, by: Actor, at: datetime) -> None:
    """Close a locked ticket.

    :raises NotTaken: for a complaint without what was found.
    :raises ForbiddenTransition: unless it is answered.
    """
    if ticket.is_complaint and not ticket.responsibility:
        raise NotTaken("投诉关闭前请写明原因认定和责任(有效/无效)。")
    TICKET_LIFE.check(TicketState(ticket.state), TicketState.CLOSED)
    deadlines.drop(ticket, FOLLOW_UP, reason="工单已关闭", by=by, at=at)
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.CLOSED, at, closed_by
    ticket.save()
    found = {"closed_by": (None, closed_by.label)}
    if ticket.responsibility:
        found["responsibility"] = (None, Responsibility(ticket.responsibility).label)
    moved(Verb.CLOSED, ticket, TicketState.ANSWERED, more=found, by=by, at=at)


@transaction.atomic
def settle_open(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> None:
    """Open a locked ticket again: instance 2 of its clock, the first stays (rule 8).

    :raises TooLateToReopen: after the project's number of dates.
    """
    before = TicketState(ticket.state)
    ended = ticket.closed_at or ticket.answered_at or at
    deadlines.drop(ticket, FOLLOW_UP, reason="重新打开", by=by, at=at)
    last = Clock.objects.of(ticket.project).about(ticket).filter(kind__in=(RESOLVE, REWORK))
    clock = last.order_by("-pk").first()
    facts = facts_of_ticket(ticket, at=at)
    if clock is not None:
        reopen_clock(clock=clock, closed_at=ended, facts=facts, kind=REWORK, by=by, at=at)
    else:
        _refuse_too_late(ticket, ended, at)
        deadlines.start(ticket, REWORK, facts=facts, holder=ticket.holder, by=by, at=at)
    ticket.state, ticket.answered_at, ticket.closed_at = TicketState.OPEN, None, None
    ticket.answered_by_name = ticket.answer = ticket.closed_by = ""
    ticket.save()
    moved(Verb.REOPENED, ticket, before, reason=reason, by=by, at=at)


def moved(
    verb: Verb,
    ticket: Ticket,
    before: TicketState,
    *,
    more: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Note in the trail that a ticket came from one state to another; no event of its own."""
    record(
        verb,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"state": (before.label, TicketState(ticket.state).label), **(more or {})},
        reason=reason,
    )


def _refuse_too_late(ticket: Ticket, ended: datetime, at: datetime) -> None:
    """Hold what was answered on the spot, and had no clock, to the same number of dates."""
    days = setting(ticket.project, Setting.REOPEN_DATES)
    if local_date(at) >= local_date(ended) + timedelta(days=days):
        raise TooLateToReopen(f"结案已超过 {days} 天,不能重新打开,请新建一件并关联原件。")
