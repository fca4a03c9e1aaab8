"""What a new project starts with: the usual hours of every department, without people."""

from datetime import datetime, time

from anju.core.actors import Actor
from anju.organization.models import Project
from anju.organization.queries.staff import departments_of
from anju.rosters.commands.shifts import add_shift
from anju.rosters.models import Tone
from anju.rosters.queries.lists import shift_list

Hours = tuple[str, time, time, Tone]
OFFICE_HOURS: Hours = ("行政班", time(8, 30), time(17, 30), Tone.GREEN)
ROUND_THE_CLOCK: tuple[Hours, ...] = (
    ("日班", time(8), time(20), Tone.AMBER),
    ("夜班", time(20), time(8), Tone.VIOLET),
)
SHIFTS: dict[str, tuple[Hours, ...]] = {
    "客户服务部": (
        ("早班", time(8), time(16), Tone.AMBER),
        ("晚班", time(14), time(20), Tone.BLUE),
        OFFICE_HOURS,
    ),
    "工程部": ROUND_THE_CLOCK,
    "安防部": ROUND_THE_CLOCK,
}


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Give every department that never had a shift its usual ones; safe to run again."""
    known = set(shift_list(project).values_list("department_id", flat=True))
    for department in departments_of(project):
        if department.pk in known:
            continue
        for rank, (name, starts, ends, tone) in enumerate(
            SHIFTS.get(department.name, (OFFICE_HOURS,)), start=1
        ):
            add_shift(
                department=department,
                name=name,
                starts=starts,
                ends=ends,
                tone=tone,
                rank=rank * 10,
                by=by,
                at=at,
            )
