"""Unfinished hand-overs of somebody who leaves go on in other hands (离任交接)."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.handovers.models import Handover
from anju.handovers.queries.leavers import unsigned_by
from anju.handovers.verbs import HandoverVerb as Verb
from anju.organization.models import Project, User


@transaction.atomic
def pass_on(*, project: Project, outgoing: User, to: User, by: Actor, at: datetime) -> int:
    """Give what a leaver has begun, or must sign again, to a colleague; returns how many.

    What they have signed stays theirs: a signature is not handed on. By hand a person has one
    that is open at most; where the colleague has one, too, theirs is not moved.
    """
    count = 0
    for handover in unsigned_by(project, outgoing).locked():
        own = Handover.objects.of(project).open().filter(outgoing=to, shift=None)
        if handover.shift_id is None and own.filter(department=handover.department_id).exists():
            continue
        handover.outgoing = to
        handover.save(update_fields=["outgoing"])
        record(
            Verb.PASSED_ON,
            subject=handover,
            project_id=project.pk,
            by=by,
            at=at,
            changes={"successor": (outgoing, to)},
        )
        count += 1
    return count
