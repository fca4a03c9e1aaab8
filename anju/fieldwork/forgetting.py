"""What visits forget of somebody (PIPL 47)."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.fieldwork.commands.forgetting import forget_visits
from anju.residents.models import Person


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return nothing: a visit belongs to a ticket, which says whether it must be kept."""
    return []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Take away their signatures, the photos of their home, and words about them."""
    forget_visits(person=person, by=by, at=at)
