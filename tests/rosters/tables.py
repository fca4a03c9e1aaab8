"""Duty tables that the tests of rosters build; on the world of 绿苑小区."""

from collections.abc import Collection
from datetime import date, datetime, time

from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.organization.commands.deputies import name_deputy
from anju.organization.models import Project, User
from anju.organization.models.belonging import AbsenceReason
from anju.rosters.commands.changes import change_day
from anju.rosters.commands.shifts import add_shift
from anju.rosters.commands.turns import arrange_turns
from anju.rosters.models import ChangeKind, ChangeReason, DayChange, Shift
from tests import world

MONDAY = date(2026, 11, 23)  # the day of world.AT
WEEK_BEFORE = datetime(2026, 11, 16, 9, tzinfo=SHANGHAI)


def day(number: int) -> date:
    """Return a date of the week of world.AT: 23 is its Monday."""
    return date(2026, 11, number)


def at(number: int, clock: str) -> datetime:
    """Return a moment of November 2026: at(23, "08:00")."""
    return datetime.combine(day(number), time.fromisoformat(clock), SHANGHAI)


def shift(name: str, department: str = "客户服务部", project: Project | None = None) -> Shift:
    """Return one of the shifts that a project starts with."""
    here = project or world.project()
    found = Shift.objects.of(here).select_related("department", "project")
    return found.get(department__name=department, name=name, retired_at=None)


def new_shift(name: str, starts: str, ends: str, department: str = "客户服务部") -> Shift:
    """Add a shift of one's own hours."""
    return add_shift(
        department=world.department(world.project(), department),
        name=name,
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
        by=SYSTEM,
        at=WEEK_BEFORE,
    )


def arranged(
    to: Shift, *users: User, days: Collection[int] = (23,), since: datetime = WEEK_BEFORE
) -> None:
    """Put people into a shift on the weekdays of some dates, from those dates on."""
    for number in days:
        arrange_turns(shift=to, day=day(number), add=users, by=SYSTEM, at=since)


def rest(
    user: User, number: int, of: Shift | None = None, substitute: User | None = None
) -> DayChange:
    """Let somebody rest on a date."""
    return _change(user, number, ChangeKind.REST, of, substitute)


def work(user: User, number: int, to: Shift | None) -> DayChange:
    """Let somebody work on a date."""
    return _change(user, number, ChangeKind.WORK, to, None)


def absent(user: User, deputy: User, since: datetime, until: datetime) -> None:
    """Let a colleague stand in for an absence."""
    name_deputy(
        project=world.project(),
        absent=user,
        deputy=deputy,
        starts_at=since,
        ends_at=until,
        reason=AbsenceReason.ANNUAL,
        held=world.everything(),
        by=SYSTEM,
        at=WEEK_BEFORE,
    )


def _change(
    user: User, number: int, kind: ChangeKind, to: Shift | None, substitute: User | None
) -> DayChange:
    return change_day(
        project=world.project(),
        user=user,
        day=day(number),
        kind=kind,
        shift=to,
        reason=ChangeReason.REST,
        substitute=substitute,
        by=world.by(world.supervisor()),
        at=world.AT,
    )
