"""One ticket with everything that its page shows (一单到底)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from anju.archives.models import File
from anju.archives.queries import files_of
from anju.clocks.models import Clock
from anju.messaging.models import StaffMessage
from anju.organization.models import Project
from anju.residents.models import Phone
from anju.telephony.models import Call
from anju.telephony.queries.calls import calls_about
from anju.tickets.deadlines import FOLLOW_UP, PROMISE
from anju.tickets.models import (
    FollowUp,
    HelpRequest,
    Quote,
    QuoteLine,
    Ticket,
    TicketLink,
    WorkOrder,
)
from anju.tickets.queries.owner_lines import Part, Standing
from anju.tickets.queries.presence import presence_in
from anju.tickets.queries.telling import receipts
from anju.tickets.states import (
    LinkKind,
    MatterKind,
    OrderState,
    QuoteState,
    Reach,
)

Cases = Ticket | WorkOrder | HelpRequest


@dataclass(frozen=True, slots=True)
class OrderShown:
    """A work order with its clocks, its last quote, and whether its hand is on duty."""

    order: WorkOrder
    clocks: list[Clock]
    quote: Quote | None
    is_on_duty: bool

    @property
    def waits_for_consent(self) -> bool:
        return self.quote is not None and self.quote.state == QuoteState.OFFERED


@dataclass(frozen=True, slots=True)
class HelpShown:
    """A request for help with its clocks."""

    asked: HelpRequest
    clocks: list[Clock]


@dataclass(frozen=True, slots=True)
class Related:
    """Another ticket, and what it is to this one in words: 拆出, 后续."""

    ticket: Ticket
    said: str


@dataclass(frozen=True, slots=True)
class TicketPage:
    """All that the page of a ticket shows but its story."""

    ticket: Ticket
    orders: list[OrderShown]
    helps: list[HelpShown]
    clocks: list[Clock]
    related: list[Related]
    absorbed: list[Ticket]
    follow_ups: list[FollowUp]
    files: list[File]
    told: Sequence[StaffMessage]
    phones: list[Phone]
    calls: list[Call]
    is_holder_on_duty: bool
    now: datetime

    @property
    def parts(self) -> list[Ticket | WorkOrder | HelpRequest | Clock]:
        """The ticket, its work orders and requests, and the clocks of all: what its story tells."""
        found: list[Ticket | WorkOrder | HelpRequest | Clock] = [self.ticket, *self.clocks]
        for row in self.orders:
            found += [row.order, *row.clocks]
        for asked in self.helps:
            found += [asked.asked, *asked.clocks]
        return found

    @property
    def promise(self) -> Clock | None:
        """The promise that runs, broken or not."""
        running = (each for each in self.clocks if each.kind == PROMISE and each.is_open)
        return next(running, None)

    @property
    def is_broken(self) -> bool:
        """Whether the running promise is past: only an answer or a new promise helps (rule 4)."""
        promise = self.promise
        if promise is None or not self.ticket.is_open:
            return False
        is_past = promise.due_at < self.now.replace(second=0, microsecond=0)
        return promise.breached_at is not None or is_past

    @property
    def running(self) -> list[Clock]:
        """The ticket's own clocks that run, the nearest first."""
        return sorted((each for each in self.clocks if each.is_open), key=lambda each: each.due_at)

    @property
    def stopped(self) -> list[Clock]:
        """Its own clocks that have stopped, the newest first."""
        return [each for each in reversed(self.clocks) if not each.is_open]

    @property
    def is_paused(self) -> bool:
        return any(each.paused_until and each.paused_until > self.now for each in self.running)

    @property
    def owes_follow_up(self) -> bool:
        """Whether somebody still has to ask the owner how it was."""
        return any(each.kind == FOLLOW_UP and each.is_open for each in self.clocks)

    @property
    def is_followed_up(self) -> bool:
        """Whether somebody has asked the owner since the answer, and they were content."""
        answered = self.ticket.answered_at
        asked = [each for each in self.follow_ups if not each.is_card]
        return bool(asked and answered and asked[0].at >= answered and asked[0].rating != "BAD")

    @property
    def standing(self) -> Standing:
        """What the owner's line is made of."""
        ticket, promise = self.ticket, self.promise
        waiting = [each.asked for each in self.helps if each.asked.is_open]
        window = (
            (ticket.wished_from, ticket.wished_until)
            if ticket.wished_from and ticket.wished_until
            else None
        )
        return Standing(
            state=ticket.state,
            parts=[_part(each.order) for each in self.orders],
            promised=promise.due_at if promise else None,
            is_broken=self.is_broken,
            helping=waiting[0].department.name if waiting else "",
            wished=window,
            is_at_home=_is_at_home(ticket),
            answered_at=ticket.answered_at,
            merged_into=ticket.merged_into.number if ticket.merged_into else "",
            follows_up=self.owes_follow_up,
        )


def ticket_page(project: Project, ticket: Ticket, *, at: datetime) -> TicketPage:
    """Return everything of a ticket; the same queries for any number of orders and clocks."""
    lines = QuoteLine.objects.select_related("item")
    quotes = Quote.objects.order_by("-pk").prefetch_related(Prefetch("lines", lines))
    orders = list(
        WorkOrder.objects.of(project)
        .filter(ticket=ticket)
        .select_related("department__party", "assignee", "ticket")
        .prefetch_related(Prefetch("quotes", quotes))
        .order_by("pk")
    )
    helps = list(HelpRequest.objects.filter(ticket=ticket).select_related("department", "ticket"))
    clocks = _clocks(project, (ticket, *orders, *helps))
    presence = presence_in(project, at)
    return TicketPage(
        ticket=ticket,
        orders=[
            OrderShown(
                order,
                clocks[_key(order)],
                next(iter(order.quotes.all()), None),
                presence.is_in(order.assignee_id or 0, order.department_id or 0),
            )
            for order in orders
        ],
        helps=[HelpShown(each, clocks[_key(each)]) for each in helps],
        clocks=clocks[_key(ticket)],
        related=_related(ticket),
        absorbed=list(ticket.absorbed.select_related("unit", "place", "building").order_by("pk")),
        follow_ups=list(FollowUp.objects.filter(ticket=ticket)),
        files=list(files_of(ticket)),
        told=receipts(project, f"major:{ticket.pk}") if ticket.is_major else (),
        phones=list(ticket.person.phones.all()) if ticket.person else [],
        calls=calls_about(project, ticket),
        is_holder_on_duty=ticket.holder_id in presence.ids,
        now=at,
    )


def _clocks(project: Project, cases: Iterable[Cases]) -> dict[tuple[str, int], list[Clock]]:
    """Return the clocks of all these cases by case, in the order they were started."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        wanted[case._meta.label_lower].append(case.pk)
    about = Q(pk__in=[])
    for kind, ids in wanted.items():
        about |= Q(subject_type=kind, subject_id__in=ids)
    found: dict[tuple[str, int], list[Clock]] = defaultdict(list)
    for clock in Clock.objects.of(project).with_terms().filter(about).order_by("pk"):
        found[(clock.subject_type, clock.subject_id)].append(clock)
    return found


def _key(case: Cases) -> tuple[str, int]:
    return case._meta.label_lower, case.pk


def _is_at_home(ticket: Ticket) -> bool:
    """Tell whether somebody comes to the owner's door for it."""
    is_private = ticket.category is None or ticket.category.reach == Reach.PRIVATE
    return ticket.unit_id is not None and is_private and ticket.kind in _AT_THE_DOOR


_AT_THE_DOOR = (MatterKind.REPAIR, MatterKind.HELP)


def _part(order: WorkOrder) -> Part:
    department = order.department.name if order.department else ""
    return Part(OrderState(order.state), department, order.deferred_until)


def _related(ticket: Ticket) -> list[Related]:
    """Return the tickets linked with one, the newest link first."""
    links = TicketLink.objects.filter(Q(earlier=ticket) | Q(later=ticket))
    links = links.select_related(
        *("earlier__unit", "earlier__place", "earlier__building"),
        *("later__unit", "later__place", "later__building"),
    )
    return [
        Related(link.later, _SAID_ON[LinkKind(link.kind)])
        if link.earlier_id == ticket.pk
        else Related(link.earlier, _SAID_BACK[LinkKind(link.kind)])
        for link in links.order_by("-pk")
    ]


_SAID_ON = {LinkKind.RELATED: "相关", LinkKind.SPLIT: "拆出", LinkKind.SEQUEL: "后续"}
_SAID_BACK = {LinkKind.RELATED: "相关", LinkKind.SPLIT: "拆自", LinkKind.SEQUEL: "前一件"}
