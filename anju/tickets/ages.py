"""How long work has been under way, in the steps that people think in. Pure."""

from datetime import datetime, timedelta

from django.db.models import Q

# (code, words, from, until), half-open.
AGES: tuple[tuple[str, str, timedelta, timedelta | None], ...] = (
    ("new", "4 小时内", timedelta(0), timedelta(hours=4)),
    ("day", "4–24 小时", timedelta(hours=4), timedelta(days=1)),
    ("days", "1–3 天", timedelta(days=1), timedelta(days=3)),
    ("old", "3 天以上", timedelta(days=3), None),
)


def of_age(code: str, now: datetime) -> Q:
    """Return the condition that an order was made as long ago as a code of `AGES` says."""
    starts, ends = next((each[2:] for each in AGES if each[0] == code), (timedelta(0), None))
    # The youngest age has no lower end: clocks of two machines may differ by a second.
    found = Q(ordered_at__lte=now - starts) if starts else Q()
    return found & Q(ordered_at__gt=now - ends) if ends is not None else found
