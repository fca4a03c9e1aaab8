"""What the register of residents must ask the floors above before it forgets somebody.

An app joins by `forgetting.py` with `reasons_to_keep(person, day)` and `forget(person, by, at)`.
"""

from datetime import date, datetime

from anju.core.actors import Actor
from anju.core.hooks import Hook
from anju.residents.models import Person


def _no_reasons(person: Person, day: date) -> list[str]:
    return []


def _nothing(person: Person, by: Actor, at: datetime) -> None:
    return None


reasons_to_keep: Hook[[Person, date], list[str]] = Hook(_no_reasons)
"""Why a law wants something of this person kept (PIPL 47), in Chinese; none: it may be erased."""

forget: Hook[[Person, Actor, datetime], None] = Hook(_nothing)
"""Every app empties what it holds of this person by value: erased now, in this transaction."""
