"""What opinions hold of an erased person (PIPL 47)."""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.opinions.commands.forgetting import forget_opinions
from anju.residents.models import Person


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return nothing: an open ticket keeps its person by itself."""
    return []


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Empty their words; the ratings stay for the figures."""
    forget_opinions(person=person, by=by, at=at)
