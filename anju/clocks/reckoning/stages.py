"""When warnings and escalation stages fire (rule 10)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from anju.clocks.reckoning.calendars import Calendar
from anju.clocks.reckoning.durations import back_minute, due_minute, pause_stretches
from anju.clocks.reckoning.moments import Stretch, to_minute, to_moment
from anju.clocks.reckoning.targets import Pause, Stage, Unit


def stage_at(
    calendar: Calendar,
    stage: Stage,
    *,
    started_at: datetime,
    due_at: datetime,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return the moment a stage fires; one already past, the sweep fires at once.

    Before due: the latest moment with that many unpaused working minutes up to due, never
    before the start. After due: like lateness, without subtracting pauses. One that falls
    into a pause fires at resume; a pause that begins in that very minute changes nothing. For
    a promise, which never pauses, pass none.

    :raises BeyondBound: if the moment is more than 400 days from due.
    """
    zone = calendar.tz
    start, due = to_minute(started_at, zone), to_minute(due_at, zone)
    united = pause_stretches(calendar, pauses)
    return to_moment(_resumed(_planned(calendar, stage, start, due, united), united), zone)


def stages_at(
    calendar: Calendar,
    stages: Iterable[Stage],
    *,
    started_at: datetime,
    due_at: datetime,
    pauses: Iterable[Pause] = (),
) -> tuple[datetime, ...]:
    """Return when each stage fires, in the order given."""
    pauses = tuple(pauses)
    return tuple(
        stage_at(calendar, stage, started_at=started_at, due_at=due_at, pauses=pauses)
        for stage in stages
    )


def _planned(
    calendar: Calendar, stage: Stage, start: int, due: int, pauses: Sequence[Stretch]
) -> int:
    if stage.unit is Unit.CALENDAR:
        moment = due + stage.minutes
        return moment if stage.minutes >= 0 else max(start, moment)
    if stage.minutes >= 0:
        return due_minute(calendar, stage.minutes, due)
    return back_minute(calendar, -stage.minutes, due=due, start=start, pauses=pauses)


def _resumed(moment: int, pauses: Sequence[Stretch]) -> int:
    for begin, end in pauses:
        if begin < moment < end:
            return end
    return moment
