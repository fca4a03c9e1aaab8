"""Calls as screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q

from anju.audit.models import Event
from anju.core.periods import SHANGHAI
from anju.organization.models import Project, User
from anju.residents.models import Person, PersonState, Phone
from anju.telephony.models import Call, CallEvent
from anju.telephony.models.calls import CallQuerySet
from anju.telephony.states import GOING_ON, CallState, Direction

RINGS_FOR = timedelta(minutes=10)
TALKS_FOR = timedelta(hours=4)
STAYS_FOR = timedelta(minutes=10)
FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the log."""

    words: str = ""
    direction: str = ""
    state: str = ""
    day: date | None = None

    def query(self) -> dict[str, str]:
        """Return the filters as the address carries them, by the names of the form."""
        said = {"words": self.words, "direction": self.direction, "state": self.state}
        said["day"] = self.day.isoformat() if self.day else ""
        return {name: value for name, value in said.items() if value}


def call_log(project: Project, wanted: Wanted) -> CallQuerySet:
    """Return the project's calls, newest first, ready to list."""
    calls = Call.objects.of(project)
    if wanted.direction in Direction.values:
        calls = calls.filter(direction=wanted.direction)
    if wanted.state == "misdial":
        calls = calls.filter(is_misdial=True)
    elif wanted.state in CallState.values:
        calls = calls.filter(state=wanted.state)
    if wanted.day is not None:
        start = datetime.combine(wanted.day, time(), SHANGHAI)
        calls = calls.filter(started_at__gte=start, started_at__lt=start + timedelta(days=1))
    digits = "".join(each for each in wanted.words if each.isdigit())
    if len(digits) >= FEWEST_DIGITS:
        calls = calls.filter(number__endswith=digits)
    elif wanted.words:
        calls = calls.filter(Q(queue__icontains=wanted.words) | _by(wanted.words))
    return calls.select_related("answered_by").newest_first()


def call_in(project: Project, call_id: int) -> Call | None:
    """Return one call of a project, else None."""
    return (
        Call.objects.of(project).select_related("answered_by", "project").filter(pk=call_id).first()
    )


def events_of(project: Project, call: Call) -> list[CallEvent]:
    """Return what was reported of a call, in the order in which it came."""
    events = CallEvent.objects.filter(project=project, call=call)
    return list(events.select_related("user").order_by("received_at", "pk"))


def calls_at_hand(project: Project, user: User, *, at: datetime) -> list[Call]:
    """Return the calls that a person's screen shows, the one they talk on first.

    Those that ring or whose answerer is not known; those they answered, and for a while after the
    end, until something came of them or they were put away.
    """
    concerns = Q(answered_by=user) | Q(answered_by=None)
    ringing = Q(state=CallState.RINGING, started_at__gt=at - RINGS_FOR)
    talking = Q(state__in=GOING_ON[1:], started_at__gt=at - TALKS_FOR)
    over = Q(
        state=CallState.ENDED,
        answered_at__isnull=False,
        ended_at__gt=at - STAYS_FOR,
        subject_id=None,
    )
    shown = concerns & (ringing | talking | over)
    calls = Call.objects.of(project).filter(shown, is_put_away=False, is_misdial=False)
    found = list(calls.select_related("answered_by").order_by("started_at", "pk"))
    return sorted(found, key=lambda call: (not _is_mine(call, user), not call.is_going_on))


def going_on_simulated(project: Project) -> list[Call]:
    """Return the calls made for practice that are not over, newest first."""
    calls = Call.objects.of(project).going_on().filter(call_id__startswith="sim-")
    return list(calls.select_related("answered_by").newest_first()[:10])


def people_of_numbers(project: Project, numbers: Sequence[str]) -> dict[str, list[Person]]:
    """Return who has each number in register, the living entries only, by name."""
    found = Phone.objects.filter(
        project=project,
        number__in={number for number in numbers if number},
        person__state=PersonState.ACTIVE,
    )
    people: dict[str, list[Person]] = {}
    for phone in found.select_related("person").order_by("person__name_key", "person_id"):
        people.setdefault(phone.number, []).append(phone.person)
    return people


def calls_about(project: Project, subject: models.Model) -> list[Call]:
    """Return the calls that something came of, newest first."""
    found = Call.objects.of(project).filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    )
    return list(found.select_related("answered_by").newest_first())


def calls_with_numbers(project: Project, numbers: Sequence[str], *, most: int = 5) -> list[Call]:
    """Return the last calls with any of the numbers, newest first."""
    found = Call.objects.of(project).filter(number__in=[each for each in numbers if each])
    return list(found.select_related("answered_by").newest_first()[:most])


def silent_across_projects(at: datetime, *, most: int = 200) -> list[Call]:
    """Return calls whose hang-up should long have come."""
    ringing = Q(state=CallState.RINGING, started_at__lt=at - RINGS_FOR)
    talking = Q(state__in=GOING_ON[1:], started_at__lt=at - TALKS_FOR)
    return list(Call.objects.filter(ringing | talking).order_by("pk")[:most])


def _is_mine(call: Call, user: User) -> bool:
    return bool(call.answered_by_id == user.pk)


def _by(words: str) -> Q:
    return Q(answered_by__name__icontains=words) | Q(answered_by__name_key__icontains=words)


def call_behind(subject: Event) -> Call | None:
    """Return the call that an event of the trail is about, else None."""
    return (
        Call.objects.select_related("project", "answered_by").filter(pk=subject.subject_id).first()
    )
