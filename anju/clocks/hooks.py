"""What deadlines must ask the floors above them."""

from collections.abc import Sequence
from datetime import datetime

from anju.clocks.kinds import ClockKind
from anju.core.hooks import Hook
from anju.organization.models import Department, Post, Project, User

Whom = User | Post | Department | Project


def _nobody(project: Project, whom: Whom, at: datetime) -> Sequence[User]:
    return ()


def _no_kinds() -> Sequence[ClockKind]:
    return ()


duty: Hook[[Project, Whom, datetime], Sequence[User]] = Hook(_nobody)
"""`duty(project, whom, at)` → who is on duty then for a person, a post, a department; for the
project itself, whoever is left to tell.

The absent are replaced by their deputies; empty if nobody is there.
"""


clock_kinds: Hook[[], Sequence[ClockKind]] = Hook(_no_kinds)
"""Every kind of deadline that an app registers (each app's `clock_kinds.py`)."""


def kind_of(code: str) -> ClockKind:
    """Return a kind by its code; one that no app registers any more is shown by its code."""
    return next((kind for kind in clock_kinds() if kind.code == code), ClockKind(code, code))


def kind_label(code: str) -> str:
    """Return the Chinese label of a kind."""
    return kind_of(code).label
