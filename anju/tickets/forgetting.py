"""What the service desk must keep of somebody, and what it forgets (PIPL 47)."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.residents.models import Person
from anju.tickets.commands.forgetting import forget_caller
from anju.tickets.models import Ticket

MOST_NAMED = 3


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return why something must be kept: matters of theirs that are not closed yet."""
    open_tickets = Ticket.objects.filter(project=person.project_id, person=person, closed_at=None)
    numbers = list(open_tickets.order_by("pk").values_list("number", flat=True)[: MOST_NAMED + 1])
    if not numbers:
        return []
    more = "等" if len(numbers) > MOST_NAMED else ""
    return [f"工单 {'、'.join(numbers[:MOST_NAMED])}{more} 还没有关闭"]


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Empty their tickets of every word; the command does it and the index follows."""
    forget_caller(person=person, by=by, at=at)
