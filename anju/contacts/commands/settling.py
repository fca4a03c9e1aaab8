"""What becomes of a contact: released, allowed, done by somebody, delivered, failed, cancelled."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.contacts.commands.handing import hand_over
from anju.contacts.commands.refusing import refuse_no_ground, refuse_unreachable
from anju.contacts.models import Outreach
from anju.contacts.queries.terms import decent_moment
from anju.contacts.refusals import NotTogether, ReasonMissing
from anju.contacts.states import CONTACT_LIFE, SPOKEN, Channel, ContactReason, ContactState
from anju.contacts.verbs import ContactVerb as Verb
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.messaging.commands.sending import cancel_out
from anju.messaging.models import Outgoing

S = ContactState


@transaction.atomic
def release(*, outreach: Outreach, by: Actor, at: datetime) -> Outreach:
    """Let go what waited for a decent hour; safe to run twice.

    Where the hours have changed it waits on; where we may no longer contact the person it is
    cancelled with the reason.
    """
    outreach = _locked(outreach)
    if outreach.state != S.HELD or outreach.goes_at > at:
        return outreach
    try:
        refuse_unreachable(outreach.person)
        reason = ContactReason(outreach.reason)
        refuse_no_ground(outreach.person, reason, is_started_by_us=outreach.is_started_by_us)
    except DomainError as refusal:
        return _move(outreach, S.CANCELLED, Verb.CANCELLED, by=by, at=at, reason=str(refusal))
    if not outreach.passes:
        later = decent_moment(outreach.project, outreach.person, at)
        if later > at:
            outreach.goes_at = later
            outreach.save(update_fields=["goes_at"])
            return outreach
    _move(outreach, S.READY, Verb.RELEASED, by=by, at=at)
    hand_over(outreach, by=by, at=at)
    return outreach


@transaction.atomic
def allow(*, outreach: Outreach, why: str, by: Actor, at: datetime) -> Outreach:
    """Let a contact beyond the week's cap go, for a supervisor's reason (C6.22e).

    :raises ReasonMissing: without one.
    :raises ForbiddenTransition: if it does not wait for a reason.
    """
    outreach = _locked(outreach)
    if not why.strip():
        raise ReasonMissing("请写明为什么还要联系这一户,以后要看得懂。")
    earliest = max(at, outreach.goes_at)
    if not outreach.passes:
        earliest = decent_moment(outreach.project, outreach.person, earliest)
    outreach.why, outreach.goes_at = why.strip(), earliest
    state = S.HELD if earliest > at else S.READY
    _move(outreach, state, Verb.ALLOWED, by=by, at=at, reason=outreach.why)
    hand_over(outreach, by=by, at=at)
    return outreach


@transaction.atomic
def note_copied(*, outreach: Outreach, by: Actor, at: datetime) -> Outreach:
    """Note that somebody has sent a text by WeChat, by hand.

    :raises ForbiddenTransition: if a colleague has done so already.
    """
    outreach = _locked(outreach)
    if outreach.channel != Channel.WECHAT:
        raise NotTogether("这条联系不是微信消息,不用标记已发送。")
    outreach.done_by_name = by.label
    return _move(outreach, S.COPIED, Verb.COPIED, by=by, at=at)


@transaction.atomic
def record_outcome(*, outreach: Outreach, outcome: str, by: Actor, at: datetime) -> Outreach:
    """Record that a call or visit was made, or a sheet handed over, and how it went.

    :raises ReasonMissing: without an outcome.
    :raises ForbiddenTransition: if it is recorded already, or still waits.
    """
    outreach = _locked(outreach)
    if outreach.channel not in (*SPOKEN, Channel.PAPER):
        raise NotTogether("这条联系由系统发送,不用填结果。")
    if not outcome.strip():
        raise ReasonMissing("请写明结果,例如“已告知”“无人接听”。")
    outreach.outcome, outreach.done_by_name = outcome.strip(), by.label
    return _move(outreach, S.RECORDED, Verb.RECORDED, by=by, at=at)


@transaction.atomic
def cancel(*, outreach: Outreach, reason: str, by: Actor, at: datetime) -> Outreach:
    """Give a contact up that has not reached anybody.

    :raises ForbiddenTransition: if it is on its way or has arrived.
    """
    outreach = _locked(outreach)
    CONTACT_LIFE.check(S(outreach.state), S.CANCELLED)
    if outreach.outgoing_id is not None and outreach.state == S.READY:
        cancel_out(outgoing=Outgoing.objects.get(pk=outreach.outgoing_id), by=by, at=at)
    return _move(outreach, S.CANCELLED, Verb.CANCELLED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def note_delivery(
    *, outreach: Outreach, state: ContactState, because: str = "", by: Actor, at: datetime
) -> Outreach:
    """Take over what the transport says of a message; what comes late or twice changes nothing."""
    outreach = _locked(outreach)
    if not CONTACT_LIFE.allows(S(outreach.state), state):
        return outreach
    outreach.failed_because = because[:200] if state == S.FAILED else ""
    verb = {S.SENT: Verb.SENT, S.DELIVERED: Verb.DELIVERED, S.FAILED: Verb.FAILED}[state]
    return _move(outreach, state, verb, by=by, at=at, reason=outreach.failed_because)


def _locked(outreach: Outreach) -> Outreach:
    # In two steps: a query that waited for the lock sees the joined person as they were before.
    Outreach.objects.locked().values_list("pk").get(pk=outreach.pk)
    return Outreach.objects.loaded().get(pk=outreach.pk)


def _move(
    outreach: Outreach,
    state: ContactState,
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Outreach:
    before = S(outreach.state)
    CONTACT_LIFE.check(before, state)
    outreach.state = state
    if state not in (S.HELD, S.READY, S.SENT):
        outreach.settled_at = at
    outreach.save()
    changes = {"state": (before.label, state.label)}
    record(
        verb,
        subject=outreach,
        project_id=outreach.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
    return outreach
