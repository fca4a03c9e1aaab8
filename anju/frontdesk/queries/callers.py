"""Who is on the line, as the card beside the page shows it: open promises first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.core.periods import local_date
from anju.frontdesk.calling import open_cases
from anju.frontdesk.queries.households import Household, first_homes, household_of
from anju.organization.models import Project, User
from anju.residents.models import Person
from anju.rosters.queries.duty import duty_now
from anju.telephony.hooks import OpenCase
from anju.telephony.models import Call
from anju.telephony.queries.calls import calls_at_hand, people_of_numbers
from anju.telephony.queries.staff import audience_of

MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Caller:
    """One of the people who have the number: where they belong, and what is open of theirs."""

    person: Person
    home: str
    cases: Sequence[OpenCase]

    @property
    def promised_for(self) -> datetime | None:
        """The earliest promise that is open."""
        return min((each.promised_for for each in self.cases if each.promised_for), default=None)


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call that is shown whole: everybody who has its number, the first one's household.

    `cases` are those of a number that nobody in register has.
    """

    call: Call
    callers: Sequence[Caller]
    household: Household | None
    cases: Sequence[OpenCase]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A further call, as its badge says it."""

    call: Call
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class CallsShown:
    """What the region of calls shows: one call whole, the others as badges."""

    card: CallCard | None
    waiting: Sequence[Waiting]


def calls_shown(project: Project, user: User, *, first: int = 0, at: datetime) -> CallsShown:
    """Return what somebody's screen shows of the telephone at this moment.

    :param first: the call asked for, in place of the one that would be shown whole.
    """
    calls = calls_at_hand(project, user, at=at)
    if any(call.answered_by_id is None for call in calls) and not rings_for(project, user, at=at):
        calls = [call for call in calls if call.answered_by_id is not None]
    if not calls:
        return CallsShown(None, ())
    calls.sort(key=lambda call: call.pk != first)
    people = people_of_numbers(project, [call.number for call in calls])
    card = _card(project, calls[0], people.get(calls[0].number, []), at)
    return CallsShown(card, [Waiting(each, people.get(each.number, [])) for each in calls[1:]])


def rings_for(project: Project, user: User, *, at: datetime) -> bool:
    """Tell whether the telephone rings for somebody who may answer it.

    It does on duty and for an absent colleague; where nobody is on duty, for everybody.
    """
    here = {each.user.pk for now in duty_now(project, at) for each in now.here}
    return user.pk in here or here.isdisjoint(audience_of(project, at=at))


def _card(project: Project, call: Call, people: list[Person], at: datetime) -> CallCard:
    cases = open_cases(project, [person.pk for person in people], [call.number])
    homes = first_homes(project, [person.pk for person in people], day=local_date(at))
    callers = [
        Caller(person, homes.get(person.pk, ""), cases.get(person.pk, [])) for person in people
    ]
    callers.sort(key=_first_of_all)
    first = callers[0].person if callers else None
    return CallCard(
        call=call,
        callers=callers[:MOST_PEOPLE],
        household=household_of(project, first, None, at=at),
        cases=cases.get(call.number, []),
    )


def _first_of_all(caller: Caller) -> tuple[bool, float, int]:
    promised = caller.promised_for
    return promised is None, promised.timestamp() if promised else 0.0, -len(caller.cases)
