"""What the estate must ask the floors above: who lives in a unit, and what goes on in it.

An app joins by `unit_panels.py` with `panels(unit, access, at)` and `unit_lines(project, ids,
access, day)`, and by `facets.py` with `FACETS`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.core.hooks import Hook
from anju.estate.models import Unit
from anju.organization.access import Access
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class UnitPanel:
    """A part of a unit's page (一户一档): its template is included with `panel.context`.

    The page draws frame and title, the template the body. Left out by its app for those who may
    not see it. Lower rank comes first.

    :param checks: what a complete file has of it, each with whether it is there: ("业主", True).
    :param live: topics whose changes show the page anew.
    """

    title: str
    template: str
    context: Mapping[str, Any]
    rank: int = 50
    is_wide: bool = False
    checks: tuple[tuple[str, bool], ...] = ()
    live: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its words, a tone of the design system, and a hatch beside it.

    :param tone: plain, good, warn, bad or info.
    :param hatch: empty, up, down, cross, dots, rows or cols; values of one tone differ by it.
    """

    code: str
    label: str
    tone: str
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to colour the building chart (房态图).

    `of(project, building_ids, day)` → unit's number → the code of its value.
    """

    code: str
    label: str
    values: tuple[FacetValue, ...]
    of: Callable[[Project, Collection[int], date], Mapping[int, str]]
    permission: str = ""


def _no_panels(unit: Unit, access: Access, at: datetime) -> list[UnitPanel]:
    return []


def _no_lines(
    project: Project, ids: Collection[int], access: Access, day: date
) -> dict[int, list[str]]:
    return {}


def _no_facets() -> tuple[Facet, ...]:
    return ()


unit_panels: Hook[[Unit, Access, datetime], list[UnitPanel]] = Hook(_no_panels)
"""What every app shows on a unit's page, in order of rank."""

unit_lines: Hook[[Project, Collection[int], Access, date], dict[int, list[str]]] = Hook(_no_lines)
"""What every app says of a unit in a line, for chart cards and search: 李阿姨(业主)等 4 人."""

facets: Hook[[], tuple[Facet, ...]] = Hook(_no_facets)
"""The ways to colour the chart that higher apps bring."""
