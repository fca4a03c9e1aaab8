"""Common faults (多户事件): opened, joined, and answered together."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.core.numbering import human_number
from anju.core.periods import local_date
from anju.organization.commands.founding import next_number
from anju.organization.models import Project
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.grading import grade_by_households
from anju.tickets.models import CommonFault, Ticket
from anju.tickets.refusals import NotAllowedNow, NotTaken, refuse_other_project
from anju.tickets.states import ContactWay, FaultState, TicketState
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb

PREFIX = "DH"


@transaction.atomic
def open_fault(
    *, project: Project, title: str, tickets: list[Ticket], by: Actor, at: datetime
) -> CommonFault:
    """Make one fault of several tickets; category and building are those of the first.

    :raises NotTaken: without a title or tickets.
    """
    if not title.strip() or not tickets:
        raise NotTaken("请写明是什么故障,并至少选一张工单。")
    first = tickets[0]
    count = next_number(project, prefix=PREFIX, year=local_date(at).year)
    fault = CommonFault.objects.create(
        project=project,
        number=human_number(PREFIX, year=local_date(at).year, count=count),
        title=title.strip()[:60],
        category=first.category,
        building=first.building,
        opened_at=at,
        opened_by_name=by.label,
    )
    record(Verb.FAULT_OPENED, subject=fault, project_id=project.pk, by=by, at=at)
    for ticket in sorted(tickets, key=lambda each: each.pk):
        join_fault(ticket=ticket, fault=fault, by=by, at=at)
    return fault


@transaction.atomic
def lock_fault(*, fault: CommonFault) -> None:
    """Lock a fault and then its tickets; it leaves no event.

    Who is about to take a matter under it does so before the project's row: whoever answers the
    fault holds it and its tickets already when their clocks ask for the project.
    """
    CommonFault.objects.select_for_update().values_list("pk").get(pk=fault.pk)
    list(Ticket.objects.filter(fault=fault).locked().values_list("pk"))


@transaction.atomic
def join_fault(*, ticket: Ticket, fault: CommonFault, by: Actor, at: datetime) -> Ticket:
    """Hang a ticket under a common fault; five complaining households make it a major one.

    :raises NotAllowedNow: if the fault is answered, or the ticket has ended or hangs elsewhere.
    """
    fault = CommonFault.objects.select_related("project").locked().get(pk=fault.pk)
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    refuse_other_project(ticket.project, fault)
    if fault.state != FaultState.OPEN:
        raise NotAllowedNow(f"多户事件 {fault.number} 已经统一答复,请另建一个。")
    if ticket.closed_at is not None:
        raise NotAllowedNow(f"{ticket.number} 已经结束,不能归入多户事件。")
    if ticket.fault_id == fault.pk:
        return ticket
    if ticket.fault_id is not None:
        raise NotAllowedNow(f"{ticket.number} 已在另一个多户事件中。")
    ticket.fault = fault
    ticket.save(update_fields=["fault"])
    changes = {"fault": (None, fault)}
    project_id = ticket.project_id
    record(Verb.FAULT_JOINED, subject=ticket, project_id=project_id, by=by, at=at, changes=changes)
    grade_by_households(fault=fault, by=by, at=at)
    return ticket


@transaction.atomic
def answer_fault(
    *,
    fault: CommonFault,
    way: ContactWay,
    words: str,
    outcome: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Answer every open ticket under a fault with the same words; returns how many.

    All or none: a ticket whose work is unfinished refuses the whole, naming it.

    :raises NotAllowedNow: if the fault was answered before.
    :raises WorkOpen: while work for one of the tickets is unfinished.
    """
    fault = CommonFault.objects.select_related("project").locked().get(pk=fault.pk)
    if fault.state != FaultState.OPEN:
        raise NotAllowedNow(f"多户事件 {fault.number} 已经统一答复。")
    tickets = Ticket.objects.of(fault.project).filter(fault=fault, state=TicketState.OPEN)
    answered = 0
    for ticket in tickets.order_by("pk"):
        answer_ticket(ticket=ticket, way=way, words=words, outcome=outcome, by=by, at=at)
        answered += 1
    fault.state, fault.answered_at, fault.answer = FaultState.ANSWERED, at, words.strip()
    fault.save()
    record(
        Verb.FAULT_ANSWERED,
        subject=fault,
        project_id=fault.project_id,
        by=by,
        at=at,
        changes={"count": (None, answered), "state": (FaultState.OPEN.label, "已统一答复")},
    )
    return answered
