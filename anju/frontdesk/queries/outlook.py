"""What saving would do, shown before it is saved: who decides, who works, by when, who rests."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from anju.contacts.queries.terms import own_hours
from anju.contacts.quiet import rests
from anju.core.periods import SHANGHAI, WEEKDAYS, local_date
from anju.estate.models import Building
from anju.organization.access import Access, access_to_project
from anju.organization.models import Post, Project, User
from anju.residents.models import Person
from anju.tickets.commands.taking import superior_on_duty
from anju.tickets.contents import Matter
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission
from anju.tickets.queries.dispatch import Chosen, facts_of, rule_for
from anju.tickets.queries.promising import usual_promise
from anju.tickets.queries.remits import Ruling, is_within_remit
from anju.tickets.states import MatterKind

NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the three exits would do with the matter as it stands.

    :param superior: who of the superior post is on duty; None within the remit, or if nobody is.
    :param promise: by when a promise is due if nobody sets a time; None if no policy fits.
    :param chosen: where a work order would go.
    """

    ruling: Ruling
    superior: User | None
    promise: datetime | None
    chosen: Chosen
    is_repair: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A time at one key: 今天下午, with its hours."""

    label: str
    day: date
    starts: time
    ends: time


def post_of(project: Project, access: Access, *, at: datetime) -> Post | None:
    """Return the post in which somebody takes matters; None for the head office.

    Who takes them for somebody absent acts in that person's post.
    """
    absent = access.lent.get(str(DeskPermission.TAKE.value))
    if absent is not None and DeskPermission.TAKE.value not in access.own:
        lender = User.objects.filter(pk=absent.id).first()
        posts = access_to_project(lender, project, at=at).posts if lender else ()
    else:
        posts = access.posts
    return posts[0] if posts else None


def outlook_of(project: Project, post: Post | None, matter: Matter, *, at: datetime) -> Outlook:
    """Return what would become of a matter, half typed though it may be."""
    if post is None:
        ruling = Ruling(True, None, None, "")
    else:
        ruling = is_within_remit(project, post, matter.category, matter.kind)
    goes_to = ruling.goes_to
    building = _building_of(matter)
    hour = at.astimezone(SHANGHAI).time()
    return Outlook(
        ruling=ruling,
        superior=superior_on_duty(project, goes_to, at) if goes_to is not None else None,
        promise=promised_by(project, matter, at=at),
        chosen=rule_for(project, facts_of(project, matter.category, building, hour)),
        is_repair=matter.kind == MatterKind.REPAIR,
    )


def promised_by(project: Project, matter: Matter, *, at: datetime) -> datetime | None:
    """Return when a promise without a time of its own is due: as the intake will reckon it.

    A repair's wished window decides, else the policy; None if none fits or it leaves it to a
    person.
    """
    if matter.kind == MatterKind.REPAIR and matter.wished_until is not None:
        return matter.wished_until
    case = Ticket(
        project=project,
        kind=matter.kind,
        source=matter.source,
        category=matter.category,
        building=_building_of(matter),
        level=matter.level,
        is_emergency=matter.is_emergency,
        received_at=matter.received_at or at,
    )
    return usual_promise(project, facts_of_ticket(case, at=at), at=case.received_at)


def rests_then(person: Person | None, moment: datetime | None) -> bool:
    """Tell whether a moment lies in the hours in which a person is not to be disturbed."""
    if person is None or moment is None:
        return False
    return rests(own_hours(person), moment)


def wished_choices(at: datetime) -> list[Choice]:
    """Return the visits one may agree on at one key, those already past left out."""
    here, today = at.astimezone(SHANGHAI), local_date(at)
    hours = {"上午": (time(9), NOON), "下午": (time(14), time(17, 30))}
    found = []
    for ahead, day in enumerate(("今天", "明天", "后天")):
        for part, (starts, ends) in hours.items():
            if ahead or here.time() < ends:
                found.append(Choice(f"{day}{part}", today + timedelta(days=ahead), starts, ends))
    return found[:3]


def promise_choices(at: datetime) -> list[tuple[str, datetime]]:
    """Return the times one may promise at one key, those too near left out."""
    today = local_date(at)
    wanted = [(0, time(12)), (0, time(17, 30)), (1, time(12)), (1, time(17, 30)), (2, time(17, 30))]
    found = []
    for ahead, clock in wanted:
        moment = datetime.combine(today + timedelta(days=ahead), clock, SHANGHAI)
        if moment - at > timedelta(minutes=30):
            day = ("今天", "明天", "后天")[ahead]
            found.append((f"{day} {clock:%H:%M}", moment))
    friday = today + timedelta(days=7 - today.weekday())
    moment = datetime.combine(friday, time(17, 30), SHANGHAI)
    found.append((f"下周{WEEKDAYS[friday.weekday()]} 17:30", moment))
    return found[:5]


def _building_of(matter: Matter) -> Building | None:
    """Return the building in which a matter lies, as its ticket will have it."""
    if matter.unit is not None:
        return matter.unit.building
    at_place = matter.place.building if matter.place is not None else None
    return matter.building or at_place
