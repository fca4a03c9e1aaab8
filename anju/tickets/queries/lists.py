"""The list of tickets: what may be asked of it, and the same question as a figure.

Every figure about tickets is `count_of` some `Wanted`, and links to the list of that very
`Wanted`, so that a figure and its rows never differ.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.clocks.models.clocks import ClockQuerySet
from anju.clocks.states import Verdict
from anju.core.periods import SHANGHAI, local_date
from anju.organization.models import Project, User
from anju.tickets.ages import AGES, of_age
from anju.tickets.deadlines import FOLLOW_UP, PROMISE
from anju.tickets.models import FollowUp, HelpRequest, Ticket, TicketQuerySet, WorkOrder
from anju.tickets.queries.categories import named_tree
from anju.tickets.queries.escalations import escalated_tickets
from anju.tickets.queries.hearing import heard
from anju.tickets.states import HELD, UNFINISHED, Grade, OrderState, TicketState, WayOut
from anju.tickets.verbs import DeskVerb

LIVING = "living"
TICKET, ORDER, HELP = (
    model._meta.label_lower  # what clocks call their cases
    for model in (Ticket, WorkOrder, HelpRequest)
)
LOOKS_BACK = timedelta(days=90)  # words are looked for in so many days, unless dates are given
NO_DEPARTMENT = 0
AGE_WORDS = {code: words for code, words, *_ in AGES}

# What may have happened to a ticket between two moments.
HAPPENED = {
    "received": "受理",
    "answered": "答复",
    "answered_now": "当场答复",
    "closed": "关闭",
    "broken": "破诺",
    "raised": "上报",
    "escalated": "超时升级",
    "followed_up": "回访",
    "unhappy": "回访不满意",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of tickets is narrowed by; an empty value does not narrow.

    :param state: a value of `TicketState`, or `living` for what has not ended.
    :param promise: `today` for promises due today and not yet broken, `tomorrow` for those of the
        day after, `broken` for broken ones.
    :param follow_up: `due` for follow-ups to be made by the end of today, `late` for those past.
    :param opinion: `bad` for tickets with a bad opinion card, `unasked` for those whose owner
        nobody has asked since.
    :param returned: work refused by its department or returned to be done again.
    :param urged: urged by their owners, and nobody has contacted them since.
    :param unassigned: work that nobody has taken.
    :param unchecked: work that is done and waits for somebody to look at it.
    :param department: that has unfinished work of them; 0 for work without a department.
    :param age: a code of `AGES`: since when there is unfinished work.
    :param worker: who has work of them in hand.
    :param happened: a code of `HAPPENED`: what took place in [since, until).
    """

    state: str = ""
    kind: str = ""
    source: str = ""
    category: int | None = None
    building: int | None = None
    unit: int | None = None
    holder: int | None = None
    mine: bool = False
    promise: str = ""
    follow_up: str = ""
    opinion: str = ""
    urged: bool = False
    returned: bool = False
    unassigned: bool = False
    unchecked: bool = False
    raised: bool = False
    major: bool = False
    late: bool = False
    department: int | None = None
    age: str = ""
    worker: int | None = None
    happened: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Wanted":
        """Return a question of values that were checked, e.g. a form's; others are left out."""
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in values.items() if name in known})

    def query(self) -> dict[str, str]:
        """Return it as the list's address carries it."""
        return {name: _written(value) for name, value in asdict(self).items() if _narrows(value)}


def tickets_wanted(
    project: Project, wanted: Wanted, *, user: User | None, now: datetime
) -> TicketQuerySet:
    """Return the tickets that are asked for, newest first.

    Words without dates are looked for in the last 90 days, in summary and owner's words.

    :param user: who asks, for `mine`.
    """
    tickets: TicketQuerySet = Ticket.objects.of(project).filter(_facts(project, wanted, user))
    for condition in (
        heard(project, urged=wanted.urged, opinion=wanted.opinion),
        _clocks(project, wanted, now),
        _orders(project, wanted, now),
        _happened(project, wanted),
        _said(wanted, now),
    ):
        tickets = tickets.filter(condition)
    return tickets.newest_first()


def count_of(project: Project, wanted: Wanted, *, user: User | None, now: datetime) -> int:
    """Return how many tickets the list of the same question shows."""
    return tickets_wanted(project, wanted, user=user, now=now).order_by().count()


def late_clocks(project: Project, now: datetime) -> ClockQuerySet:
    """Return the running clocks that are over, judged or not."""
    clocks: ClockQuerySet = Clock.objects.of(project).open()
    return clocks.filter(Q(verdict=Verdict.BROKEN) | Q(due_at__lt=_minute(now)))


def _start_of(now: datetime, days: int = 0) -> datetime:
    """Return 00:00 of the day of a moment, or so many days later."""
    return datetime.combine(local_date(now) + timedelta(days=days), time(), SHANGHAI)


def _facts(project: Project, wanted: Wanted, user: User | None) -> Q:
    """Return the condition on the ticket's own columns."""
    found = Q()
    if wanted.state == LIVING:
        found &= Q(state__in=(TicketState.OPEN, TicketState.ANSWERED))
    elif wanted.state:
        found &= Q(state=wanted.state)
    for name in ("kind", "source", "building", "unit", "holder"):
        if value := getattr(wanted, name):
            found &= Q(**{name: value})
    if wanted.category:
        found &= Q(category__in=named_tree(project).branch(wanted.category))
    if wanted.mine:
        found &= Q(holder=user)
    if wanted.raised:
        found &= Q(state=TicketState.OPEN, raised_to__isnull=False)
    if wanted.major:
        found &= Q(grade=Grade.MAJOR)
    return found


def _clocks(project: Project, wanted: Wanted, now: datetime) -> Q:
    """Return the condition on running clocks."""
    found = Q()
    running: ClockQuerySet = Clock.objects.of(project).open()
    late = late_clocks(project, now)
    own = running.filter(subject_type=TICKET)
    if wanted.promise == "today":
        due = own.filter(kind=PROMISE, due_at__gte=_minute(now), due_at__lt=_start_of(now, 1))
        found &= Q(pk__in=due.exclude(verdict=Verdict.BROKEN).values("subject_id"))
    elif wanted.promise == "tomorrow":
        next_day = own.filter(kind=PROMISE, due_at__gte=_start_of(now, 1))
        due = next_day.filter(due_at__lt=_start_of(now, 2))
        found &= Q(pk__in=due.values("subject_id"))
    elif wanted.promise == "broken":
        found &= Q(pk__in=late.filter(subject_type=TICKET, kind=PROMISE).values("subject_id"))
    if wanted.follow_up == "due":
        due = own.filter(kind=FOLLOW_UP, due_at__lt=_start_of(now, 1))
        found &= Q(pk__in=due.values("subject_id"))
    elif wanted.follow_up == "late":
        found &= Q(pk__in=late.filter(subject_type=TICKET, kind=FOLLOW_UP).values("subject_id"))
    if wanted.late:
        orders = WorkOrder.objects.filter(
            pk__in=late.filter(subject_type=ORDER).values("subject_id")
        )
        helps = HelpRequest.objects.filter(
            pk__in=late.filter(subject_type=HELP).values("subject_id")
        )
        found &= (
            Q(pk__in=late.filter(subject_type=TICKET).values("subject_id"))
            | Q(pk__in=orders.values("ticket"))
            | Q(pk__in=helps.values("ticket"))
        )
    return found


def _orders(project: Project, wanted: Wanted, now: datetime) -> Q:
    """Return the condition on work orders."""
    orders = WorkOrder.objects.of(project)
    found = Q()
    if wanted.returned:
        back = orders.filter(Q(state=OrderState.REFUSED) | Q(round__gt=1, state__in=UNFINISHED))
        found &= Q(pk__in=back.values("ticket"))
    if wanted.unassigned:
        found &= Q(pk__in=orders.waiting().values("ticket"))
    if wanted.unchecked:
        found &= Q(pk__in=orders.filter(state=OrderState.DONE).values("ticket"))
    if wanted.worker:
        found &= Q(pk__in=orders.filter(assignee=wanted.worker, state__in=HELD).values("ticket"))
    if wanted.department is not None or wanted.age:
        unfinished = orders.unfinished()
        if wanted.department is not None:
            unfinished = unfinished.filter(department=wanted.department or None)
        if wanted.age:
            unfinished = unfinished.filter(of_age(wanted.age, now))
        found &= Q(pk__in=unfinished.values("ticket"))
    return found


def _happened(project: Project, wanted: Wanted) -> Q:
    """Return the condition that something took place in the window; receiving unless told."""
    since, until = wanted.since, wanted.until
    match wanted.happened:
        case "answered" | "answered_now":
            found = _within("answered_at", since, until) & Q(answered_at__isnull=False)
            now_only = Q(way_out=WayOut.ANSWERED) if wanted.happened == "answered_now" else Q()
            return found & now_only
        case "closed":
            return _within("closed_at", since, until) & Q(state=TicketState.CLOSED)
        case "broken":
            clocks = Clock.objects.of(project).broken().filter(subject_type=TICKET, kind=PROMISE)
            broken = clocks.filter(_within("breached_at", since, until))
            return Q(pk__in=broken.values("subject_id"))
        case "raised":
            raised = Event.objects.filter(project_id=project.pk, verb=DeskVerb.RAISED)
            return Q(pk__in=raised.filter(_within("at", since, until)).values("subject_id"))
        case "escalated":
            return Q(pk__in=escalated_tickets(project, since=since, until=until))
        case "followed_up" | "unhappy":
            said: QuerySet[FollowUp] = FollowUp.objects.filter(project=project, is_card=False)
            if wanted.happened == "unhappy":
                said = FollowUp.objects.filter(project=project, rating="BAD")
            return Q(pk__in=said.filter(_within("at", since, until)).values("ticket"))
    return _within("received_at", since, until)


def _said(wanted: Wanted, now: datetime) -> Q:
    """Return the condition on number or words."""
    words = wanted.words.strip()
    if not words:
        return Q()
    if words.upper().startswith("GD") or words.isdigit():
        number = words.upper()
        found = Q(number__startswith=number) | Q(outside_number__startswith=words)
        if not words.isdigit():
            return found
        found |= Q(number__endswith=words)
    else:
        found = Q(summary__icontains=words) | Q(words__icontains=words)
    if wanted.since is None:
        found &= Q(received_at__gte=now - LOOKS_BACK)
    return found


def _within(field: str, since: datetime | None, until: datetime | None) -> Q:
    found = Q()
    if since is not None:
        found &= Q(**{f"{field}__gte": since})
    if until is not None:
        found &= Q(**{f"{field}__lt": until})
    return found


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _narrows(value: Any) -> bool:
    return value is not None and value is not False and value != ""


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return "1" if value is True else str(value)
