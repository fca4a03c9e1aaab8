"""What the door must keep of somebody, and what it forgets (PIPL 47)."""

from datetime import date, datetime

from anju.contacts.commands.forgetting import forget_contacts
from anju.core.actors import Actor
from anju.residents.models import Person


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return nothing: what was said to somebody is no reason to keep them."""
    return []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Empty every contact with them; what still waits is given up."""
    forget_contacts(person=person, by=by, at=at)
