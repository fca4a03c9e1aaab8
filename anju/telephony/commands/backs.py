"""Call-backs: opened by a call in vain, done by any later talk with the number or by hand."""

from datetime import datetime, timedelta

from django.db import transaction

from anju.audit.record import record
from anju.clocks.commands.answering import Offline, cancel_clock, fulfil_clock
from anju.clocks.commands.starting import start_clock
from anju.clocks.models import Clock
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI
from anju.organization.models import Project
from anju.telephony.models import Call, CallBack
from anju.telephony.queries.staff import desk_department
from anju.telephony.states import CALL_BACK_LIFE, CallBackState
from anju.telephony.verbs import TelephonyVerb as Verb

RESPOND = "respond"
BY_CALL = "电话已接通"
FACTS = {"kind": ["回电"]}
AT_ONCE = timedelta(minutes=1)


class SaidMissing(DomainError):
    """Who closes a call-back by hand says what was said."""


@transaction.atomic
def open_call_back(*, call: Call, by: Actor, at: datetime) -> CallBack | None:
    """Have a missed call answered by a call: one for its number and hour, with its deadline.

    Safe to run twice. None where there is nothing to call back: a number withheld or blocked, a
    misdial, a call that was answered after all, or the number was talked with since.
    """
    call = Call.objects.locked().select_related("project").get(pk=call.pk)
    if not call.is_missed or not call.number or call.is_misdial or _talked_since(call):
        return None
    hour = _hour(call.started_at)
    back = _locked_back(call, hour)
    missed = Call.objects.of(call.project).missed().filter(number=call.number)
    times = missed.filter(started_at__gte=hour, started_at__lt=hour + timedelta(hours=1))
    moments = list(times.order_by("pk").values_list("started_at", flat=True))
    back.calls, back.missed_at = max(1, len(moments)), max([*moments, call.started_at])
    if back.state == CallBackState.DONE and back.done_at and back.done_at < call.started_at:
        _open_again(back)
    back.save()
    clocks = Clock.objects.of(call.project).about(back)
    if back.state == CallBackState.OPEN and not clocks.open().exists():
        _start(back, call.project, call.started_at, by=by, at=at)
        record(Verb.BACK_OPENED, subject=back, project_id=back.project_id, by=by, at=at)
    return back


@transaction.atomic
def close_by_call(*, call: Call, by: Actor, at: datetime) -> int:
    """Close every call-back of a number that was talked with after it called in vain.

    Safe to run twice; returns how many were closed.
    """
    if call.answered_at is None or not call.number:
        return 0
    waiting = CallBack.objects.filter(project=call.project_id, number=call.number).open()
    backs = list(waiting.filter(missed_at__lte=call.answered_at).locked())
    who = call.answered_by
    actor = Actor(id=who.pk, name=who.name) if who is not None else by
    for back in backs:
        back.done_call = call
        _close(back, BY_CALL, happened_at=call.answered_at, by=actor, at=at)
    return len(backs)


@transaction.atomic
def close_call_back(*, back: CallBack, said: str, by: Actor, at: datetime) -> CallBack:
    """Close a call-back by hand with what was said.

    :raises SaidMissing: without a word.
    :raises ForbiddenTransition: if it is done.
    """
    back = CallBack.objects.locked().get(pk=back.pk)
    CALL_BACK_LIFE.check(CallBackState(back.state), CallBackState.DONE)
    if not said.strip():
        raise SaidMissing("请写明回电情况,例如“已联系,业主问缴费时间”。")
    _close(back, said.strip()[:300], by=by, at=at)
    return back


def _locked_back(call: Call, hour: datetime) -> CallBack:
    """Return the call-back of a number and hour, made if it is not there, with its row locked."""
    there = CallBack.objects.filter(project=call.project_id, number=call.number, hour=hour).locked()
    back = there.first()
    if back is not None:
        return back
    new = CallBack(
        project=call.project, number=call.number, hour=hour, first_call=call, missed_at=hour
    )
    CallBack.objects.bulk_create([new], ignore_conflicts=True)  # another worker may be as early
    return there.get()


def _close(
    back: CallBack, said: str, *, happened_at: datetime | None = None, by: Actor, at: datetime
) -> None:
    CALL_BACK_LIFE.check(CallBackState(back.state), CallBackState.DONE)
    back.state, back.done_at, back.done_by_name = CallBackState.DONE, happened_at or at, by.name
    back.said = said
    back.save()
    for clock in Clock.objects.filter(project=back.project_id).about(back).open().order_by("pk"):
        _stop(clock, happened_at or at, by=by, at=at)
    record(Verb.BACK_DONE, subject=back, project_id=back.project_id, by=by, at=at)


def _stop(clock: Clock, happened_at: datetime, *, by: Actor, at: datetime) -> None:
    """Fulfil a deadline as of the talk, also where the worker was late to hear of it.

    A response is a person's: where the exchange did not say whose, it ends without a verdict.
    """
    if by.id is None:
        cancel_clock(clock=clock, reason="电话已接通,线路没有报出接听人", by=by, at=at)
        return
    offline = Offline(device_at=happened_at) if at - happened_at > AT_ONCE else None
    fulfil_clock(clock=clock, offline=offline, note="回电", by=by, at=at)


def _open_again(back: CallBack) -> None:
    """Have a number that called in vain again within the hour called back again."""
    CALL_BACK_LIFE.check(CallBackState(back.state), CallBackState.OPEN)
    back.state, back.done_at, back.done_by_name = CallBackState.OPEN, None, ""
    back.done_call, back.said = None, ""


def _start(back: CallBack, project: Project, since: datetime, *, by: Actor, at: datetime) -> None:
    start_clock(
        project=project,
        subject=back,
        kind=RESPOND,
        started_at=since,
        facts=FACTS,
        department=desk_department(project, at=at),
        by=by,
        at=at,
    )


def _talked_since(call: Call) -> bool:
    later = Call.objects.of(call.project).filter(number=call.number)
    return later.filter(answered_at__gte=call.started_at).exclude(pk=call.pk).exists()


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
