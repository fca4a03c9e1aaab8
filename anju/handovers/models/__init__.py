"""The hand-over between shifts, and what the desk has lent."""

from anju.handovers.models.handovers import (
    DeskShift,
    DutyLine,
    Handover,
    HandoverQuerySet,
    Objection,
)
from anju.handovers.models.lending import LentThing, LentThingQuerySet

__all__ = [
    "DeskShift",
    "DutyLine",
    "Handover",
    "HandoverQuerySet",
    "LentThing",
    "LentThingQuerySet",
    "Objection",
]
