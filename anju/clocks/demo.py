"""A handful of running deadlines to look at, until a service desk starts its own.

Their cases are what the demonstration has on this floor: the departments and the project itself.
That is honest as far as it goes: a department asked for help owes an answer (协助部门答复),
the project's front desk owes a promise. Nobody is told anything that is not so in the story.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.clocks.commands.pausing import pause_clock
from anju.clocks.commands.starting import start_clock
from anju.clocks.models import Clock
from anju.clocks.states import PauseReason
from anju.core.actors import Actor
from anju.organization.models import Department, Project, User

LVYUAN = "lvyuan"


@dataclass(frozen=True, slots=True)
class _Told:
    """One deadline of the story: which department's, of which kind, since when, who holds it."""

    department: str
    kind: str
    minutes_ago: int
    holder: str
    paused: PauseReason | None = None


STORY = (
    _Told("工程部", "resolve", 130, "zhao"),
    _Told("工程部", "promise", 60, "zhou"),
    _Told("安防部", "resolve", 170, "guo", PauseReason.OUTSIDE),
    _Told("绿化部", "promise", 120, "xu"),
    _Told("绿化部", "follow-up", 60, "xu"),
    _Told("洁安保洁队", "rework", 240, "feng"),
    _Told("财务部", "assist", 20, "qian"),  # five minutes late, if the desk is open
)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Start the deadlines; once there are any, nothing."""
    project = Project.objects.filter(code=LVYUAN).first()
    if project is None or Clock.objects.of(project).exists():
        return
    for told in STORY:
        _start(project, told, by=by, at=at)


def _start(project: Project, told: _Told, *, by: Actor, at: datetime) -> None:
    department = Department.objects.of(project).filter(name=told.department).first()
    holder = User.objects.filter(login=told.holder).first()
    if department is None or holder is None:
        return
    clock = start_clock(
        project=project,
        subject=department,
        kind=told.kind,
        started_at=at - timedelta(minutes=told.minutes_ago),
        holder=holder,
        department=department,
        by=by,
        at=at,
    )
    if told.paused is not None:
        until = at + timedelta(hours=20)
        pause_clock(clock=clock, reason=told.paused, until=until, by=by, at=at)
