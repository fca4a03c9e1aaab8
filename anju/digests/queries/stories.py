"""What happened in the time a digest tells of: figures with their lists, and the cases to name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from anju.organization.models import Project
from anju.tickets.models import FollowUp, Ticket, WorkOrder
from anju.tickets.queries.lists import LIVING, Wanted, tickets_wanted
from anju.tickets.queries.rows import for_lines
from anju.tickets.states import HELD, MatterKind, OrderState, TicketState

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a digest, and the list behind it; `is_now` for one that is no sum of the day."""

    label: str
    count: int
    query: dict[str, str]
    is_now: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as a digest keeps it."""
        return {
            "label": self.label,
            "count": self.count,
            "query": self.query,
            "is_now": self.is_now,
        }


@dataclass(frozen=True, slots=True)
class Named:
    """The cases of one kind that the digest names: the first of them, and how many there are."""

    tickets: list[Ticket]
    count: int


@dataclass(frozen=True, slots=True)
class Story:
    """All that a digest is drafted from; `opinions` counts follow-ups by what was said."""

    figures: list[Figure]
    complaints: Named
    majors: Named
    broken: Named
    unassigned: Named
    escalated: Named
    answered_complaints: Named
    unhappy: Named
    due_next: Named
    opinions: Counter[str]
    waits_for: dict[int, str]


def story_of(project: Project, *, since: datetime, until: datetime, now: datetime) -> Story:
    """Return what the time [since, until) brought, and how things stand at `now`.

    The same number of queries however much happened.
    """
    whole = Wanted(since=since, until=until)
    asks = {
        "complaints": replace(whole, kind=MatterKind.COMPLAINT, happened="received"),
        "majors": Wanted(major=True, state=LIVING),
        "broken": replace(whole, happened="broken"),
        "unassigned": Wanted(unassigned=True),
        "escalated": replace(whole, happened="escalated"),
        "answered_complaints": replace(whole, kind=MatterKind.COMPLAINT, happened="answered"),
        "unhappy": replace(whole, happened="unhappy"),
        "due_next": Wanted(promise="tomorrow"),
    }
    named = {name: _named(project, wanted, now) for name, wanted in asks.items()}
    said = FollowUp.objects.filter(project=project, is_card=False, at__gte=since, at__lt=until)
    opinions = Counter(said.order_by().values_list("rating", flat=True))
    waiting = {ticket.pk for each in named.values() for ticket in each.tickets}
    return Story(
        figures=_figures(project, since, until, now),
        opinions=opinions,
        waits_for=_waits_for(project, waiting),
        **named,
    )


def _figures(project: Project, since: datetime, until: datetime, now: datetime) -> list[Figure]:
    whole = Wanted(since=since, until=until)
    asked: list[tuple[str, Wanted, bool]] = [
        ("受理", replace(whole, happened="received"), False),
        *(
            (kind.label, replace(whole, kind=kind, happened="received"), False)
            for kind in MatterKind
        ),
        ("当场答复", replace(whole, happened="answered_now"), False),
        ("答复", replace(whole, happened="answered"), False),
        ("关闭", replace(whole, happened="closed"), False),
        ("破诺", replace(whole, happened="broken"), False),
        ("超时升级", replace(whole, happened="escalated"), False),
        ("回访", replace(whole, happened="followed_up"), False),
        ("回访不满意", replace(whole, happened="unhappy"), False),
        ("待答复", Wanted(state=TicketState.OPEN), True),
        ("已破诺未答复", Wanted(promise="broken"), True),
        ("无人接单", Wanted(unassigned=True), True),
        ("退回", Wanted(returned=True), True),
        ("重大未结", Wanted(major=True, state=LIVING), True),
        ("待回访", Wanted(follow_up="due"), True),
    ]
    return [
        Figure(
            label,
            tickets_wanted(project, wanted, user=None, now=now).order_by().count(),
            wanted.query(),
            is_now,
        )
        for label, wanted, is_now in asked
    ]


def _named(project: Project, wanted: Wanted, now: datetime) -> Named:
    found = tickets_wanted(project, wanted, user=None, now=now)
    return Named(list(for_lines(project, found)[:MOST_NAMED]), found.order_by().count())


def _waits_for(project: Project, ids: Iterable[int]) -> dict[int, str]:
    """Return how the work on these tickets stands: 工程部处理中、保洁部待派人."""
    orders = WorkOrder.objects.of(project).unfinished().filter(ticket__in=ids)
    found: dict[int, list[str]] = {}
    for ticket_id, name, state in orders.order_by("ordered_at", "pk").values_list(
        "ticket", "department__name", "state"
    ):
        is_held = state in HELD
        said = f"{name or '待定部门'}{'处理中' if is_held else OrderState(state).label}"
        found.setdefault(ticket_id, []).append(said)
    return {ticket_id: "、".join(dict.fromkeys(names)) for ticket_id, names in found.items()}
