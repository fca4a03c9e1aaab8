"""What a new project hands over: the early and the late shift of its desk."""

from datetime import datetime

from anju.core.actors import Actor
from anju.handovers.commands.shifts import set_desk_shifts
from anju.handovers.queries.spans import shift_choices, were_set
from anju.organization.models import Project

DESK, SHIFTS = "客户服务部", ("早班", "晚班")


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Let the desk's shifts be handed over, where none is yet; safe to run again."""
    if were_set(project):
        return
    shifts = [
        shift
        for shift in shift_choices(project)
        if shift.department.name == DESK and shift.name in SHIFTS
    ]
    set_desk_shifts(project=project, shifts=shifts, by=by, at=at)
