"""What fills the sections of a home."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anju.audit.hooks import describe
from anju.clocks.models import Clock
from anju.clocks.permissions import ClocksPermission
from anju.clocks.queries.clocks import open_clocks
from anju.core.periods import local_date
from anju.estate.models import Building
from anju.estate.permissions import EstatePermission
from anju.estate.queries.buildings import buildings_cared_for
from anju.notices.permissions import NoticePermission
from anju.notices.queries import newest_on_board
from anju.organization.access import Access
from anju.organization.permissions import OrganizationPermission
from anju.organization.queries.staff import deputyship_list
from anju.residents.models import DataRequestState
from anju.residents.permissions import ResidentPermission
from anju.residents.queries.requests import requests_in
from anju.rosters.permissions import RosterPermission
from anju.rosters.queries.duty import my_duty
from anju.workbench.homes import Section, sections_for

MOST = 10


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with its rows; without rows the page says what will be there."""

    section: Section
    rows: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with its case's name."""

    clock: Clock
    title: str


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
    names: dict[tuple[str, int], str] = {}
    for kind in {each.subject_type for each in today}:
        ids = [each.subject_id for each in today if each.subject_type == kind]
        names |= {(kind, pk): title.text for pk, title in describe(kind, ids).items()}
    return [Due(each, names.get((each.subject_type, each.subject_id), "")) for each in today[:MOST]]


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


FILL: dict[str, Callable[[Access, datetime], list[Any]]] = {
    "notices": _notices,
    "deputies": _deputies,
    "promises": _promises,
    "my_buildings": _buildings,
    "requests": _requests,
    "duty": _duty,
}
