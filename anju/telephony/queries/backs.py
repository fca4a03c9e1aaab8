"""Call-backs as their list shows them: by number and household, those with promises first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.clocks.models import Clock
from anju.core.periods import local_date
from anju.organization.models import Project
from anju.residents.models import Occupancy, Person
from anju.telephony.hooks import OpenCase, open_cases
from anju.telephony.models import CallBack
from anju.telephony.models.backs import CallBackQuerySet
from anju.telephony.queries.calls import people_of_numbers
from anju.telephony.states import CallBackState


@dataclass(frozen=True, slots=True)
class BackGroup:
    """All that waits for one number: its people, their homes, their open cases, the deadline."""

    number: str
    backs: Sequence[CallBack]
    people: Sequence[Person]
    homes: Sequence[str]
    cases: Sequence[OpenCase]
    clock: Clock | None

    @property
    def newest(self) -> CallBack:
        return self.backs[-1]

    @property
    def calls(self) -> int:
        """How often they called in vain."""
        return sum(back.calls for back in self.backs)

    @property
    def promised_for(self) -> datetime | None:
        """The earliest promise that is open."""
        return min((each.promised_for for each in self.cases if each.promised_for), default=None)


def waiting_groups(project: Project, *, at: datetime) -> list[BackGroup]:
    """Return who is to be called back: open promises first, then what is due first.

    One household's numbers stand together. The same queries for any number of call-backs.
    """
    backs = list(CallBack.objects.of(project).open().order_by("missed_at", "pk"))
    numbers = list(dict.fromkeys(back.number for back in backs))
    people = people_of_numbers(project, numbers)
    everybody = [person for found in people.values() for person in found]
    homes = _homes(project, everybody, at)
    cases = open_cases(project, [person.pk for person in everybody], numbers)
    clocks = _clocks(project, backs)
    groups = []
    for number in numbers:
        own = [back for back in backs if back.number == number]
        persons = people.get(number, [])
        units = [code for person in persons for code in homes.get(person.pk, [])]
        found = [case for person in persons for case in cases.get(person.pk, [])]
        found += cases.get(number, [])
        running = [clocks[back.pk] for back in own if back.pk in clocks]
        clock = min(running, key=lambda each: each.due_at, default=None)
        once = list({case.url: case for case in found}.values())
        groups.append(BackGroup(number, own, persons, list(dict.fromkeys(units)), once, clock))
    return _by_household(groups)


def waiting_count(project: Project) -> int:
    """Return how many numbers wait to be called back."""
    return CallBack.objects.of(project).open().values("number").distinct().count()


def done_backs(project: Project) -> CallBackQuerySet:
    """Return the call-backs that are done, newest first, ready to list."""
    done = CallBack.objects.of(project).filter(state=CallBackState.DONE)
    return done.select_related("done_call").order_by("-done_at", "-pk")


def back_in(project: Project, back_id: int) -> CallBack | None:
    """Return one call-back of a project, else None."""
    return CallBack.objects.of(project).select_related("project").filter(pk=back_id).first()


def _by_household(groups: Sequence[BackGroup]) -> list[BackGroup]:
    """Order groups by promise and deadline; those of one home follow the first of it."""
    ordered = sorted(groups, key=_urgency)
    first: dict[str, int] = {}
    for place, group in enumerate(ordered):
        for home in group.homes:
            first.setdefault(home, place)
    places = {
        id(group): min([place, *(first[home] for home in group.homes)])
        for place, group in enumerate(ordered)
    }
    return sorted(ordered, key=lambda group: places[id(group)])


def _urgency(group: BackGroup) -> tuple[bool, float, float, int]:
    promised = group.promised_for
    due = group.clock.due_at if group.clock is not None else group.newest.missed_at
    return (
        promised is None,
        promised.timestamp() if promised else 0.0,
        due.timestamp(),
        group.backs[0].pk,
    )


def _homes(project: Project, people: Sequence[Person], at: datetime) -> Mapping[int, list[str]]:
    entries = Occupancy.objects.of(project).filter(person__in=people).on(local_date(at))
    homes: dict[int, list[str]] = {}
    for entry in entries.select_related("unit").in_order():
        homes.setdefault(entry.person_id, []).append(entry.unit.code)
    return homes


def _clocks(project: Project, backs: Sequence[CallBack]) -> dict[int, Clock]:
    running = (
        Clock.objects.of(project)
        .open()
        .filter(subject_type=CallBack._meta.label_lower, subject_id__in=[back.pk for back in backs])
    )
    return {clock.subject_id: clock for clock in running.with_terms().order_by("pk")}
