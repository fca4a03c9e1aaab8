"""Quiet hours, told in Shanghai's time: when somebody rests, and the next decent minute. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from anju.core.periods import SHANGHAI

Hours = tuple[time, time]
"""From until (excluded), every day; over midnight where `from` is the later one."""

_DAY = timedelta(days=1)


def rests(hours: Sequence[Hours], moment: datetime) -> bool:
    """Tell whether a moment lies in one of the quiet times."""
    return _end_of(hours, moment) is not None


def next_decent(hours: Sequence[Hours], moment: datetime) -> datetime | None:
    """Return the first moment from `moment` on that lies in no quiet time: itself, if it may.

    None if the times together leave no minute of the day.
    """
    then = moment
    for _ in range(2 * len(hours) + 1):
        end = _end_of(hours, then)
        if end is None:
            return then
        then = end
        if then - moment >= _DAY:
            return None
    return None


def decent(ours: Sequence[Hours], theirs: Sequence[Hours], moment: datetime) -> datetime:
    """Return when something that we start may go: by the project's hours and the person's own.

    Where both together leave no minute, the project's alone decide.
    """
    found = next_decent([*ours, *theirs], moment) or next_decent(ours, moment)
    return found or moment


def _end_of(hours: Sequence[Hours], moment: datetime) -> datetime | None:
    """Return when the quiet time that holds a moment ends; None where it holds nothing."""
    here = moment.astimezone(SHANGHAI)
    clock = here.time()
    for start, end in hours:
        if start <= end:
            if start <= clock < end:
                return here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
        elif clock >= start or clock < end:
            day = here + _DAY if clock >= start else here
            return day.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return None
