"""What happened to a ticket: its trail with the words that were said, newest first."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q

from anju.audit.models import Event, EventQuerySet
from anju.audit.timeline import Line, lines
from anju.clocks.models import Clock
from anju.clocks.verbs import ClocksVerb as C
from anju.organization.models import Project
from anju.tickets.models import Contact, HelpRequest, WorkOrder
from anju.tickets.queries.ticket_page import TicketPage
from anju.tickets.states import ContactWay
from anju.tickets.verbs import DeskVerb as V

TALKS = (V.TAKEN, V.CONTACTED, V.NOTED, V.REASON_GIVEN, V.PROMISED, V.ANSWERED)
TALKS_TOO = (
    *(V.FOLLOWED_UP, V.CARD_GIVEN, V.CARD_CHANGED, V.OWNER_URGED),
    *(V.HELP_ASKED, V.HELP_GIVEN, V.HELP_WITHDRAWN),
)
SHOWS = {"": "全部", "talk": "联系", "work": "派工", "time": "时限"}
_WORDED = (V.CONTACTED, V.NOTED, V.REASON_GIVEN, V.PROMISED, V.ANSWERED)
_CLOCKS = "clocks."
# What every step does to its clocks: told under 时限, left out where it would drown the rest.
_QUIET = (C.STARTED, C.HANDED, C.FULFILLED, C.CANCELLED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; `said` are the words that came with it, `part` what of the ticket it is about."""

    line: Line
    said: Contact | None
    part: str

    @property
    def way(self) -> str:
        return ContactWay(self.said.way).label if self.said else ""


def story_of(
    project: Project, shown: TicketPage, *, show: str, may: Callable[[str], bool]
) -> EventQuerySet:
    """Return the events of a ticket, its orders, requests and clocks; newest first.

    :param show: one of `SHOWS`; anything else shows all.
    :param may: whether the reader holds a right; another app's events take its `<app>.read`.
    """
    about: dict[str, list[int]] = defaultdict(list)
    for part in shown.parts:
        if may(f"{part._meta.app_label}.read"):
            about[part._meta.label_lower].append(part.pk)
    events = Event.objects.of_project(project.pk).about_any(about)
    match show:
        case "talk":
            events = events.filter(verb__in=[*TALKS, *TALKS_TOO])
        case "work":
            events = events.filter(subject_type=WorkOrder._meta.label_lower)
        case "time":
            told = [V.PROMISED, V.RAISED, V.REASON_WANTED, V.REASON_GIVEN]
            events = events.filter(Q(verb__startswith=_CLOCKS) | Q(verb__in=told))
        case _:
            events = events.exclude(verb__in=_QUIET)
    return events.newest_first()


def entries_of(project: Project, shown: TicketPage, events: Sequence[Event]) -> list[Entry]:
    """Return events with their words; the contacts are those made in the same step."""
    said: Mapping[tuple[datetime, int | None], Contact] = {}
    if events:
        moments = {event.at for event in events}
        contacts = Contact.objects.filter(project=project, ticket=shown.ticket, at__in=moments)
        contacts = contacts.select_related("outreach")
        said = {(each.at, each.by_id): each for each in contacts.order_by("pk")}
    named = {(part._meta.label_lower, part.pk): _name(part) for part in shown.parts}
    return [
        Entry(
            line,
            said.get((event.at, event.by_id)) if event.verb in _WORDED else None,
            named.get((event.subject_type, event.subject_id), ""),
        )
        for event, line in zip(events, lines(events), strict=True)
    ]


def _name(part: Model) -> str:
    """Return what a part is called on its ticket's own page: an order's number, a clock's kind."""
    match part:
        case WorkOrder():
            return part.number
        case HelpRequest():
            return part.department.name
        case Clock():
            return str(part)
    return ""
