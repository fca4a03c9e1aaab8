"""What the desk does with a call: begins an intake, holds, ends as misdial, files it."""

from datetime import datetime

from django.db import models, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.live.commands import publish
from anju.organization.models import Project, User
from anju.telephony.commands.hearing import note_at_desk
from anju.telephony.models import Call, ExpectedCall
from anju.telephony.numbers import heard
from anju.telephony.queries.staff import audience_of
from anju.telephony.states import CallEventKind, CallState
from anju.telephony.verbs import TelephonyVerb as Verb


class CallRefused(DomainError):
    """The call is past what was asked for."""


@transaction.atomic
def take_call(*, call: Call, user: User, by: Actor, at: datetime) -> Call:
    """Note that somebody began an intake from a call; it is theirs if nobody is known to answer."""
    call = note_at_desk(call=call, kind=CallEventKind.TAKEN, user=user, by=by, at=at)
    record(Verb.TAKEN, subject=call, project_id=call.project_id, by=by, at=at)
    return call


@transaction.atomic
def hold_call(*, call: Call, user: User, by: Actor, at: datetime) -> Call:
    """Let the other side wait; holding twice is once. The call's own event is its trace, so it
    leaves no event in the trail.

    :raises CallRefused: unless it is being talked.
    """
    call = Call.objects.locked().get(pk=call.pk)
    if call.state not in (CallState.TALKING, CallState.HOLDING, CallState.RINGING):
        raise CallRefused("通话已经结束,不用再保持。")
    return note_at_desk(call=call, kind=CallEventKind.HOLD, user=user, by=by, at=at)


@transaction.atomic
def resume_call(*, call: Call, user: User, by: Actor, at: datetime) -> Call:
    """Come back to who waits. The call's own event is its trace, so it leaves no event."""
    call = Call.objects.locked().get(pk=call.pk)
    if call.state != CallState.HOLDING:
        return call
    return note_at_desk(call=call, kind=CallEventKind.RESUME, user=user, by=by, at=at)


@transaction.atomic
def end_as_misdial(*, call: Call, user: User, by: Actor, at: datetime) -> Call:
    """End a call that was for somebody else (误拨): it asks for no call-back and no intake.

    :raises CallRefused: if something came of it already.
    """
    call = Call.objects.locked().get(pk=call.pk)
    if call.subject_id is not None:
        raise CallRefused("这通电话已经登记了事项,不能再按误拨结束。")
    if call.is_misdial:
        return call
    call = note_at_desk(call=call, kind=CallEventKind.MISDIAL, user=user, by=by, at=at)
    record(Verb.MISDIALLED, subject=call, project_id=call.project_id, by=by, at=at)
    return call


@transaction.atomic
def put_call_away(*, call: Call, user: User, by: Actor, at: datetime) -> Call:
    """Take a call that is over off the screens. The call's own event is its trace, so it leaves
    no event in the trail.

    :raises CallRefused: while it goes on.
    """
    call = Call.objects.locked().get(pk=call.pk)
    if call.is_going_on:
        raise CallRefused("通话还没有结束,结束后再收起。")
    return note_at_desk(call=call, kind=CallEventKind.PUT_AWAY, user=user, by=by, at=at)


@transaction.atomic
def link_call(*, call: Call, subject: models.Model, by: Actor, at: datetime) -> Call:
    """Keep what came of a call, by type and number; the first thing stays."""
    call = Call.objects.locked().get(pk=call.pk)
    if call.subject_id is not None:
        return call
    call.subject_type, call.subject_id = subject._meta.label_lower, subject.pk
    call.save(update_fields=["subject_type", "subject_id"])
    record(
        Verb.LINKED,
        subject=call,
        project_id=call.project_id,
        by=by,
        at=at,
        changes={"subject": (None, getattr(subject, "number", "") or str(subject.pk))},
    )
    publish(*(f"calls:{user_id}" for user_id in audience_of(call.project, at=at)))
    return call


@transaction.atomic
def expect_call(
    *,
    project: Project,
    number: str,
    user: User,
    subject: models.Model | None = None,
    by: Actor,
    at: datetime,
) -> ExpectedCall:
    """Note that somebody is about to call a number, and about what; the call that follows is it.

    :raises CallRefused: if nothing that is written can be called.
    """
    found = heard(number)
    if not found.number:
        raise CallRefused("这个号码拨不出去,请核对后再拨。")
    expected = ExpectedCall.objects.create(
        project=project,
        number=found.number,
        user=user,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        expected_at=at,
    )
    record(Verb.EXPECTED, subject=expected, project_id=project.pk, by=by, at=at)
    return expected
