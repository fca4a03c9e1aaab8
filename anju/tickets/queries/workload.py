"""How much work each department and each person has, and for how long already."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, Min, Q, Value, When

from anju.core.periods import local_date
from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of
from anju.rosters.queries.plan import plan_of
from anju.tickets.ages import AGES, of_age
from anju.tickets.models import LOAD_CAP, CrewTerms, OrderQuerySet, WorkOrder
from anju.tickets.queries.crews import crew_terms
from anju.tickets.queries.lists import NO_DEPARTMENT
from anju.tickets.states import HELD, OrderState

MOST = 50
# What a line about an order shows; with more joins PostgreSQL plans longer than it reads.
_SHOWN = ("assignee", "department", "ticket__unit", "ticket__place", "ticket__building")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many tickets a department has unfinished work of, for so long; `heat` is 0 to 4."""

    age: str
    label: str
    count: int
    heat: int


@dataclass(frozen=True, slots=True)
class DepartmentLoad:
    """A row of the heat table; `department` is 0 for work without one."""

    department: int
    name: str
    cells: list[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What somebody has in hand now."""

    user: User
    department: str
    in_hand: int
    cap: int
    is_on_duty: bool
    oldest_at: datetime | None = None

    @property
    def is_full(self) -> bool:
        return self.in_hand >= self.cap


@dataclass(slots=True)
class _Held:
    count: int = 0
    oldest_at: datetime | None = None
    departments: set[int] = field(default_factory=set)


def departments_by_age(project: Project, *, now: datetime) -> list[DepartmentLoad]:
    """Return each department with unfinished work by age, in the departments' order.

    Counts tickets, so that a cell's list (`department`, `age`) shows as many rows.
    """
    ages = Case(
        *(When(of_age(code, now), then=Value(code)) for code, *_ in AGES),
        default=Value("new"),
        output_field=CharField(),
    )
    unfinished = WorkOrder.objects.of(project).unfinished().annotate(age=ages)
    counts: Counter[tuple[int, str]] = Counter()
    for department_id, age, count in (
        unfinished.order_by()
        .values_list("department", "age")
        .annotate(count=Count("ticket", distinct=True))
    ):
        counts[department_id or NO_DEPARTMENT, age] = count
    totals = dict(
        WorkOrder.objects.of(project)
        .unfinished()
        .order_by()
        .values_list("department")
        .annotate(count=Count("ticket", distinct=True))
    )
    names = [(each.pk, each.name) for each in departments_of(project)]
    rows = [*names, (NO_DEPARTMENT, "还没有部门")]
    return [
        _row(pk, name, counts, totals.get(pk or None, 0))
        for pk, name in rows
        if totals.get(pk or None)
    ]


def orders_in_cell(
    project: Project, *, department: int | None, age: str, now: datetime
) -> OrderQuerySet:
    """Return the unfinished orders behind a cell or row of the heat table, the oldest first."""
    orders: OrderQuerySet = WorkOrder.objects.of(project).unfinished().select_related(*_SHOWN)
    if department is not None:
        orders = orders.filter(department=department or None)
    if age:
        orders = orders.filter(of_age(age, now))
    return orders.oldest_first()


def orders_of(project: Project, user: User) -> OrderQuerySet:
    """Return what somebody has in hand: emergencies first, then by the time wished for."""
    in_hand = WorkOrder.objects.of(project).filter(assignee=user, state__in=HELD)
    in_hand = in_hand.select_related(*_SHOWN)
    found: OrderQuerySet = in_hand.order_by(
        "-is_emergency", F("ticket__wished_from").asc(nulls_last=True), "ordered_at", "pk"
    )
    return found


def loads(project: Project, *, now: datetime) -> list[PersonLoad]:
    """Return who has work in hand or could take some, the fullest first.

    Whoever is on duty in a department that has unfinished work stands here with nothing in hand,
    too, since that is who may be given it.
    """
    held: dict[int, _Held] = defaultdict(_Held)
    in_hand = WorkOrder.objects.of(project).filter(assignee__isnull=False, state__in=HELD)
    for user_id, department_id, count, oldest_at in (
        in_hand.order_by()
        .values_list("assignee", "department")
        .annotate(count=Count("pk"), oldest_at=Min("ordered_at"))
    ):
        one = held[user_id]
        one.count += count
        one.oldest_at = min(filter(None, (one.oldest_at, oldest_at)))
        one.departments.add(department_id)
    open_work = Q(state__in=HELD) | Q(state=OrderState.WAITING)
    busy = set(
        WorkOrder.objects.of(project)
        .filter(open_work, department__isnull=False)
        .order_by()
        .values_list("department", flat=True)
        .distinct()
    )
    day = local_date(now)
    here = {
        each.user.pk: each
        for each in plan_of(project, day - timedelta(days=1), day).here(now)
        if each.department_id in busy or each.user.pk in held
    }
    away = User.objects.filter(pk__in=set(held) - set(here))
    people = [*((each.user, each.department_id) for each in here.values())]
    people += [(user, min(held[user.pk].departments, default=0)) for user in away]
    terms = crew_terms(project)
    departments = {each.pk: each for each in departments_of(project, retired=True)}
    found = [
        _load(user, departments.get(department_id), held[user.pk], terms, user.pk in here)
        for user, department_id in people
    ]
    found.sort(key=lambda each: (-each.in_hand, not each.is_on_duty, each.user.name_key))
    return found[:MOST]


def _load(
    user: User,
    department: Department | None,
    held: _Held,
    terms: dict[int, CrewTerms],
    is_here: bool,
) -> PersonLoad:
    set_by_hand = terms.get(department.pk) if department else None
    return PersonLoad(
        user=user,
        department=department.name if department else "",
        in_hand=held.count,
        cap=set_by_hand.load_cap if set_by_hand else LOAD_CAP,
        is_on_duty=is_here,
        oldest_at=held.oldest_at,
    )


def _row(pk: int, name: str, counts: Counter[tuple[int, str]], total: int) -> DepartmentLoad:
    cells = [
        Cell(code, label, counts[pk, code], _heat(place, counts[pk, code]))
        for place, (code, label, *_) in enumerate(AGES)
    ]
    return DepartmentLoad(pk, name, cells, total)


def _heat(place: int, count: int) -> int:
    """Return how warm a cell is: the older and the more, the warmer; 0 is empty."""
    if not count:
        return 0
    return min(4, max(1, place + (count > 2) + (count > 9)))
