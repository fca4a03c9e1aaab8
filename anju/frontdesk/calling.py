"""What the desk says when the telephone asks what is open of who calls."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from anju.frontdesk.queries.households import promises_of
from anju.organization.models import Project
from anju.telephony.hooks import Cases, OpenCase
from anju.tickets.models import Ticket
from anju.tickets.states import TicketState


def open_cases(project: Project, people: Sequence[int], numbers: Sequence[str]) -> Cases:
    """Return the open tickets by person, or by the number of who is not in register.

    The same queries for any number of callers.
    """
    wanted = Q(person__in=people) | Q(person=None, caller_phone__in=[n for n in numbers if n])
    found = Ticket.objects.of(project).filter(wanted, state=TicketState.OPEN).newest_first()
    tickets = list(found)
    promises = promises_of(project, tickets)
    cases: dict[int | str, list[OpenCase]] = {}
    for ticket in tickets:
        promise = promises.get(ticket.pk)
        url = reverse("tickets:ticket", args=[project.code, ticket.pk])
        case = OpenCase(ticket.summary, url, promise.due_at if promise else None)
        cases.setdefault(ticket.person_id or ticket.caller_phone, []).append(case)
    return cases
