"""What the telephone must ask the floors above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.core.hooks import Hook
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Something open of who called: what, where to read it, and by when it is promised."""

    title: str
    url: str
    promised_for: datetime | None


Cases = Mapping[int | str, list[OpenCase]]


def _no_cases(project: Project, people: Sequence[int], numbers: Sequence[str]) -> Cases:
    return {}


open_cases: Hook[[Project, Sequence[int], Sequence[str]], Cases] = Hook(_no_cases)
"""`open_cases(project, person ids, numbers)` → what is open, by person, or by the number of who is
not in register."""
