"""Which script fits what is being entered, and what it is about in a few words. Pure."""

from anju.handbook.states import Situation
from anju.tickets.contents import Matter
from anju.tickets.states import MatterKind

SHOWN = 30  # characters of what the caller brings that are read back to them
_SHORT = {"in": Situation.INBOUND, "out": Situation.OUTBOUND, "back": Situation.CALL_BACK}


def situation_of(word: str) -> Situation:
    """Return the situation that an address names: `in`, `out`, `back`, or complaint, HOLD…"""
    if word in _SHORT:
        return _SHORT[word]
    try:
        return Situation(word.upper())
    except ValueError:
        return Situation.INBOUND


def situation_for(kind: MatterKind) -> Situation:
    """Return the script of a matter's kind."""
    return Situation(kind.value)


def about(matter: Matter) -> str:
    """Return in a few words what a matter is about: its summary, category, or first words."""
    if matter.summary.strip():
        return matter.summary.strip()
    if matter.category is not None:
        return matter.category.name
    lines = matter.words.strip().splitlines()
    return lines[0] if lines and len(lines[0]) <= SHOWN else ""
