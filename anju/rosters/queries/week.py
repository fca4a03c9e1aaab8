"""One week of the duty table as a grid: departments and their shifts down, days across."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from anju.core.periods import WEEKDAYS, local_date
from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of
from anju.rosters.models import Shift
from anju.rosters.queries.plan import Plan, Rest, Stint, plan_of
from anju.rosters.windows import DAY, monday_of


@dataclass(frozen=True, slots=True)
class Day:
    """One column: a date, and how it lies to today."""

    on: date
    is_today: bool
    is_past: bool

    @property
    def name(self) -> str:
        return f"周{WEEKDAYS[self.on.weekday()]}"

    @property
    def said(self) -> str:
        return f"{self.name} {self.on.month}月{self.on.day}日"


@dataclass(frozen=True, slots=True)
class Working:
    """Somebody in a cell, with the deputy who comes instead."""

    stint: Stint
    deputy: User | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One shift on one day: who works, and who rests contrary to the pattern."""

    day: Day
    working: list[Working]
    rests: list[Rest]


@dataclass(frozen=True, slots=True)
class Row:
    shift: Shift
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class DepartmentWeek:
    """A department's rows.

    :param left_out: who holds a post and has no duty in the whole week, though there is a pattern.
    """

    department: Department
    rows: list[Row]
    is_rostered: bool
    left_out: list[User] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Week:
    """The grid of one week."""

    days: list[Day]
    departments: list[DepartmentWeek]

    @property
    def monday(self) -> date:
        return self.days[0].on

    @property
    def before(self) -> date:
        return self.monday - 7 * DAY

    @property
    def after(self) -> date:
        return self.monday + 7 * DAY

    @property
    def said(self) -> str:
        """11月23日–11月29日."""
        last = self.days[-1].on
        return f"{self.monday.month}月{self.monday.day}日–{last.month}月{last.day}日"

    @property
    def is_this_week(self) -> bool:
        return any(day.is_today for day in self.days)


def week_of(
    project: Project, day: date, *, department: Department | None = None, at: datetime
) -> Week:
    """Return the week of a day, by department and hour.

    Every live shift has a row, and a retired one while somebody still works in it.
    """
    today, monday = local_date(at), monday_of(day)
    dates = [monday + timedelta(days=count) for count in range(7)]
    days = [Day(on, on == today, on < today) for on in dates]
    plan = plan_of(project, monday, dates[-1], department=department)
    stints = {on: plan.stints(on) for on in dates}
    used = {stint.shift.pk for found in stints.values() for stint in found}
    shifts = [
        shift
        for shift in Shift.objects.of(project).in_order()
        if shift.retired_at is None or shift.pk in used
    ]
    departments = [each for each in departments_of(project) if department in (None, each)]
    rests = {on: plan.rests(on) for on in dates}
    rows = {shift.pk: _row(plan, shift, days, stints, rests) for shift in shifts}
    return Week(
        days,
        [
            DepartmentWeek(
                each,
                [rows[shift.pk] for shift in shifts if shift.department_id == each.pk],
                any(plan.is_rostered(each.pk, on) for on in dates),
                _left_out(plan, each, stints),
            )
            for each in departments
        ],
    )


def stints_of_week(
    project: Project, day: date, *, department: Department | None = None
) -> list[Stint]:
    """Return every duty that begins in the week of a day, by department, day and hour."""
    monday = monday_of(day)
    plan = plan_of(project, monday, monday + 6 * DAY, department=department)
    ranks = {each.pk: rank for rank, each in enumerate(departments_of(project, retired=True))}
    stints = [stint for count in range(7) for stint in plan.stints(monday + count * DAY)]
    return sorted(stints, key=lambda stint: ranks[stint.shift.department_id])


def _row(
    plan: Plan,
    shift: Shift,
    days: list[Day],
    stints: dict[date, list[Stint]],
    rests: dict[date, list[Rest]],
) -> Row:
    def cell(day: Day) -> Cell:
        working = [
            Working(stint, plan.deputy_of(stint.user, stint.starts_at))
            for stint in stints[day.on]
            if stint.shift.pk == shift.pk
        ]
        return Cell(day, working, [rest for rest in rests[day.on] if rest.shift.pk == shift.pk])

    return Row(shift, [cell(day) for day in days])


def _left_out(plan: Plan, department: Department, stints: dict[date, list[Stint]]) -> list[User]:
    if not any(plan.is_rostered(department.pk, on) for on in stints):
        return []
    working = {stint.user.pk for found in stints.values() for stint in found}
    people = {user.pk: user for on in stints for user in plan.in_post(department.pk, on)}
    return [user for user in people.values() if user.pk not in working]
