"""How long a deadline still has, in the same words wherever it stands."""

from datetime import datetime
from typing import Any

from django import template

from anju.clocks.models import Clock
from anju.clocks.views.spoken import is_paused, marks_of

register = template.Library()


@register.inclusion_tag("clocks/left.html")
def clock_left(clock: Clock, now: datetime, note: str = "") -> dict[str, Any]:
    """Show by words, shape and colour how a deadline stands.

    What is left or over is counted in calendar time, as people count while they wait.

    :param now: the request's one reading of the clock.
    :param note: what stands beside it while it runs: the working time in it (`said_working`)
        where the page has the calendar, else how it is counted.
    """
    is_resting = is_paused(clock, now)
    return {
        "marks": marks_of(clock, now),
        "until": clock.paused_until if is_resting else None,
        "note": "" if is_resting or not clock.is_open else note,
    }
