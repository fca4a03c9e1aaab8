"""Who was on site for a ticket: they do not follow their own work up."""

from anju.fieldwork.queries.visits import workers_of
from anju.tickets.models import Ticket


def on_site(ticket: Ticket) -> set[int]:
    """Return the numbers of those who went there for it."""
    return workers_of(ticket.project, ticket)
