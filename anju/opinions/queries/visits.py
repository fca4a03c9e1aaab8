"""回访: what is to be asked and by whom, what was asked, how much of it in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from anju.clocks.models import Clock
from anju.clocks.states import Verdict
from anju.core.periods import SHANGHAI, local_date
from anju.opinions.drawing import monday_of
from anju.opinions.queries.draws import WEEK, drawn_for
from anju.opinions.states import DrawnFor
from anju.organization.access import Access
from anju.organization.models import Project
from anju.residents import sight
from anju.tickets.models import FollowUp, Ticket
from anju.tickets.queries.following import follow_up_right
from anju.tickets.queries.lists import late_clocks
from anju.tickets.states import ContactWay, Rating

KIND = "follow-up"
TICKET = Ticket._meta.label_lower
SHOWS = {"": "今天到期", "late": "已逾期", "all": "全部待回访", "done": "已回访"}
WEEKS = 8


@dataclass(frozen=True, slots=True)
class Visit:
    """A ticket to be followed up: why, by whom, by when."""

    ticket: Ticket
    clock: Clock
    who: str
    phone: str
    why: str
    ought: str
    is_late: bool
    may: bool


@dataclass(frozen=True, slots=True)
class Week:
    """How many follow-ups were due in a week, and how many of them were made in time."""

    begins_on: date
    due: int
    in_time: int

    @property
    def share(self) -> int | None:
        """Percent, rounded; None where none was due."""
        return round(100 * self.in_time / self.due) if self.due else None


def clocks_due(project: Project, *, show: str, at: datetime) -> "QuerySet[Clock]":
    """Return the running follow-up deadlines, the nearest first.

    :param show: one of `SHOWS`; today's are those due by its end.
    """
    running: QuerySet[Clock] = Clock.objects.of(project).open()
    if show == "late":
        running = late_clocks(project, at)
    running = running.filter(kind=KIND, subject_type=TICKET)
    if show == "":
        tomorrow = datetime.combine(local_date(at) + timedelta(days=1), time(), SHANGHAI)
        running = running.filter(due_at__lt=tomorrow)
    return running.select_related("policy").order_by("due_at", "pk")


def visits_of(
    project: Project, clocks: Iterable[Clock], access: Access, *, at: datetime
) -> list[Visit]:
    """Return deadlines with their tickets as somebody may see them; few queries for any number."""
    clocks = list(clocks)
    ids = [each.subject_id for each in clocks]
    tickets = {
        each.pk: each
        for each in Ticket.objects.of(project)
        .with_places()
        .filter(pk__in=ids)
        .prefetch_related("person__phones")
    }
    drawn = drawn_for(project, ids)
    bad = set(
        FollowUp.objects.filter(
            project=project, ticket__in=ids, is_card=True, rating=Rating.BAD
        ).values_list("ticket", flat=True)
    )
    found = []
    for clock in clocks:
        ticket = tickets[clock.subject_id]
        why = _why(ticket, drawn.get(ticket.pk), is_bad=ticket.pk in bad)
        found.append(_visit(ticket, clock, why, access, at))
    return found


def follow_ups_of(project: Project, *, since: datetime | None = None) -> "QuerySet[FollowUp]":
    """Return the follow-ups that were made, cards left out, the newest first."""
    said = FollowUp.objects.filter(project=project, is_card=False)
    if since is not None:
        said = said.filter(at__gte=since)
    said = said.select_related(
        "ticket__unit__building", "ticket__unit__entrance", "ticket__place", "ticket__building"
    )
    return said.select_related("ticket__person").order_by("-at", "-pk")


def weeks_in_time(project: Project, *, at: datetime) -> Sequence[Week]:
    """Return the last weeks' share of follow-ups made in time, this week first.

    Due counts deadlines whose time has come by now, and those stopped before; cancelled ones (an
    owner's good card, a ticket opened again) count in neither.
    """
    this = monday_of(local_date(at))
    first = datetime.combine(this - WEEK * (WEEKS - 1), time(), SHANGHAI)
    end = datetime.combine(this + WEEK, time(), SHANGHAI)
    clocks = Clock.objects.of(project).filter(
        kind=KIND, subject_type=TICKET, due_at__gte=first, due_at__lt=end
    )
    counted = clocks.filter(Q(due_at__lte=at) | Q(stopped_at__isnull=False))
    counted = counted.exclude(verdict=Verdict.CANCELLED)
    due: dict[date, list[bool]] = {}
    for due_at, verdict, stopped_at in counted.values_list("due_at", "verdict", "stopped_at"):
        is_kept = verdict == Verdict.KEPT and stopped_at is not None
        due.setdefault(monday_of(local_date(due_at)), []).append(is_kept)
    weeks = [this - WEEK * number for number in range(WEEKS)]
    return [Week(each, len(due.get(each, [])), sum(due.get(each, []))) for each in weeks]


def late_count(project: Project, *, at: datetime) -> int:
    """Return how many follow-ups are overdue."""
    return late_clocks(project, at).filter(kind=KIND, subject_type=TICKET).count()


def way_of(subject: FollowUp) -> str:
    """Return how somebody was asked, with the number that was used."""
    way = ContactWay(subject.way).label
    return f"{way} {subject.number_used}" if subject.number_used else way


def _visit(ticket: Ticket, clock: Clock, why: str, access: Access, at: datetime) -> Visit:
    person = ticket.person
    right = follow_up_right(ticket)
    return Visit(
        ticket=ticket,
        clock=clock,
        who=sight.called(person, access) if person else "",
        phone=sight.first_phone(person) if person else ticket.masked_phone,
        why=why,
        ought=_ought(ticket),
        is_late=clock.due_at < at.replace(second=0, microsecond=0),
        may=access.may(right),
    )


def _why(ticket: Ticket, drawn: object, *, is_bad: bool) -> str:
    if is_bad:
        return "意见卡不满意"
    if ticket.is_complaint:
        return "重大投诉" if ticket.is_major else "投诉"
    why = getattr(drawn, "why", "")
    if why:
        named = getattr(drawn, "named", "")
        return f"{_DRAWN[DrawnFor(why)]}{f'({named})' if named else ''}"
    return "回访"


_DRAWN = {
    DrawnFor.BUILDING: "抽样",
    DrawnFor.WORKER: "抽样",
    DrawnFor.CHANCE: "抽样",
    DrawnFor.HAND: "人工加选",
}


def _ought(ticket: Ticket) -> str:
    if ticket.is_major:
        return "项目经理"
    return "客服主管" if ticket.is_complaint else "非经办的客服人员"
