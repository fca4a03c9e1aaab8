"""How departments hand out their work, and who of them can do what, as the page shows it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from anju.audit.models import Event, EventQuerySet
from anju.core.periods import local_date
from anju.organization.models import Department, Membership, Project, User
from anju.organization.queries.staff import departments_of
from anju.tickets.models import CrewTerms
from anju.tickets.queries.categories import Tree
from anju.tickets.queries.crews import crew_terms, skills_of
from anju.tickets.queries.presence import Presence, loads_of
from anju.tickets.verbs import DeskVerb


@dataclass(frozen=True, slots=True)
class Hand:
    """One person of a department.

    :param load: work orders in hand, in all departments together.
    :param absent: for whom they stand in now, else None.
    :param skills: the branches they can do, in words; empty means all.
    """

    user: User
    is_here: bool
    load: int
    absent: User | None
    skills: str


@dataclass(frozen=True, slots=True)
class Crew:
    """A department: its terms, as set or as they are by default, and its people."""

    department: Department
    terms: CrewTerms
    hands: list[Hand]

    @property
    def here(self) -> int:
        return sum(hand.is_here for hand in self.hands)


def crews_of(project: Project, tree: Tree, presence: Presence, at: datetime) -> list[Crew]:
    """Return every department that has people; the same queries however many there are."""
    terms, loads, skills = crew_terms(project), loads_of(project), skills_of(project)
    people: dict[int, dict[int, User]] = defaultdict(dict)
    posts = Membership.objects.of(project).on(local_date(at)).filter(user__is_active=True)
    for post in posts.select_related("user").order_by("user__name_key", "user_id"):
        people[post.department_id][post.user_id] = post.user
    for department_id, users in presence.here.items():
        people[department_id].update({user.pk: user for user in users})

    def hand(user: User, department: Department) -> Hand:
        return Hand(
            user=user,
            is_here=presence.is_in(user.pk, department.pk),
            load=loads.get(user.pk, 0),
            absent=presence.absent.get(user.pk),
            skills="、".join(tree.said(pk) for pk in sorted(skills.get(user.pk, ())) if pk in tree),
        )

    return [
        Crew(
            each,
            terms.get(each.pk) or CrewTerms(project=project, department=each, edition=0),
            [hand(user, each) for user in people[each.pk].values()],
        )
        for each in departments_of(project)
        if people.get(each.pk)
    ]


def crew_changes(project: Project) -> EventQuerySet:
    """Return what was changed in terms and skills, the newest first."""
    events: EventQuerySet = Event.objects.of_project(project.pk)
    return events.filter(verb__in=(DeskVerb.CREW_CHANGED, DeskVerb.SKILLS_CHANGED)).newest_first()
