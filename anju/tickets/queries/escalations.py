"""What went up because nobody acted in time, and what happened to it then."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q, QuerySet

from anju.audit.models import Event
from anju.audit.timeline import Line, lines
from anju.clocks.models import Clock, StageFiring
from anju.clocks.verbs import ClocksVerb
from anju.organization.models import Project, User
from anju.tickets.models import HelpRequest, Ticket, WorkOrder

MOST = 30
STEPS = 3  # what is told of the time after


@dataclass(slots=True)
class Escalated:
    """A case that went up: which deadline, who was told last, and what was done since.

    :param then: what people did with it after the first stage, the earliest first.
    """

    ticket: Ticket
    order: WorkOrder | None
    clock: Clock
    first_at: datetime
    last_at: datetime
    stages: int
    told: list[str] = field(default_factory=list)
    then: list[Line] = field(default_factory=list)


def escalations(project: Project, *, since: datetime, most: int = MOST) -> list[Escalated]:
    """Return what escalated since a moment, the newest first; a fixed number of queries.

    An escalation is a stage after the due moment: what the holder alone is told is none.
    """
    firings = list(
        firings_of(project, since=since, until=None)
        .select_related("clock__project", "clock__holder", "clock__policy")
        .order_by("-fired_at", "-pk")[: most * 4]
    )
    by_clock: dict[int, list[StageFiring]] = defaultdict(list)
    for firing in firings:
        by_clock[firing.clock_id].append(firing)
    tickets, orders, helps = _cases(firings)
    names = _names(firings)
    found = []
    for group in by_clock.values():
        clock = group[0].clock
        order = orders.get(clock.subject_id) if _is(clock, WorkOrder) else None
        ticket = _ticket(clock, tickets, orders, helps)
        if ticket is not None:
            told = [names[each] for firing in reversed(group) for each in firing.told]
            found.append(
                Escalated(
                    ticket=ticket,
                    order=order,
                    clock=clock,
                    first_at=group[-1].fired_at,
                    last_at=group[0].fired_at,
                    stages=len(group),
                    told=list(dict.fromkeys(told)),
                )
            )
    found = found[:most]
    _tell_what_then(found)
    return found


def firings_of(
    project: Project, *, since: datetime | None, until: datetime | None
) -> QuerySet[StageFiring]:
    """Return the stages after due that fired between two moments.

    The trail knows which clocks had one (its index begins with project and moment); the firings
    of these are then looked up by clock.
    """
    events = Event.objects.filter(project_id=project.pk, verb=ClocksVerb.STAGE_DUE)
    window = Q()
    if since is not None:
        events = events.filter(at__gte=since.replace(second=0, microsecond=0))
        window &= Q(fired_at__gte=since)
    if until is not None:
        events = events.filter(at__lt=until)
        window &= Q(fired_at__lt=until)
    return StageFiring.objects.filter(
        window,
        project=project,
        clock__in=events.values("subject_id"),
        planned_at__gt=F("clock__due_at"),
    )


def escalated_tickets(
    project: Project, *, since: datetime | None, until: datetime | None
) -> list[int]:
    """Return the numbers of the tickets of which something escalated between two moments."""
    fired = firings_of(project, since=since, until=until)
    cases: dict[str, set[int]] = defaultdict(set)
    for subject_type, subject_id in fired.values_list("clock__subject_type", "clock__subject_id"):
        cases[subject_type].add(subject_id)
    found = set(cases[Ticket._meta.label_lower])
    orders = WorkOrder.objects.of(project).filter(pk__in=cases[WorkOrder._meta.label_lower])
    helps = HelpRequest.objects.filter(project=project, pk__in=cases[HelpRequest._meta.label_lower])
    found |= set(orders.values_list("ticket", flat=True))
    return sorted(found | set(helps.values_list("ticket", flat=True)))


def _is(clock: Clock, model: type[Ticket | WorkOrder | HelpRequest]) -> bool:
    return clock.subject_type == model._meta.label_lower


def _cases(
    firings: Iterable[StageFiring],
) -> tuple[dict[int, Ticket], dict[int, WorkOrder], dict[int, HelpRequest]]:
    """Load what the clocks are about: tickets, orders with theirs, help requests."""
    ids: dict[str, set[int]] = defaultdict(set)
    for firing in firings:
        ids[firing.clock.subject_type].add(firing.clock.subject_id)
    orders = WorkOrder.objects.in_bulk(ids[WorkOrder._meta.label_lower])
    helps = HelpRequest.objects.in_bulk(ids[HelpRequest._meta.label_lower])
    wanted = ids[Ticket._meta.label_lower]
    wanted |= {order.ticket_id for order in orders.values()}
    wanted |= {asked.ticket_id for asked in helps.values()}
    return Ticket.objects.select_related("unit", "place", "building").in_bulk(wanted), orders, helps


def _ticket(
    clock: Clock,
    tickets: dict[int, Ticket],
    orders: dict[int, WorkOrder],
    helps: dict[int, HelpRequest],
) -> Ticket | None:
    case = orders.get(clock.subject_id) if _is(clock, WorkOrder) else None
    asked = helps.get(clock.subject_id) if _is(clock, HelpRequest) else None
    behind = case or asked
    if behind is not None:
        return tickets.get(behind.ticket_id)
    return tickets.get(clock.subject_id) if _is(clock, Ticket) else None


def _names(firings: Iterable[StageFiring]) -> dict[int, str]:
    told = {user_id for firing in firings for user_id in firing.told}
    return {user.pk: user.name for user in User.objects.filter(pk__in=told)}


def _tell_what_then(found: list[Escalated]) -> None:
    """Put what people did after a case's first stage into it; the same queries for any number."""
    if not found:
        return
    ids: dict[str, set[int]] = {
        Ticket._meta.label_lower: {each.ticket.pk for each in found},
        WorkOrder._meta.label_lower: {each.order.pk for each in found if each.order},
    }
    first = min(each.first_at for each in found)
    events = Event.objects.about_any(ids).filter(at__gt=first, by_id__isnull=False)
    done: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in events.order_by("at", "pk"):
        done[event.subject_type, event.subject_id].append(event)
    chosen = [_after(each, done) for each in found]
    told = iter(lines(event for events_of_one in chosen for event in events_of_one))
    for each, events_of_one in zip(found, chosen, strict=True):
        each.then = [next(told) for _ in events_of_one]


def _after(each: Escalated, done: dict[tuple[str, int], list[Event]]) -> list[Event]:
    own = done[Ticket._meta.label_lower, each.ticket.pk]
    work = done[WorkOrder._meta.label_lower, each.order.pk] if each.order else []
    after = sorted((*own, *work), key=lambda event: (event.at, event.pk))
    return [event for event in after if event.at > each.first_at][:STEPS]
