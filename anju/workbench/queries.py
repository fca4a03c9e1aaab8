"""What fills the sections of a home."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anju.notices.permissions import NoticePermission
from anju.notices.queries import newest_on_board
from anju.organization.access import Access
from anju.organization.permissions import OrganizationPermission
from anju.organization.queries.staff import deputyship_list
from anju.workbench.homes import Section, sections_for


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with its rows; without rows the page says what will be there."""

    section: Section
    rows: list[Any] = field(default_factory=list)


def home_sections(access: Access, *, at: datetime) -> list[Filled]:
    """Return the sections of somebody's home in a project, filled as far as they may see."""
    assert access.project is not None
    rows: dict[str, list[Any]] = {}
    if access.may(NoticePermission.READ):
        rows["notices"] = list(newest_on_board(access.project))
    if access.may(OrganizationPermission.READ_DEPUTIES):
        rows["deputies"] = list(deputyship_list(access.project).at(at)[:10])
    sections = sections_for([post.code for post in access.posts])
    return [Filled(section, rows.get(section.key, [])) for section in sections]
