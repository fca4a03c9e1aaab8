"""What the desk says now: the handbook's script, filled with who speaks, to whom, about what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.clocks.models import Clock
from anju.core.periods import local_date, spoken_time
from anju.frontdesk.talking import SHOWN
from anju.handbook.queries.languages import speakers_of
from anju.handbook.queries.speaking import Facts, Spoken, lines_for
from anju.handbook.states import Part, Situation
from anju.organization.access import Access
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of
from anju.residents import sight
from anju.residents.models import Person
from anju.rosters.queries.duty import duty_now
from anju.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Speaker:
    """A colleague who speaks a language; those on duty come first."""

    user: User
    languages: Sequence[str]
    is_on_duty: bool


def facts_for(
    access: Access,
    *,
    person: Person | None = None,
    matter: str = "",
    promised: datetime | None = None,
    language: str = "",
    colleague: str = "",
    at: datetime,
) -> Facts:
    """Return what is known for a script; names as this viewer may see them."""
    return Facts(
        name=access.user.name,
        post=access.posts[0].name if access.posts else "",
        called=called(person, access),
        matter=matter[:SHOWN],
        promised=f"{spoken_time(promised, now=at)} 前" if promised else "",
        language=language,
        colleague=colleague,
    )


def called(person: Person | None, access: Access) -> str:
    """Return how to address somebody; nothing if the viewer may not read names."""
    if person is None or not sight.reads_names(access):
        return ""
    return sight.called(person, access)


def hold_lines(project: Project, facts: Facts, *, at: datetime) -> dict[str, str]:
    """Return what is said before and after a hold: CONSENT, THANKS, APOLOGY; empty if retired."""
    spoken = lines_for(project, Situation.HOLD, facts, at=at)
    return {part.value: _joined(spoken, part) for part in (Part.CONSENT, Part.THANKS, Part.APOLOGY)}


def speakers(project: Project, language: str, *, besides: User, at: datetime) -> list[Speaker]:
    """Return the colleagues who speak a language, those on duty now first; without one, nobody."""
    if not language:
        return []
    spoken = speakers_of(project, language)
    spoken.pop(besides.pk, None)
    here = {each.user.pk for now in duty_now(project, at) for each in now.here}
    people = staff_of(project, on=local_date(at)).filter(pk__in=spoken)
    found = [Speaker(user, spoken[user.pk], user.pk in here) for user in people]
    return sorted(found, key=lambda each: not each.is_on_duty)


def running_promise(project: Project, ticket: Ticket) -> Clock | None:
    """Return the promise that runs for a ticket, the earliest due; None without one."""
    running = Clock.objects.of(project).open().filter(kind="promise").with_terms()
    of_ticket = running.filter(subject_type=Ticket._meta.label_lower, subject_id=ticket.pk)
    promise: Clock | None = of_ticket.order_by("due_at", "pk").first()
    return promise


def _joined(spoken: Spoken | None, part: Part) -> str:
    return " ".join(line.text for line in spoken.of(part)) if spoken else ""
