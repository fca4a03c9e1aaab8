"""The board: work orders under way in columns, narrowed by what stands in the address."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from anju.clocks.hooks import kind_label
from anju.clocks.models import Clock
from anju.clocks.states import Verdict
from anju.organization.access import Access
from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.models.orders import OrderQuerySet
from anju.tickets.queries.categories import Tree, tree_of
from anju.tickets.queries.orders import orders_seen
from anju.tickets.queries.presence import Presence
from anju.tickets.states import OrderState

PER_COLUMN = 25
NEAR = 120  # minutes within which a deadline is shown as near
BY_DEPARTMENT, BY_STATE = "department", "state"
NOBODY = "none"
ON_BOARD = (
    OrderState.REFUSED,
    OrderState.WAITING,
    OrderState.ASSIGNED,
    OrderState.ACCEPTED,
    OrderState.STARTED,
    OrderState.DEFERRED,
    OrderState.DONE,
)
"""The states that stand on the board, in the order of the columns."""
TICKET_CLOCKS = ("promise", "resolve", "rework")  # of the ticket's own, those that work must keep
_ORDER, _TICKET = WorkOrder._meta.label_lower, Ticket._meta.label_lower


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilters:
    """What the address asks of the board; empty asks nothing.

    :param by: the columns: `department` or `state`.
    :param assignee: a person's number, or `none` for orders without hands.
    :param category: a branch of the tree.
    :param words: a number, or words of the task or the summary.
    """

    by: str = BY_DEPARTMENT
    department: int | None = None
    state: str = ""
    assignee: str = ""
    category: int | None = None
    building: int | None = None
    kind: str = ""
    is_late: bool = False
    is_mine: bool = False
    words: str = ""

    @property
    def is_one_column(self) -> bool:
        """Whether only one column can hold anything; it is then shown whole, page by page."""
        return bool(self.department if self.by == BY_DEPARTMENT else self.state)


@dataclass(frozen=True, slots=True)
class Card:
    """A work order on the board.

    :param clock: the nearest of its running deadlines, its own or its ticket's.
    :param is_here: whether who holds it is on duty now.
    :param left: how that deadline stands, in words: 还剩 35 分钟, 已超时 2 小时.
    :param share: how much of its time has gone, in percent.
    """

    order: WorkOrder
    clock: Clock | None
    is_here: bool
    is_late: bool = False
    is_near: bool = False
    left: str = ""
    share: int = 0

    @property
    def kind(self) -> str:
        """What the deadline is for, in words: 接单, 承诺."""
        return kind_label(self.clock.kind) if self.clock else ""

    @property
    def held(self) -> str:
        """Who has it, in words."""
        if self.order.assignee is not None:
            return self.order.assignee.name
        return "可抢单" if self.order.is_grab else "无人"


@dataclass(frozen=True, slots=True)
class Lane:
    """A column: the first cards of it, and how many there are in all."""

    key: str
    title: str
    total: int
    cards: list[Card]

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


def board_orders(access: Access, filters: BoardFilters, at: datetime) -> OrderQuerySet:
    """Return the work orders under way that the address asks for, without an order."""
    assert access.project is not None, "a board is a project's"
    orders = orders_seen(access, at).filter(_wanted(access, filters), state__in=ON_BOARD)
    if filters.category:
        tree = tree_of(access.project)
        orders = orders.filter(ticket__category__in=_branch(tree, filters.category))
    return orders.filter(_is_late(access.project, at)) if filters.is_late else orders


def lanes_of(access: Access, filters: BoardFilters, presence: Presence, at: datetime) -> list[Lane]:
    """Return the columns with their first cards; the same queries for any number of orders."""
    project = access.project
    assert project is not None, "a board is a project's"
    column = "department_id" if filters.by == BY_DEPARTMENT else "state"
    orders = board_orders(access, filters, at)
    placed = orders.annotate(
        place=Window(RowNumber(), partition_by=F(column), order_by=_IN_ORDER),
        total=Window(Count("pk"), partition_by=F(column)),
    )
    rows = list(placed.filter(place__lte=PER_COLUMN).values_list("pk", column, "total"))
    totals = {key: total for _, key, total in rows}
    cards = cards_of(project, [pk for pk, _, _ in rows], presence, at)
    by_key: dict[object, list[Card]] = {key: [] for key in totals}
    for card in cards:
        by_key[getattr(card.order, column)].append(card)
    return [
        Lane(str(key or NOBODY), title, totals.get(key, 0), by_key.get(key, []))
        for key, title in _columns(project, filters, totals)
    ]


def cards_of(
    project: Project, ids: Collection[int], presence: Presence, at: datetime
) -> list[Card]:
    """Return work orders as cards, emergencies first, then the longest ordered; two queries."""
    found = (
        WorkOrder.objects.of(project)
        .filter(pk__in=list(ids))
        .select_related(
            "department",
            "assignee",
            "ticket__unit",
            "ticket__place",
            "ticket__building",
        )
    )
    orders = list(found.oldest_first())
    clocks = nearest_clocks(project, orders)
    minute, here = at.replace(second=0, microsecond=0), presence.ids
    return [
        _card(order, clocks.get(order.pk), order.assignee_id in here, minute) for order in orders
    ]


def nearest_clocks(project: Project, orders: Iterable[WorkOrder]) -> dict[int, Clock]:
    """Return of each order the running deadline that is due first, its own or its ticket's."""
    orders = list(orders)
    tickets: dict[int, list[int]] = {}
    for order in orders:
        tickets.setdefault(order.ticket_id, []).append(order.pk)
    wanted = Q(subject_type=_ORDER, subject_id__in=[order.pk for order in orders])
    wanted |= Q(subject_type=_TICKET, subject_id__in=list(tickets), kind__in=TICKET_CLOCKS)
    clocks = Clock.objects.of(project).open().filter(wanted)
    nearest: dict[int, Clock] = {}
    for clock in clocks.defer("facts", "explanation").order_by("-due_at", "-pk"):
        of = [clock.subject_id] if clock.subject_type == _ORDER else tickets[clock.subject_id]
        nearest.update(dict.fromkeys(of, clock))
    return nearest


def orders_moved(access: Access, ids: Collection[int], at: datetime) -> list[WorkOrder]:
    """Return how orders stand now that a screen has just lost, for saying where they went."""
    found = orders_seen(access, at).filter(pk__in=list(ids))
    return list(found.select_related("department", "assignee").order_by("pk"))


def holders_on_board(access: Access, at: datetime) -> list[User]:
    """Return who has something on the board, by name; one query."""
    held = orders_seen(access, at).filter(state__in=ON_BOARD).exclude(assignee=None)
    people = User.objects.filter(pk__in=held.values("assignee"))
    return list(people.order_by("name_key", "pk"))


_IN_ORDER = [F("is_emergency").desc(), F("ordered_at").asc(), F("pk").asc()]


def _columns(
    project: Project, filters: BoardFilters, totals: Collection[object]
) -> list[tuple[object, str]]:
    if filters.by == BY_STATE:
        wanted = [state for state in ON_BOARD if not filters.state or state == filters.state]
        return [(state.value, state.label) for state in wanted]
    departments: list[Department] = list(departments_of(project, retired=True))
    columns: list[tuple[object, str]] = [(None, "未定部门")] if None in totals else []
    return columns + [(each.pk, each.name) for each in departments if each.pk in totals]


def _card(order: WorkOrder, clock: Clock | None, is_here: bool, minute: datetime) -> Card:
    if clock is None:
        return Card(order, None, is_here)
    is_late = clock.is_broken or clock.due_at < minute
    whole = (clock.due_at - clock.started_at).total_seconds() or 1
    used = int((minute - clock.started_at).total_seconds() / whole * 100)
    if not is_late and clock.paused_until is not None and clock.paused_until > minute:
        return Card(order, clock, is_here, left="暂停中", share=max(0, min(100, used)))
    span = abs(int((clock.due_at - minute).total_seconds()) // 60)
    return Card(
        order,
        clock,
        is_here,
        is_late=is_late,
        is_near=not is_late and span <= NEAR,
        left=f"{'已超时' if is_late else '还剩'} {_span(span)}",
        share=100 if is_late else max(0, min(100, used)),
    )


def _span(minutes: int) -> str:
    """Return a length of time as one says it of a card: 35 分钟, 2 小时, 3 天."""
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 天"


def _wanted(access: Access, filters: BoardFilters) -> Q:
    """Return what the address asks of an order's own fields and its ticket's."""
    exact = {
        "department": filters.department,
        "state": filters.state if filters.state in ON_BOARD else "",
        "ticket__building": filters.building,
        "ticket__kind": filters.kind,
    }
    wanted = Q(**{field: value for field, value in exact.items() if value})
    if filters.assignee == NOBODY:
        wanted &= Q(assignee=None)
    elif filters.assignee:
        wanted &= Q(assignee=int(filters.assignee))
    if filters.is_mine:
        wanted &= Q(assignee=access.user) | Q(ticket__holder=access.user)
    return wanted & _matches(filters.words) if filters.words else wanted


def _matches(words: str) -> Q:
    number = words.upper()
    found = Q(number__startswith=number) | Q(ticket__number__startswith=number)
    found |= Q(task__icontains=words) | Q(ticket__summary__icontains=words)
    if words.replace("-", "").isdigit():
        found |= Q(ticket__number__endswith=f"-{words}") | Q(ticket__unit__code__startswith=words)
    return found


def _branch(tree: Tree, category_id: int) -> frozenset[int]:
    return tree.branch(category_id) if category_id in tree else frozenset({category_id})


def _is_late(project: Project, at: datetime) -> Q:
    """Return the condition that a running deadline of an order or its ticket is over."""
    due = Q(verdict=Verdict.BROKEN) | Q(due_at__lt=at.replace(second=0, microsecond=0))
    late = Clock.objects.of(project).open().filter(due)
    of_order = late.filter(subject_type=_ORDER).values("subject_id")
    of_ticket = late.filter(subject_type=_TICKET, kind__in=TICKET_CLOCKS).values("subject_id")
    return Q(pk__in=of_order) | Q(ticket__in=of_ticket)
