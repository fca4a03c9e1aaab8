"""The outbox: put in, taken in hand, answered, reported, taken back, forgotten."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models, transaction

from anju.audit.record import record
from anju.core.actors import SYSTEM, Actor
from anju.core.errors import ForbiddenTransition
from anju.live.commands import publish
from anju.messaging.addresses import usable_address
from anju.messaging.carrying import Answer, Outcome
from anju.messaging.jobs import send_at
from anju.messaging.models import Outgoing, SmsProvider, StaffMessage
from anju.messaging.refusals import NothingToSend
from anju.messaging.seals import address_purpose, mask_address, seal, unseal
from anju.messaging.states import OUT_LIFE, OutChannel, OutState
from anju.messaging.verbs import MessagingVerb as Verb
from anju.organization.models import Project

S = OutState
LEASE = timedelta(minutes=2)  # longer than any carrier takes to ask and to send
PAUSES = tuple(timedelta(seconds=s) for s in (20, 60, 180, 600, 1800, 3600, 7200))
MOST_ATTEMPTS = len(PAUSES) + 1
LONGEST_SENTENCE = 200


@transaction.atomic
def send_out(
    *,
    project: Project | None,
    channel: OutChannel,
    address: str,
    text: str,
    provider_code: str = "",
    values: Mapping[str, str],
    key: str,
    subject: models.Model,
    not_before: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Outgoing:
    """Put one message to the outside into the outbox, once per project and key; returns it.

    A worker takes it in hand at once, or at `not_before`; every change of state is an event
    `messaging.out_…` about the outgoing message. Asked again with the same key, the first stays
    as it is.

    :param address: a mobile number, a mail address or a robot's; sealed at once.
    :param key: what it is about, e.g. `outreach:17`; the same for a repeated run.
    :raises BadAddress: if nothing can be sent there on this channel.
    :raises NothingToSend: without words.
    """
    known = Outgoing.objects.filter(project=project, key=key).first()
    if known is not None:
        return known
    address = usable_address(channel, address.strip())
    if not text.strip():
        raise NothingToSend("消息没有内容,请写上要告诉对方的话。")
    message_id = uuid4()
    moment = max(not_before or at, at)
    Outgoing.objects.bulk_create(
        [
            Outgoing(
                project=project,
                channel=channel,
                address_sealed=seal(address, purpose=address_purpose(message_id)),
                address_shown=mask_address(channel, address),
                text=text,
                provider_code=provider_code,
                values=dict(values),
                key=key,
                subject_type=subject._meta.label_lower,
                subject_id=subject.pk,
                message_id=message_id,
                state=S.WAITING,
                next_try_at=moment,
                created_at=at,
                by_id=by.id,
                by_name=by.label,
            )
        ],
        ignore_conflicts=True,
    )
    outgoing = Outgoing.objects.get(project=project, key=key)
    if outgoing.message_id == message_id:
        _trail(Verb.OUT_QUEUED, outgoing, by=by, at=at)
        send_at(outgoing.pk, moment)
    return outgoing


@transaction.atomic
def take_in_hand(*, outgoing_id: int, at: datetime) -> tuple[Outgoing, bool] | None:
    """Give a due message to whoever asks, for two minutes; None if it is not due or in hand.

    It leaves no event: what the attempt brings has its own.

    :return: the message, and whether an earlier attempt may have sent it (then ask first).
    """
    due = Outgoing.objects.due(at).select_for_update(of=("self",), skip_locked=True)
    outgoing = due.select_related("provider", "project").filter(pk=outgoing_id).first()
    if outgoing is None:
        return None
    may_be_sent = outgoing.state == S.SENDING
    if outgoing.is_forgotten:
        _settle(outgoing, S.FAILED, "内容已按要求删除,不再发送。", by=SYSTEM, at=at)
        return None
    if not may_be_sent:
        OUT_LIFE.check(S(outgoing.state), S.SENDING)
    if outgoing.channel == OutChannel.SMS and not may_be_sent:
        # What was surely not sent goes by whoever is in use now; the rest is asked where it went.
        outgoing.provider = SmsProvider.objects.filter(is_in_use=True).first()
        if outgoing.provider is None:
            said = "公司还没有启用短信服务商,请换一个渠道。"
            _settle(outgoing, S.FAILED, said, by=SYSTEM, at=at)
            return None
    outgoing.state, outgoing.next_try_at = S.SENDING, at + LEASE
    outgoing.attempts += 1
    outgoing.save()
    return outgoing, may_be_sent


@transaction.atomic
def note_answer(
    *, outgoing: Outgoing, attempt: int, answer: Answer, by: Actor, at: datetime
) -> Outgoing:
    """Note what an attempt brought, and when to try again; an attempt that was replaced is not.

    After an attempt of which nobody knows, the message stays in sending: the next one asks first.
    """
    outgoing = _locked(outgoing)
    if outgoing.state != S.SENDING or outgoing.attempts != attempt:
        return outgoing
    outgoing.provider_ref = answer.ref[:80] or outgoing.provider_ref
    match answer.outcome:
        case Outcome.SENT | Outcome.DELIVERED:
            state = S.SENT if answer.outcome == Outcome.SENT else S.DELIVERED
            return _settle(outgoing, state, answer.sentence, by=by, at=at)
        case Outcome.REFUSED:
            return _settle(outgoing, S.FAILED, answer.sentence, by=by, at=at)
    if attempt >= MOST_ATTEMPTS:
        said = f"试了 {attempt} 次没有成功:{answer.sentence}"
        return _settle(outgoing, S.FAILED, said, by=by, at=at)
    if answer.outcome != Outcome.UNCERTAIN:
        outgoing.state = S.WAITING
    outgoing.sentence = answer.sentence[:LONGEST_SENTENCE]
    outgoing.next_try_at = at + PAUSES[attempt - 1]
    outgoing.save()
    send_at(outgoing.pk, outgoing.next_try_at)
    _ping(outgoing)
    return outgoing


@transaction.atomic
def note_delivery(*, outgoing: Outgoing, answer: Answer, by: Actor, at: datetime) -> Outgoing:
    """Take over the other side's report of a message; one that comes late or twice changes nothing.

    A report may overtake the answer to the request that sent the message.
    """
    outgoing = _locked(outgoing)
    state = {
        Outcome.SENT: S.SENT,
        Outcome.DELIVERED: S.DELIVERED,
        Outcome.REFUSED: S.FAILED,
    }.get(answer.outcome)
    if state is None or not OUT_LIFE.allows(S(outgoing.state), state):
        return outgoing
    outgoing.provider_ref = answer.ref[:80] or outgoing.provider_ref
    return _settle(outgoing, state, answer.sentence, by=by, at=at)


@transaction.atomic
def cancel_out(*, outgoing: Outgoing, by: Actor, at: datetime) -> Outgoing:
    """Take back a message that nobody has begun to send.

    :raises ForbiddenTransition: once it is on its way.
    """
    outgoing = _locked(outgoing)
    OUT_LIFE.check(S(outgoing.state), S.CANCELLED)
    return _settle(outgoing, S.CANCELLED, "", by=by, at=at)


@transaction.atomic
def retry_out(*, outgoing: Outgoing, by: Actor, at: datetime) -> Outgoing:
    """Send a message again that did not arrive; to the other side it is a new one.

    :raises ForbiddenTransition: unless it failed.
    :raises NothingToSend: if its words were deleted on request.
    """
    outgoing = _locked(outgoing)
    if outgoing.state != S.FAILED:
        raise ForbiddenTransition("这条消息没有发送失败,不用重新发送。请刷新页面查看最新情况。")
    OUT_LIFE.check(S(outgoing.state), S.WAITING)
    if outgoing.is_forgotten:
        raise NothingToSend("内容已按要求删除,不能再发送。")
    address = unseal(outgoing.address_sealed, purpose=address_purpose(outgoing.message_id))
    outgoing.message_id = uuid4()
    outgoing.address_sealed = seal(address, purpose=address_purpose(outgoing.message_id))
    outgoing.state, outgoing.next_try_at, outgoing.attempts = S.WAITING, at, 0
    outgoing.settled_at, outgoing.provider, outgoing.sentence = None, None, ""
    outgoing.save()
    _trail(Verb.OUT_RETRIED, outgoing, by=by, at=at)
    send_at(outgoing.pk, at)
    return outgoing


@transaction.atomic
def forget_out(subject_type: str, ids: Collection[int]) -> int:
    """Empty address and words of all messages about some subjects; what waits is given up.

    Safe to run twice; it leaves no event: whoever asks records the erasure. Returns how many.
    """
    found = list(Outgoing.objects.about(subject_type, ids).filter(is_forgotten=False).locked())
    for each in found:
        each.text, each.values, each.address_sealed, each.address_shown = "", {}, b"", ""
        each.is_forgotten = True
        if each.state == S.WAITING:
            each.state, each.next_try_at = S.CANCELLED, None
        each.save()
    return len(found)


def _locked(outgoing: Outgoing) -> Outgoing:
    return Outgoing.objects.locked().get(pk=outgoing.pk)


_VERBS = {
    S.SENT: Verb.OUT_SENT,
    S.DELIVERED: Verb.OUT_DELIVERED,
    S.FAILED: Verb.OUT_FAILED,
    S.CANCELLED: Verb.OUT_CANCELLED,
}


def _settle(
    outgoing: Outgoing, state: OutState, sentence: str, *, by: Actor, at: datetime
) -> Outgoing:
    before = S(outgoing.state)
    OUT_LIFE.check(before, state)
    outgoing.state, outgoing.next_try_at = state, None
    outgoing.sentence = sentence[:LONGEST_SENTENCE]
    if state in (S.SENT, S.DELIVERED):
        outgoing.sent_at = outgoing.sent_at or at
    if state != S.SENT:
        outgoing.settled_at = at
    if state == S.FAILED:
        outgoing.sentence = outgoing.sentence or "没有送达,对方没有说明原因。"
    outgoing.save()
    changes = {"state": (before.label, state.label)}
    _trail(_VERBS[state], outgoing, by=by, at=at, changes=changes, reason=outgoing.sentence)
    return outgoing


def _trail(
    verb: Verb,
    outgoing: Outgoing,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> None:
    """Record a step; of alerts to our own people only the screens hear."""
    if outgoing.is_alert:
        _ping(outgoing)
        return
    project_id = outgoing.project_id
    record(
        verb,
        subject=outgoing,
        project_id=project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )


def _ping(outgoing: Outgoing) -> None:
    scope = f"project:{outgoing.project_id}" if outgoing.project_id else "office"
    topics = [f"{scope}:messaging", f"messaging.outgoing:{outgoing.pk}"]
    if outgoing.is_alert:
        told = StaffMessage.objects.filter(pk=outgoing.subject_id).values_list("user_id", flat=True)
        topics += [f"user:{user_id}" for user_id in told]
    publish(*topics)
