"""Deadlines of a sample case: anything with a number can be a subject."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from anju.clocks.commands.policies import change_policies
from anju.clocks.commands.starting import start_clock
from anju.clocks.contents import PolicyDraft
from anju.clocks.kinds import CHAIN
from anju.clocks.models import Clock, WorkCalendar
from anju.clocks.reckoning.targets import Duration, Stage
from anju.clocks.rungs import Rung
from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.organization.models import Department, Party, Project, User
from tests import world

_NUMBERS = count()


def at(text: str) -> datetime:
    """Return a moment in Shanghai: `11-23 10:00`, or with the year before."""
    said = text if text.count("-") == 2 else f"2026-{text}"
    return datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def case(name: str = "样例") -> Party:
    """Return something that clocks can be about."""
    return Party.objects.create(name=f"{name} {next(_NUMBERS)}")


def calendar(project: Project, code: str) -> WorkCalendar:
    """Return one of the project's calendars."""
    return WorkCalendar.objects.of(project).select_related("current", "project").get(code=code)


def minutes(
    project: Project,
    kind: str,
    length: int,
    *,
    code: str = "office",
    rungs: tuple[Rung, ...] = CHAIN,
) -> None:
    """Let a kind last so many minutes of a calendar."""
    draft = PolicyDraft(f"{length} 分钟", Duration(length), calendar(project, code), rungs=rungs)
    change_policies(project=project, kind=kind, policies=[draft], by=SYSTEM, at=world.AT)


def started(
    kind: str = "resolve",
    *,
    project: Project | None = None,
    subject: Party | None = None,
    start: str = "11-23 10:00",
    holder: User | None = None,
    department: Department | None = None,
    **more: Any,
) -> Clock:
    """Return a clock that was started at its start."""
    return start_clock(
        project=project or world.project(),
        subject=subject or case(),
        kind=kind,
        started_at=at(start),
        holder=holder,
        department=department,
        by=SYSTEM,
        at=at(start),
        **more,
    )


def fresh(clock: Clock) -> Clock:
    """Return the clock as its row stands now."""
    return Clock.objects.with_terms().get(pk=clock.pk)


def before(minutes: int) -> Rung:
    """Return a warning before due."""
    return Rung(f"warn{minutes}", Stage(-minutes))


def later(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)
