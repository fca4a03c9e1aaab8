"""What reckoning says no to, each in a sentence for the person who asked."""

from anju.core.errors import DomainError


class ReckoningRefused(DomainError):
    """The root of every refusal here; its message says what is wrong and what to do."""


class QuestionRefused(ReckoningRefused):
    """A start, a pause, a target or another given value cannot be used."""


class CalendarRefused(ReckoningRefused):
    """A calendar cannot be: no working minute, a window that is none, an unknown zone."""


class HolidayListRefused(ReckoningRefused):
    """A file of holidays is not what it should be."""


class BeyondBound(ReckoningRefused):
    """The answer lies more than 400 days away.

    Refused when entered; whoever pauses or retargets catches it and flags the clock instead.
    """
