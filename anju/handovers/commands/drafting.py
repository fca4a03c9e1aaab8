"""A hand-over begun, and the lines of the shift (值班记录) written into it."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.handovers.models import DutyLine, Handover
from anju.handovers.queries.handovers import handover_of
from anju.handovers.queries.spans import Span
from anju.handovers.states import HandoverState
from anju.handovers.verbs import HandoverVerb as Verb
from anju.organization.models import Project, User


class NothingWritten(DomainError):
    """A line of the duty record says something."""


class NotYet(DomainError):
    """Nothing is written down before it has happened."""


class Signed(DomainError):
    """What is signed is not written on."""


@transaction.atomic
def draft_handover(
    *, project: Project, span: Span, outgoing: User, by: Actor, at: datetime
) -> Handover:
    """Return the hand-over of a shift, begun if it is not there yet; two at once begin one."""
    Project.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    shift_id = span.shift.pk if span.shift else None
    known = handover_of(project, span.department, outgoing, shift_id=shift_id, day=span.day)
    if known is not None:
        return known
    handover = Handover.objects.create(
        project=project,
        department=span.department,
        shift=span.shift,
        shift_name=span.name,
        day=span.day,
        starts_at=span.starts_at if span.shift else None,
        ends_at=span.ends_at if span.shift else None,
        outgoing=outgoing,
        drafted_at=at,
        relieve_due_at=span.relieve_at,
    )
    record(Verb.DRAFTED, subject=handover, project_id=project.pk, by=by, at=at)
    return handover


@transaction.atomic
def add_line(
    *, handover: Handover, words: str, happened_at: datetime | None, by: Actor, at: datetime
) -> DutyLine:
    """Write down what happened on the shift; nothing is taken out again.

    :raises NothingWritten: without words.
    :raises NotYet: for a moment that is still to come.
    :raises Signed: once it is signed, until it is objected to.
    """
    handover = Handover.objects.locked().get(pk=handover.pk)
    if handover.state not in (HandoverState.DRAFT, HandoverState.DISPUTED):
        raise Signed("已经签字,不能再补值班记录。接班人提出异议后可以补写,或写进下一班。")
    if not words.strip():
        raise NothingWritten("请写明发生了什么,例如“3栋电梯困人,10 分钟解困”。")
    happened = happened_at or at
    if happened > at:
        raise NotYet("值班记录的时间还没有到,请核对。")
    line = DutyLine.objects.create(
        project_id=handover.project_id,
        handover=handover,
        happened_at=happened,
        words=words.strip(),
        by_id=by.id,
        by_name=by.label,
        at=at,
    )
    record(Verb.LINE_ADDED, subject=handover, project_id=handover.project_id, by=by, at=at)
    return line
