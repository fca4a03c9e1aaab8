"""One's own quiet times. Pure."""

from datetime import datetime, time, timedelta

from anju.core.periods import SHANGHAI


def first_loud(at: datetime, *, starts: time | None, ends: time | None) -> datetime:
    """Return the first moment from `at` on that lies outside the quiet time (Shanghai).

    The quiet time is half-open [starts, ends) and may cross midnight; empty or equal is none.
    """
    if starts is None or ends is None or starts == ends:
        return at
    local = at.astimezone(SHANGHAI)
    now = local.time()
    crosses = starts > ends
    is_quiet = (now >= starts or now < ends) if crosses else starts <= now < ends
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1) if crosses and now >= starts else local.date()
    return datetime.combine(day, ends, tzinfo=SHANGHAI)
