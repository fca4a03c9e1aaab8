"""Digests as screens and the daily task ask for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from anju.core.periods import SHANGHAI
from anju.digests.models import HOUR, Digest, DigestQuerySet, DigestTerms
from anju.organization.models import Project
from anju.tickets.models import Ticket

MAKE_UP = 7  # days that are drafted afterwards if the house stood still
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The day of a digest and the time it tells of, [since, until)."""

    day: date
    since: datetime
    until: datetime


def digest_list(project: Project, *, drafts_too: bool = False, state: str = "") -> DigestQuerySet:
    """Return a project's digests, the newest day first.

    :param drafts_too: for those who edit; readers see what was signed.
    """
    digests = Digest.objects.of(project)
    if not drafts_too:
        digests = digests.issued()
    if state:
        digests = digests.filter(state=state)
    return digests.select_related("project").newest_first()


def digest_of(project: Project, day: date, *, drafts_too: bool = False) -> Digest | None:
    """Return the digest of a day, else None."""
    return digest_list(project, drafts_too=drafts_too).filter(day=day).first()


def terms_of(project: Project) -> DigestTerms:
    """Return when a project's digest is drafted; the default where nobody has set it."""
    found = DigestTerms.objects.filter(project=project).first()
    return found or DigestTerms(project=project, hour=HOUR, edition=0)


def missing_windows(project: Project, *, at: datetime) -> list[Window]:
    """Return the days whose hour has come and that have no digest yet, the oldest first.

    After a stop the last seven days are made up; a project begins on the first
    day on which it has a ticket. Each
    tells from where the one before ended, so nothing falls between two.
    """
    hour = terms_of(project).hour
    local = at.astimezone(SHANGHAI)
    last = local.date() if local >= _at(local.date(), hour) else local.date() - _DAY
    newest = digest_list(project, drafts_too=True).first()
    if newest is None:
        is_first = last == local.date() and Ticket.objects.of(project).exists()
        days = [last] if is_first else []
        ended = _at(last, hour) - _DAY
    else:
        first = max(newest.day + _DAY, last - _DAY * (MAKE_UP - 1))
        days = [first + _DAY * count for count in range((last - first).days + 1)]
        ended = newest.until if first == newest.day + _DAY else _at(first, hour) - _DAY
    windows = []
    for day in days:
        until = _at(day, hour)
        if until > ended:
            windows.append(Window(day, ended, until))
            ended = until
    return windows


def open_projects_across_projects() -> Iterator[Project]:
    """Yield every project in care, in order of number."""
    yield from Project.objects.open().order_by("pk")


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, SHANGHAI)
