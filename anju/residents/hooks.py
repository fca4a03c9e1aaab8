"""What the register of residents must ask the floors above.

An app joins by `forgetting.py` with `reasons_to_keep(person, day)` and `forget(person, by, at)`,
and a person's page by `person_panels.py` with `panels(person, access, at)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.core.actors import Actor
from anju.core.hooks import Hook
from anju.organization.access import Access
from anju.residents.models import Person


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """A part of a resident's page: its template is included with `panel.context`.

    The page draws frame, title and icon, the template the body.
    """

    title: str
    icon: str
    template: str
    context: Mapping[str, Any]


def _no_panels(person: Person, access: Access, at: datetime) -> list[PersonPanel]:
    return []


def _no_reasons(person: Person, day: date) -> list[str]:
    return []


def _nothing(person: Person, by: Actor, at: datetime) -> None:
    return None


reasons_to_keep: Hook[[Person, date], list[str]] = Hook(_no_reasons)
"""Why a law wants something of this person kept (PIPL 47), in Chinese; none: it may be erased."""

forget: Hook[[Person, Actor, datetime], None] = Hook(_nothing)
"""Every app empties what it holds of this person by value: erased now, in this transaction."""

person_panels: Hook[[Person, Access, datetime], list[PersonPanel]] = Hook(_no_panels)
"""What the apps show on a resident's page, for this viewer."""
