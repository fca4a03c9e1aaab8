"""Hearing what the exchange reports: the event is kept, and the call is what its events say.

Both in one transaction with the ping, so that a call is on screen without any worker; what may
take longer (call-backs with their deadlines) is a reaction.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.live.commands import publish
from anju.organization.models import Project, User
from anju.telephony.folding import Folded, Told, fold
from anju.telephony.models import BlockedNumber, Call, CallEvent, ExpectedCall
from anju.telephony.numbers import heard
from anju.telephony.queries.lines import line_of
from anju.telephony.queries.staff import audience_of, staff_called
from anju.telephony.reports import Report, fingerprint_of
from anju.telephony.states import CallEventKind, CallState, Cause, Direction
from anju.telephony.verbs import TelephonyVerb as Verb

EXPECTED_FOR = timedelta(minutes=10)
_TURNS = {CallEventKind.HOLD: CallEventKind.RESUME, CallEventKind.RESUME: CallEventKind.HOLD}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a report: the call as it is now, and whether it said anything new."""

    call: Call
    is_new: bool
    is_rejected: bool


@transaction.atomic
def hear_report(*, project: Project, report: Report, by: Actor, at: datetime) -> Outcome:
    """Keep one event of the exchange and bring its call up to date; a repetition changes nothing.

    It leaves an event in the trail only where a call was answered or missed; the rest stands in
    the call's own events.
    """
    call = _locked_call(project, report, at)
    kept = list(CallEvent.objects.filter(project=project, call=call).order_by("pk"))
    body = report.body()
    turn = sum(each.kind == _TURNS.get(report.kind) for each in kept)
    fingerprint = fingerprint_of(report.kind, body, turn=turn)
    known = next((each for each in kept if each.fingerprint == fingerprint), None)
    if known is not None:
        return Outcome(call, is_new=False, is_rejected=known.is_rejected)
    found = heard(report.other, area_code=line_of(project).area_code)
    event = CallEvent.objects.create(
        project=project,
        call=call,
        kind=report.kind,
        fingerprint=fingerprint,
        body={**body, "number": found.number, "extension": found.extension},
        user=_answerer(project, report, at),
        is_rejected=_is_blocked(project, report, found.number, at),
        happened_at=report.happened_at(received_at=at),
        received_at=at,
    )
    _bring_up_to_date(call, [*kept, event], by=by, at=at)
    return Outcome(call, is_new=True, is_rejected=event.is_rejected)


@transaction.atomic
def note_at_desk(
    *,
    call: Call,
    kind: CallEventKind,
    user: User | None,
    body: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Call:
    """Keep what the desk did with a call, as an event of it like the exchange's; twice is once.

    It leaves no event in the trail by itself; the commands that call it leave theirs.
    """
    call = Call.objects.locked().get(pk=call.pk)
    kept = list(CallEvent.objects.filter(project=call.project_id, call=call).order_by("pk"))
    turn = sum(each.kind == _TURNS.get(kind) for each in kept)
    facts = {"desk": True, **(body or {})}
    fingerprint = fingerprint_of(kind, {**facts, "user": user.pk if user else 0}, turn=turn)
    if any(each.fingerprint == fingerprint for each in kept):
        return call
    event = CallEvent.objects.create(
        project_id=call.project_id,
        call=call,
        kind=kind,
        fingerprint=fingerprint,
        body=facts,
        user=user,
        happened_at=at,
        received_at=at,
    )
    _bring_up_to_date(call, [*kept, event], by=by, at=at)
    return call


@transaction.atomic
def end_silent(*, call: Call, by: Actor, at: datetime) -> Call:
    """End a call whose hang-up never came, as if it came now; a real one replaces it later.

    It leaves an event only if the call turns out to be missed.
    """
    cause = Cause.NO_ANSWER if call.state == CallState.RINGING else Cause.NORMAL
    body = {"inferred": True, "cause": cause.value}
    return note_at_desk(call=call, kind=CallEventKind.HANGUP, user=None, body=body, by=by, at=at)


def told_of(event: CallEvent) -> Told:
    """Return an event as the fold reads it; it leaves no event."""
    return Told(
        kind=event.kind,
        fingerprint=event.fingerprint,
        happened_at=event.happened_at,
        body=event.body,
        user_id=event.user_id,
        is_rejected=event.is_rejected,
    )


def _locked_call(project: Project, report: Report, at: datetime) -> Call:
    """Return the call of a report, made if it is not there, with its row locked."""
    there = Call.objects.locked().filter(project=project, call_id=report.call_id)
    call = there.first()
    if call is not None:
        return call
    new = Call(project=project, call_id=report.call_id, direction=report.direction, started_at=at)
    Call.objects.bulk_create([new], ignore_conflicts=True)  # another event may be as early
    return there.get()


def _bring_up_to_date(call: Call, events: list[CallEvent], *, by: Actor, at: datetime) -> None:
    folded = fold(map(told_of, events))
    before, was_answered = CallState(call.state), call.answered_at is not None
    _copy(folded, call)
    _fit_expected(call, at)
    call.save()
    _note_turns(call, before, was_answered, by=by, at=at)
    publish(
        f"project:{call.project_id}:telephony",
        f"telephony.call:{call.pk}",
        *(f"calls:{user_id}" for user_id in audience_of(call.project, at=at)),
    )


def _copy(folded: Folded, call: Call) -> None:
    for name, value in asdict(folded).items():
        setattr(call, name, value)


def _note_turns(
    call: Call, before: CallState, was_answered: bool, *, by: Actor, at: datetime
) -> None:
    if call.answered_at is not None and not was_answered:
        actor = _actor_of(call.answered_by) or by
        record(Verb.ANSWERED, subject=call, project_id=call.project_id, by=actor, at=at)
    if call.is_missed and before != CallState.MISSED:
        record(Verb.MISSED, subject=call, project_id=call.project_id, by=by, at=at)


def _actor_of(user: User | None) -> Actor | None:
    return Actor(id=user.pk, name=user.name) if user is not None else None


def _answerer(project: Project, report: Report, at: datetime) -> User | None:
    """Return who answered, or who calls, as far as the report names somebody of the staff."""
    names = [report.answering_number] if report.answering_number else list(report.users)
    is_group = report.kind == CallEventKind.NEW and report.direction == Direction.IN
    if is_group or not any(names) or (not report.answering_number and len(names) > 1):
        return None
    return staff_called(project, names[0], at=at)


def _is_blocked(project: Project, report: Report, number: str, at: datetime) -> bool:
    if report.kind != CallEventKind.NEW or report.direction != Direction.IN or not number:
        return False
    return BlockedNumber.objects.of(project).holding(at).filter(number=number).exists()


def _fit_expected(call: Call, at: datetime) -> None:
    """Hand an outbound call what it was to be about, as somebody said just before."""
    if call.direction != Direction.OUT or call.subject_id is not None or not call.number:
        return
    waiting = ExpectedCall.objects.filter(
        project=call.project_id,
        number=call.number,
        call=None,
        expected_at__gt=call.started_at - EXPECTED_FOR,
    )
    expected = waiting.select_for_update(of=("self",)).order_by("-expected_at", "-pk").first()
    if expected is None:
        return
    expected.call = call
    expected.save(update_fields=["call"])
    call.subject_type, call.subject_id = expected.subject_type, expected.subject_id
