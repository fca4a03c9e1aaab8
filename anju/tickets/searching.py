"""How tickets are found in the one search box."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from anju.organization.access import Access
from anju.organization.models import Project
from anju.search.entries import Entry
from anju.search.hooks import Hit
from anju.tickets.finding import TICKET, ticket_entry, typed_codes
from anju.tickets.models import Ticket
from anju.tickets.naming import who_of
from anju.tickets.permissions import DeskPermission
from anju.tickets.states import TicketState

CODES = typed_codes


def entries(project: Project) -> Iterator[Entry]:
    """Yield every ticket of a project as it can be found."""
    tickets = Ticket.objects.of(project).order_by("pk")
    yield from map(ticket_entry, tickets.iterator(2000))


def _hits(ids: Collection[int], access: Access) -> dict[int, Hit]:
    """Return how found tickets look to this viewer; nothing to who may not read them."""
    if not access.may(DeskPermission.READ):
        return {}
    found = Ticket.objects.filter(pk__in=ids).with_places()
    if access.project is not None:
        found = found.filter(project=access.project)
    return {each.pk: _hit(each, access) for each in found}


def _hit(ticket: Ticket, access: Access) -> Hit:
    state = TicketState(ticket.state).label
    return Hit(
        title=str(ticket),
        url=reverse("tickets:ticket", args=[ticket.project.code, ticket.pk]),
        icon="inbox",
        kind=ticket.get_kind_display(),
        detail=" · ".join(part for part in (state, ticket.where, who_of(ticket, access)) if part),
    )


HITS = {TICKET: _hits}
