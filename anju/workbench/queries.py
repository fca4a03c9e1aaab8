"""What fills the sections of a home."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from anju.audit.hooks import Title, describe
from anju.clocks.models import Clock
from anju.clocks.permissions import ClocksPermission
from anju.clocks.queries.clocks import open_clocks
from anju.core.periods import SHANGHAI, local_date
from anju.digests.models import Digest
from anju.digests.permissions import DigestPermission, DigestReaderPermission
from anju.estate.models import Building
from anju.estate.permissions import EstatePermission
from anju.estate.queries.buildings import buildings_cared_for
from anju.handovers.models import Handover
from anju.handovers.permissions import HandoverPermission
from anju.handovers.queries.handovers import left_behind
from anju.notices.permissions import NoticePermission
from anju.notices.queries import newest_on_board
from anju.opinions.queries.praise import praise_of_user
from anju.organization.access import Access
from anju.organization.permissions import OrganizationPermission
from anju.organization.queries.staff import departments_of, deputyship_list
from anju.residents.models import DataRequestState
from anju.residents.permissions import ResidentPermission
from anju.residents.queries.requests import requests_in
from anju.rosters.permissions import RosterPermission
from anju.rosters.queries.duty import my_duty
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission
from anju.tickets.queries.escalations import escalations
from anju.tickets.queries.lists import AGE_WORDS, Wanted, tickets_wanted
from anju.tickets.queries.rows import TicketRow, for_lines, rows_of
from anju.tickets.queries.workload import (
    DepartmentLoad,
    departments_by_age,
    loads,
    orders_in_cell,
    orders_of,
)
from anju.workbench.figures import Figure, day_figures, desk_figures, rows_url
from anju.workbench.homes import Section, sections_for

MOST = 10
MOST_ROWS = 30
END_OF_DAY = time(17, 30)


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with its rows; without rows the page says what will be there."""

    section: Section
    rows: list[Any] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"workbench/sections/{self.section.key}.html"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with its case's name."""

    clock: Clock
    title: Title


@dataclass(frozen=True, slots=True)
class Opened:
    """The cell of the heat table that is open: its orders, in words, and its full list."""

    said: str
    orders: list[WorkOrder]
    is_cut: bool
    url: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What the desk has before it, and what this person took today."""

    figures: list[Figure]
    taken: list[TicketRow]


def home_sections(access: Access, *, at: datetime) -> list[Filled]:
    """Return the sections of somebody's home in a project, filled as far as they may see."""
    sections = sections_for([post.code for post in access.posts])
    return [
        Filled(section, FILL[section.key](access, at) if section.key in FILL else [])
        for section in sections
    ]


def _notices(access: Access, at: datetime) -> list[Any]:
    assert access.project is not None
    return newest_on_board(access.project) if access.may(NoticePermission.READ) else []


def _deputies(access: Access, at: datetime) -> list[Any]:
    assert access.project is not None
    if not access.may(OrganizationPermission.READ_DEPUTIES):
        return []
    return list(deputyship_list(access.project).at(at)[:MOST])


def _promises(access: Access, at: datetime) -> list[Due]:
    """Return the promises that are due today or broken, the earliest first."""
    assert access.project is not None
    if not access.may(ClocksPermission.READ):
        return []
    promises = open_clocks(access.project, now=at, kind="promise")
    today = [each for each in promises[: MOST * 3] if local_date(each.due_at) <= local_date(at)]
    names: dict[tuple[str, int], Title] = {}
    for kind in {each.subject_type for each in today}:
        ids = [each.subject_id for each in today if each.subject_type == kind]
        names |= {(kind, pk): title for pk, title in describe(kind, ids).items()}
    return [
        Due(each, names.get((each.subject_type, each.subject_id), Title("")))
        for each in today[:MOST]
    ]


def _buildings(access: Access, at: datetime) -> list[Building]:
    assert access.project is not None
    if not access.may(EstatePermission.READ):
        return []
    return list(buildings_cared_for(access.project, access.user, day=local_date(at)))


def _requests(access: Access, at: datetime) -> list[Any]:
    assert access.project is not None
    if not access.may(ResidentPermission.ANSWER_REQUESTS):
        return []
    return list(requests_in(access.project, state=DataRequestState.OPEN)[:MOST])


def _duty(access: Access, at: datetime) -> list[Any]:
    assert access.project is not None
    if not access.may(RosterPermission.READ):
        return []
    return [my_duty(access.project, access.user, at)]


def _praise(access: Access, at: datetime) -> list[Any]:
    """Return what one was praised for; one's own praise needs no right."""
    assert access.project is not None
    return list(praise_of_user(access.project, access.user)[:3])


def _today(access: Access, at: datetime) -> list[Figure]:
    return day_figures(access, at)


def _departments(access: Access, at: datetime) -> list[DepartmentLoad]:
    assert access.project is not None
    if not access.may(DeskPermission.READ):
        return []
    return departments_by_age(access.project, now=at)


def _load(access: Access, at: datetime) -> list[Any]:
    assert access.project is not None
    return list(loads(access.project, now=at)) if access.may(DeskPermission.READ) else []


def _escalated(access: Access, at: datetime) -> list[Any]:
    """Return what went up since work ended on the day before, with what was done then."""
    assert access.project is not None
    if not access.may(DeskPermission.READ):
        return []
    return list(escalations(access.project, since=evening_before(at), most=MOST_ROWS))


def _digest(access: Access, at: datetime) -> list[Any]:
    """Return the digests that wait for this person: drafts to sign, or signed ones to read."""
    assert access.project is not None
    digests = Digest.objects.of(access.project)
    if access.may(DigestReaderPermission.ACKNOWLEDGE):
        return list(digests.signed().newest_first()[:MOST])
    if access.may(DigestPermission.SIGN):
        return list(digests.drafts().newest_first()[:MOST])
    return []


def _intake(access: Access, at: datetime) -> list[Intake]:
    project = access.project
    assert project is not None
    if not access.may(DeskPermission.READ):
        return []
    since = datetime.combine(local_date(at), time(), SHANGHAI)
    mine = tickets_wanted(project, Wanted(since=since), user=access.user, now=at)
    taken = for_lines(project, mine.filter(taken_by=access.user))[:5]
    return [Intake(desk_figures(access, at), rows_of(project, list(taken), access))]


def _shift(access: Access, at: datetime) -> list[Handover]:
    """Return what the last shift left: what waits to be taken over, else what just was."""
    assert access.project is not None
    if not access.may(HandoverPermission.READ):
        return []
    return left_behind(access.project, at)


def _visits(access: Access, at: datetime) -> list[TicketRow]:
    """Return what is to be followed up by the end of today, the longest answered first."""
    project = access.project
    assert project is not None
    if not access.may(DeskPermission.FOLLOW_UP):
        return []
    due = tickets_wanted(project, Wanted(follow_up="due"), user=access.user, now=at)
    first = for_lines(project, due).order_by("answered_at", "pk")[:MOST]
    return rows_of(project, list(first), access)


def _orders(access: Access, at: datetime) -> list[WorkOrder]:
    assert access.project is not None
    if not access.may(DeskPermission.WORK):
        return []
    return list(orders_of(access.project, access.user)[:MOST])


def opened_cell(access: Access, *, department: str, age: str, at: datetime) -> Opened | None:
    """Return the orders behind a cell of the heat table; None if nothing of it was asked for.

    :param department: number as text, 0 for work without one; empty for all.
    :param age: a code of `AGE_WORDS`, or empty for all.
    """
    project = access.project
    assert project is not None
    is_known = department.isdigit() or age in AGE_WORDS
    if not is_known or not access.may(DeskPermission.READ):
        return None
    number = int(department) if department.isdigit() and len(department) < 10 else None
    known_age = age if age in AGE_WORDS else ""
    orders = list(
        orders_in_cell(project, department=number, age=known_age, now=at)[: MOST_ROWS + 1]
    )
    departments = {each.pk: each.name for each in departments_of(project, retired=True)}
    where = "各部门" if number is None else departments.get(number, "还没有部门")
    return Opened(
        said=f"{where} · {AGE_WORDS.get(known_age, '全部时长')}",
        orders=orders[:MOST_ROWS],
        is_cut=len(orders) > MOST_ROWS,
        url=rows_url(project, Wanted(department=number, age=known_age)),
    )


def evening_before(at: datetime) -> datetime:
    """Return the end of work of the day before."""
    return datetime.combine(local_date(at) - timedelta(days=1), END_OF_DAY, SHANGHAI)


FILL: dict[str, Callable[[Access, datetime], list[Any]]] = {
    "today": _today,
    "departments": _departments,
    "load": _load,
    "escalated": _escalated,
    "digest": _digest,
    "intake": _intake,
    "shift": _shift,
    "visits": _visits,
    "orders": _orders,
    "notices": _notices,
    "deputies": _deputies,
    "promises": _promises,
    "my_buildings": _buildings,
    "requests": _requests,
    "duty": _duty,
    "praise": _praise,
}
