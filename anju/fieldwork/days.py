"""Days as moments."""

from datetime import date, datetime, time

from anju.core.periods import SHANGHAI


def begin_of(day: date) -> datetime:
    """Return the first moment of a day here."""
    return datetime.combine(day, time.min, SHANGHAI)
