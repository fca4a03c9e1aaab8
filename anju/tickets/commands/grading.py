"""How grave a complaint is; a major one is reported upward at once (S9)."""

from datetime import datetime, timedelta

from django.db import transaction

from anju.clocks.commands.changing import retarget_clock
from anju.core.actors import Actor
from anju.tickets import deadlines
from anju.tickets.deadlines import RESOLVE
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import CommonFault, Ticket
from anju.tickets.refusals import NotAllowedNow, refuse_no_reason
from anju.tickets.states import Grade, GradeCause, MatterKind
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb

MANY = 5  # distinct households that make a complaint a major one
WITHIN = timedelta(days=7)


@transaction.atomic
def grade_ticket(
    *,
    ticket: Ticket,
    grade: Grade,
    cause: GradeCause,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Ticket:
    """Give a complaint its grade; the resolve clock is reckoned anew for it.

    :raises NotAllowedNow: for what is no complaint, or has ended.
    :raises ReasonMissing: for a grade by hand without a reason.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    if not ticket.is_complaint:
        raise NotAllowedNow("只有投诉才评定级别。")
    if ticket.closed_at is not None:
        raise NotAllowedNow("工单已经结束,不能再改级别。")
    if cause == GradeCause.BY_HAND:
        reason = refuse_no_reason(reason, "定级")
    before = Grade(ticket.grade)
    if before == grade:
        return ticket
    ticket.grade, ticket.grade_cause = grade, cause
    ticket.save(update_fields=["grade", "grade_cause"])
    facts = facts_of_ticket(ticket, at=at)
    for clock in deadlines.open_of(ticket, RESOLVE).filter(is_hand_set=False):
        retarget_clock(clock=clock, facts=facts, reason=f"投诉定为{grade.label}", by=by, at=at)
    record(
        Verb.GRADED,
        subject=ticket,
        project_id=ticket.project_id,
        by=by,
        at=at,
        changes={"grade": (before.label, grade.label), "grade_cause": (None, cause.label)},
        reason=reason,
    )
    return ticket


@transaction.atomic
def grade_by_households(*, fault: CommonFault, by: Actor, at: datetime) -> int:
    """Make the complaints about a common fault major once five households made them in 7 days.

    Distinct units count, not calls. Returns how many complaints were raised to it.
    """
    complaints = (
        Ticket.objects.of(fault.project)
        .living()
        .filter(fault=fault, kind=MatterKind.COMPLAINT, closed_at=None)
    )
    recent = complaints.filter(received_at__gt=at - WITHIN, unit__isnull=False)
    if recent.values("unit").distinct().count() < MANY:
        return 0
    rest = list(complaints.exclude(grade=Grade.MAJOR).order_by("pk"))
    for ticket in rest:
        grade_ticket(ticket=ticket, grade=Grade.MAJOR, cause=GradeCause.HOUSEHOLDS, by=by, at=at)
    return len(rest)
