"""Shifts, turns and date changes as screens and commands look them up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from anju.core.periods import local_date
from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of
from anju.rosters.models import DayChange, Shift, ShiftQuerySet, Turn
from anju.rosters.queries.plan import plan_of
from anju.rosters.windows import DAY, monday_of, on_or_after


def shift_list(project: Project) -> ShiftQuerySet:
    """Return the project's shifts by department and hour, the retired among them.

    `people` counts who takes the shift by the pattern for good.
    """
    shifts = Shift.objects.of(project).select_related("department")
    people = Count("turns__user", filter=Q(turns__ends_on=None), distinct=True)
    return shifts.annotate(people=people).in_order()


def live_shifts(project: Project) -> ShiftQuerySet:
    """Return the shifts that people may be put in, by department and hour."""
    live = Shift.objects.of(project).live().filter(department__retired_at=None)
    return live.select_related("department").in_order()


def shift_in(project: Project, shift_id: int) -> Shift | None:
    """Return one shift of the project, else None."""
    return Shift.objects.of(project).select_related("department").filter(pk=shift_id).first()


def department_in(project: Project, department_id: int) -> Department | None:
    """Return one live department of the project, else None."""
    return departments_of(project).filter(pk=department_id).first()


def change_list(project: Project, *, show: str, at: datetime) -> list[DayChange]:
    """Return date changes: `coming` (today's and later, soonest first), else the last 300 past.

    A withdrawn one stays in the list, marked as such.
    """
    today = local_date(at)
    changes = DayChange.objects.of(project).select_related(
        "user", "shift__department", "made_by", "covers__user"
    )
    if show == "past":
        return list(changes.filter(day__lt=today).order_by("-day", "-pk")[:300])
    return list(changes.filter(day__gte=today).order_by("day", "pk"))


def change_in(project: Project, change_id: int) -> DayChange | None:
    """Return one date change of the project, else None."""
    changes = DayChange.objects.of(project).select_related("user", "shift")
    return changes.filter(pk=change_id).first()


def turns_left(project: Project, user: User, at: datetime) -> int:
    """Return how many turns somebody has by the pattern, now or later."""
    return Turn.objects.of(project).filter(user=user).not_over(local_date(at)).count()


@dataclass(frozen=True, slots=True)
class CellPeople:
    """Whom a cell may hold.

    :param people: who holds a post in the department on that day, by name.
    :param taken: those of them in the shift by the pattern.
    :param others: what each does otherwise on that day, in words.
    """

    people: list[User]
    taken: list[User]
    others: dict[int, str]


def cell_people(project: Project, shift: Shift, day: date) -> CellPeople:
    """Return who could take a shift on a day, who does, and what they do otherwise that day."""
    plan = plan_of(project, day, day)
    people = plan.in_post(shift.department_id, day)
    turns = Turn.objects.of(project).on(day).filter(shift=shift).values_list("user_id", flat=True)
    in_shift = set(turns)
    others: dict[int, list[str]] = defaultdict(list)
    for stint in plan.stints(day):
        if stint.shift.pk != shift.pk:
            others[stint.user.pk].append(str(stint.shift))
    taken = [user for user in people if user.pk in in_shift]
    return CellPeople(people, taken, {pk: "、".join(said) for pk, said in others.items()})


@dataclass(frozen=True, slots=True)
class Move:
    """What copying a week does to one cell from a day on."""

    shift: Shift
    day: date
    added: list[User]
    removed: list[User]


def moves_between(
    project: Project, department: Department, *, source: date, target: date, at: datetime
) -> list[Move]:
    """Return what makes a department's pattern of the `target` week that of the `source` week.

    Both are any day of their week. A weekday that is over takes effect a week later; retired
    shifts and people who have left the department are not taken along.
    """
    moves = []
    today = local_date(at)
    monday, pattern = monday_of(target), _pattern(project, department)
    plan = plan_of(project, monday, monday + 13 * DAY, department=department)
    shifts = {turn.shift_id: turn.shift for turn in pattern}
    for count in range(7):
        then = monday_of(source) + timedelta(days=count)
        day = monday + timedelta(days=count)
        day = day if day >= today else on_or_after(today, day.weekday())
        wanted, held = _by_shift(pattern, then), _by_shift(pattern, day)
        here = {user.pk for user in plan.in_post(department.pk, day)}
        for shift_id, shift in shifts.items():
            if shift.retired_at is not None:
                continue
            was, will = held.get(shift_id, {}), wanted.get(shift_id, {})
            added = [user for pk, user in will.items() if pk not in was and pk in here]
            removed = [user for pk, user in was.items() if pk not in will]
            if added or removed:
                moves.append(Move(shift, day, added, removed))
    return moves


def _pattern(project: Project, department: Department) -> list[Turn]:
    turns = Turn.objects.of(project).filter(shift__department=department)
    return list(
        turns.select_related("shift", "user").order_by("shift__rank", "shift__starts", "pk")
    )


def _by_shift(pattern: list[Turn], day: date) -> dict[int, dict[int, User]]:
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for turn in pattern:
        holds = turn.starts_on <= day and (turn.ends_on is None or day < turn.ends_on)
        if holds and turn.weekday == day.weekday():
            found[turn.shift_id][turn.user_id] = turn.user
    return found
