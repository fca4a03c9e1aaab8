"""Which shifts are handed over."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.handovers.models import DeskShift
from anju.handovers.queries.spans import desk_shifts
from anju.handovers.verbs import HandoverVerb as Verb
from anju.organization.models import Project
from anju.rosters.models import Shift


@transaction.atomic
def set_desk_shifts(
    *, project: Project, shifts: Collection[Shift], by: Actor, at: datetime
) -> list[DeskShift]:
    """Set the shifts that are handed over, instead of those that were; from now on.

    A shift that stays keeps since when it counts, so nothing of the past is missed afterwards.
    """
    Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    before = desk_shifts(project)
    wanted = {(shift.department_id, shift.name) for shift in shifts}
    known = {(row.department_id, row.name) for row in before}
    if wanted == known:
        return before
    for row in before:
        if (row.department_id, row.name) not in wanted:
            row.delete()
    for department_id, name in sorted(wanted - known):
        DeskShift.objects.create(project=project, department_id=department_id, name=name, since=at)
    after = desk_shifts(project)
    changes = {"hours": (_told(before), _told(after))}
    record(Verb.SHIFTS_SET, subject=project, project_id=project.pk, by=by, at=at, changes=changes)
    return after


def _told(rows: Collection[DeskShift]) -> str:
    return "、".join(f"{row.department.name}{row.name}" for row in rows)
