"""What the house does by itself for the desk: tells, finds somebody, wakes, closes, escalates."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.clocks.queries.clocks import firings_at
from anju.core.actors import SYSTEM, Actor
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.organization.models import User
from anju.rosters.queries.duty import on_duty
from anju.tickets import words
from anju.tickets.commands.closing import close_by_time
from anju.tickets.commands.deferring import resume_order
from anju.tickets.commands.dispatching import dispatch_waiting
from anju.tickets.commands.escalating import raise_ticket, want_reason
from anju.tickets.commands.promising import tell_promise
from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.queries.automatic import (
    answered_across_projects,
    order_behind,
    ticket_behind,
    waiting_across_projects,
    woken_across_projects,
)
from anju.tickets.queries.promising import promise_said
from anju.tickets.queries.telling import (
    MANAGER,
    SUPERVISOR,
    first_of_posts,
    in_department,
    in_posts,
    standing_for,
)
from anju.tickets.states import Grade, GradeCause, OrderState
from anju.tickets.trail import kept
from anju.tickets.verbs import DeskVerb as Verb

_log = logging.getLogger("anju.tickets")
EMERGENCY = AlertKind.EMERGENCY
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # for what fails by accident
Case = TypeVar("Case", WorkOrder, Ticket)


@app.task(name="tickets.tell_of_ticket", retry=AGAIN)
def tell_of_ticket(event_id: int) -> None:
    """Tell those whom something about a ticket concerns at once; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    ticket = Ticket.objects.with_places().get(pk=event.subject_id)
    project, now = ticket.project, timezone.now()
    key = f"event:{event.pk}"
    match event.verb:
        case Verb.TAKEN:
            if ticket.is_emergency:
                above = in_posts(project, (SUPERVISOR, MANAGER), now)
                _tell(
                    above, ticket, words.of_emergency(ticket), f"emergency:{ticket.pk}", EMERGENCY
                )
            if ticket.raised_to is not None:
                holder = standing_for(project, ticket.holder, now)
                _tell(holder, ticket, words.of_raised(ticket), key, AlertKind.ESCALATION)
        case Verb.MADE_EMERGENCY:
            above = in_posts(project, (SUPERVISOR, MANAGER), now)
            _tell(above, ticket, words.of_emergency(ticket), f"emergency:{ticket.pk}", EMERGENCY)
        case Verb.GRADED if ticket.grade == Grade.MAJOR:
            above = in_posts(project, (SUPERVISOR, MANAGER), now)
            cause = GradeCause(ticket.grade_cause).label
            _tell(
                above,
                ticket,
                words.of_major(ticket, cause),
                major_key(ticket),
                AlertKind.ESCALATION,
            )
        case Verb.TRANSFERRED:
            told = words.of_transfer(ticket, event.by_name, event.reason)
            _tell(standing_for(project, ticket.holder, now), ticket, told, key, AlertKind.ASSIGNED)
        case Verb.REASON_WANTED:
            told = words.of_reason_wanted(ticket)
            _tell(standing_for(project, ticket.holder, now), ticket, told, key, AlertKind.DEADLINE)
        case Verb.REOPENED:
            told = words.of_reopened(ticket, event.reason)
            _tell(standing_for(project, ticket.holder, now), ticket, told, key, AlertKind.ASSIGNED)


@app.task(name="tickets.tell_owner", retry=AGAIN)
def tell_owner(event_id: int) -> None:
    """Write to the owner what the desk has promised by message; safe to run twice.

    Where the door refuses, who answers for the ticket is told to call.
    """
    event = Event.objects.get(pk=event_id)
    ticket = Ticket.objects.with_places().get(pk=event.subject_id)
    said, terms = promise_said(ticket.project, ticket, event)
    if said is None:
        return
    by = Actor(id=event.by_id, name=event.by_name)
    try:
        tell_promise(said=said, reason=event.reason, by=by, at=timezone.now(), **terms)
    except DomainError as refusal:
        holder = standing_for(ticket.project, ticket.holder, timezone.now())
        told, key = words.of_untold(ticket, str(refusal)), f"untold:{event.pk}"
        _tell(holder, ticket, told, key, AlertKind.UNDELIVERED)


@app.task(name="tickets.tell_of_order", retry=AGAIN)
def tell_of_order(event_id: int) -> None:
    """Tell whoever is next with a work order; nobody to take it is an alarm. Safe to run twice."""
    event = Event.objects.get(pk=event_id)
    order = WorkOrder.objects.with_tickets().get(pk=event.subject_id)
    project, now, key = order.project, timezone.now(), f"event:{event.pk}"
    match event.verb:
        case Verb.DISPATCHED | Verb.ASSIGNED if order.state == OrderState.ASSIGNED:
            kind = EMERGENCY if order.is_emergency else AlertKind.ASSIGNED
            _tell(
                standing_for(project, order.assignee, now), order, words.of_order(order), key, kind
            )
        case Verb.DISPATCHED if order.is_grab and order.department is not None:
            crew = in_department(project, order.department, now)
            kind = EMERGENCY if order.is_emergency else AlertKind.ASSIGNED
            _tell(crew, order, words.of_grab(order), key, kind)
        case Verb.UNASSIGNED | Verb.HANDED_BACK if order.state == OrderState.WAITING:
            above = first_of_posts(project, (SUPERVISOR, MANAGER), now)
            _tell(above, order, words.of_unassigned(order), key, AlertKind.UNASSIGNED)
        case Verb.REFUSED:
            holder = standing_for(project, order.ticket.holder, now)
            _tell(holder, order, words.of_refused(order), key, AlertKind.PROGRESS)
        case Verb.URGED:
            told = words.of_urged(order, event.by_name, event.reason)
            _tell(_hands(order), order, told, key, AlertKind.ASSIGNED)
        case Verb.RETURNED:
            _tell(
                _hands(order),
                order,
                words.of_returned(order, event.reason),
                key,
                AlertKind.ASSIGNED,
            )
        case Verb.DONE:
            holder = standing_for(project, order.ticket.holder, now)
            _tell(holder, order, words.of_done(order), key, AlertKind.PROGRESS)


@app.task(name="tickets.tell_of_help", retry=AGAIN)
def tell_of_help(event_id: int) -> None:
    """Tell a department that it is asked, or the holder that it has answered; safe twice."""
    event = Event.objects.get(pk=event_id)
    found = HelpRequest.objects.select_related("project", "department", "ticket__holder")
    asked = found.get(pk=event.subject_id)
    ticket, now = Ticket.objects.with_places().get(pk=asked.ticket_id), timezone.now()
    if event.verb == Verb.HELP_ASKED:
        crew = in_department(asked.project, asked.department, now)
        _tell(crew, ticket, words.of_help(asked), f"event:{event.pk}", AlertKind.ASSIGNED)
    else:
        holder = standing_for(asked.project, ticket.holder, now)
        _tell(holder, ticket, words.of_reply(asked), f"event:{event.pk}", AlertKind.PROGRESS)


@app.task(name="tickets.follow_stage", retry=AGAIN)
def follow_stage(event_id: int) -> None:
    """Do what a stage of a deadline asks of its case: raise, dispatch again, demand a reason."""
    event = Event.objects.get(pk=event_id)
    clock = Clock.objects.with_terms().get(pk=event.subject_id)
    ticket, order = ticket_behind(clock.project, clock), order_behind(clock.project, clock)
    if ticket is None:
        return
    now, why, acts = timezone.now(), f"{clock}已超时", set[str]()
    for firing in firings_at(clock.project, clock.pk, event.at):
        acts.update(firing.acts)
        if "raise" in firing.acts:
            raise_ticket(ticket=ticket, because=firing, why=why, by=SYSTEM, at=now)
    if "dispatch" in acts and order is not None and order.state == OrderState.WAITING:
        dispatch_waiting(order=order, by=SYSTEM, at=now)
    if "reason" in acts:
        want_reason(ticket=ticket, why=why, by=SYSTEM, at=now)


@app.task(name="tickets.somebody_freed", retry=AGAIN)
def somebody_freed(event_id: int) -> None:
    """Look for hands for what waits in the project, since somebody has just freed up."""
    event = Event.objects.get(pk=event_id)
    assert event.project_id is not None, "a work order is a project's"
    _each(waiting_across_projects(project_id=event.project_id), _place)


@app.periodic(cron="* * * * *")
@app.task(name="tickets.place_waiting", queueing_lock="tickets.place_waiting")
def place_waiting(timestamp: int) -> None:
    """Each minute, since a shift may have begun: the oldest order without hands goes first."""
    now, is_there = timezone.now(), dict[int, bool]()
    for order in waiting_across_projects():
        # Who is there is asked once for a department, not once for every order that waits in it.
        department = order.department
        if department is not None and department.pk not in is_there:
            is_there[department.pk] = bool(on_duty(order.project, department, now))
        if department is not None and is_there[department.pk]:
            _each([order], _place)


@app.periodic(cron="*/10 * * * *")
@app.task(name="tickets.wake_deferred", queueing_lock="tickets.wake_deferred")
def wake_deferred(timestamp: int) -> None:
    """Bring back the orders whose day has come."""
    now = timezone.now()
    _each(
        woken_across_projects(day=local_date(now)),
        lambda order: resume_order(order=order, note="延期到期", by=SYSTEM, at=timezone.now()),
    )


@app.periodic(cron="15 * * * *")
@app.task(name="tickets.close_answered", queueing_lock="tickets.close_answered")
def close_answered(timestamp: int) -> None:
    """Close what was answered long enough ago without an objection."""
    _each(
        answered_across_projects(),
        lambda ticket: close_by_time(ticket=ticket, by=SYSTEM, at=timezone.now()),
    )


def major_key(ticket: Ticket) -> str:
    """Return what a major complaint's report is known by; its read receipts go by it."""
    return f"major:{ticket.pk}"


def _place(order: WorkOrder) -> None:
    dispatch_waiting(order=order, by=SYSTEM, at=timezone.now())


def _hands(order: WorkOrder) -> list[User]:
    now = timezone.now()
    if order.assignee is None and order.department is not None:
        return in_department(order.project, order.department, now)
    return standing_for(order.project, order.assignee, now)


def _tell(
    users: list[User], about: Ticket | WorkOrder, said: words.Words, key: str, kind: AlertKind
) -> None:
    page = "order" if isinstance(about, WorkOrder) else "ticket"
    tell_staff(
        users=users,
        title=kept(said.title, about),
        body=kept(said.body, about),
        url=reverse(f"tickets:{page}", args=[about.project.code, about.pk]),
        key=key,
        project=about.project,
        kind=kind,
        is_emergency=kind == AlertKind.EMERGENCY,
        at=timezone.now(),
    )


def _each(cases: Iterable[Case], step: Callable[[Case], object]) -> None:
    """Take one case after the other; one that is refused does not hold up the rest."""
    for case in cases:
        try:
            step(case)
        except DomainError:
            _log.exception("a case of the desk was refused", extra={"case": str(case)})
