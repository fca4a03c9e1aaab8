"""The outbox: once per key, by table, nothing twice and nothing never, over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import ForbiddenTransition
from anju.messaging import tasks
from anju.messaging.carrying import Answer, Outcome
from anju.messaging.commands.providing import stop_provider
from anju.messaging.commands.sending import (
    LEASE,
    MOST_ATTEMPTS,
    PAUSES,
    cancel_out,
    forget_out,
    note_answer,
    note_delivery,
    retry_out,
    take_in_hand,
)
from anju.messaging.invariants import broken
from anju.messaging.models import Outgoing
from anju.messaging.refusals import BadAddress, NothingToSend
from anju.messaging.states import OUT_LIFE, OutChannel, OutState
from anju.messaging.transport import signed_sms
from config.env import Smtp
from sandbox.server import Sandbox
from tests import world
from tests.messaging import outside
from tests.threads import at_once

pytestmark = pytest.mark.django_db
S = OutState


def again(outgoing: Outgoing) -> Outgoing:
    return Outgoing.objects.get(pk=outgoing.pk)


def due_now(outgoing: Outgoing) -> None:
    """Let the next attempt's moment have come."""
    Outgoing.objects.filter(pk=outgoing.pk).update(next_try_at=timezone.now())


def attempt(outgoing: Outgoing) -> Outgoing:
    due_now(outgoing)
    tasks.send(outgoing.pk)
    return again(outgoing)


@pytest.fixture
def hurried() -> Iterator[None]:
    """A client that waits no ten seconds for a provider that never answers."""
    before = signed_sms.SECONDS
    signed_sms.SECONDS = (2, 0.4)
    yield
    signed_sms.SECONDS = before


def test_a_message_is_sealed_masked_and_put_in_once_per_key() -> None:
    first = outside.outgoing()
    second = outside.outgoing(to="13900000000")
    other = outside.outgoing(key="outreach:2")

    assert (first.pk, other.pk != first.pk) == (second.pk, True)
    assert first.address_shown == "138****5678"
    assert outside.PHONE.encode() not in bytes(first.address_sealed)
    assert [event.verb for event in Event.objects.filter(subject_id=first.pk)][:1] == [
        "messaging.out_queued"
    ]
    assert not Event.objects.filter(subject_name__contains="5678").exists()


def test_refuses_what_cannot_be_sent() -> None:
    for to, channel in (
        ("0571-88888888", OutChannel.SMS),
        ("没有号码", OutChannel.SMS),
        ("nobody", OutChannel.MAIL),
        ("a b@example.com", OutChannel.MAIL),
        ("", OutChannel.ROBOT),
    ):
        with pytest.raises(BadAddress):
            outside.outgoing(to=to, channel=channel)
    assert Outgoing.objects.count() == 0


def test_sends_by_signed_http_with_the_template_and_our_own_number(sandbox: Sandbox) -> None:
    outside.provider(sandbox)

    sent = attempt(outside.outgoing())

    assert (sent.state, sent.attempts, sent.provider_ref[:3]) == (S.SENT, 1, "sb-")
    got = sandbox.inbox.newest()
    assert [(each["to"], each["number"], each["times"]) for each in got] == [
        (outside.PHONE, str(sent.message_id), 1)
    ]
    assert got[0]["text"].startswith("【安和物业】您家报修")


def test_waits_for_its_moment(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    morning = timezone.now() + timedelta(hours=9)
    waiting = outside.outgoing(not_before=morning)

    tasks.send(waiting.pk)

    assert again(waiting).state == S.WAITING
    assert sandbox.inbox.newest() == []
    job = ProcrastinateJob.objects.get(task_name="messaging.send")
    assert (job.args, job.scheduled_at) == ({"outgoing_id": waiting.pk}, morning)


def test_without_a_provider_it_fails_with_a_sentence() -> None:
    failed = attempt(outside.outgoing())

    assert failed.state == S.FAILED
    assert "没有启用短信服务商" in failed.sentence


def test_a_provider_that_times_out_after_sending_is_asked_and_nothing_goes_twice(
    sandbox: Sandbox, hurried: None
) -> None:
    outside.provider(sandbox)
    outside.control(sandbox, mode="silent")
    message = attempt(outside.outgoing())
    assert (message.state, message.sentence) == (S.SENDING, "服务商没有回应,稍后先核对是否已发出。")

    outside.control(sandbox, mode="ok")
    message = attempt(message)

    assert (message.state, message.attempts) == (S.SENT, 2)
    assert [each["times"] for each in sandbox.inbox.newest()] == [1]
    assert sandbox.inbox.asked == 1


def test_a_provider_that_never_took_it_gets_it_in_the_end(sandbox: Sandbox, hurried: None) -> None:
    outside.provider(sandbox)
    outside.control(sandbox, mode="deaf")
    message = attempt(outside.outgoing())
    assert message.state == S.SENDING

    outside.control(sandbox, mode="ok")
    message = attempt(message)

    assert message.state == S.SENT
    assert [each["times"] for each in sandbox.inbox.newest()] == [1]


def test_an_error_once_is_tried_again(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    message = attempt(outside.outgoing(to="13812340003"))
    assert message.state == S.SENDING

    assert attempt(message).state == S.SENT
    assert [each["times"] for each in sandbox.inbox.newest()] == [1]


def test_a_busy_provider_surely_did_not_send(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    outside.control(sandbox, mode="busy")

    message = attempt(outside.outgoing())

    assert (message.state, "繁忙" in message.sentence) == (S.WAITING, True)


def test_nobody_listening_surely_did_not_send() -> None:
    outside.provider(url="http://127.0.0.1:9/sms")

    message = attempt(outside.outgoing())

    assert (message.state, "连接不上" in message.sentence) == (S.WAITING, True)


def test_a_final_refusal_is_not_tried_again(sandbox: Sandbox) -> None:
    outside.provider(sandbox)

    message = attempt(outside.outgoing(to="13812340004"))

    assert (message.state, message.sentence) == (S.FAILED, "对方不接收此类短信,请换一个渠道。")
    assert message.next_try_at is None


def test_a_wrong_secret_is_refused_by_the_sandbox_and_says_so(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    sandbox.inbox.secret = "another secret altogether"  # noqa: S105  a test's

    message = attempt(outside.outgoing())

    assert (message.state, "密钥" in message.sentence) == (S.WAITING, True)
    assert sandbox.inbox.newest() == []


def test_gives_up_after_all_attempts_and_says_why() -> None:
    outside.provider(url="http://127.0.0.1:9/sms")
    message = outside.outgoing()
    for _ in range(MOST_ATTEMPTS):
        message = attempt(message)

    assert (message.state, message.attempts) == (S.FAILED, MOST_ATTEMPTS)
    assert message.sentence.startswith("试了 8 次没有成功")
    assert Event.objects.filter(verb="messaging.out_failed", subject_id=message.pk).count() == 1


def test_pauses_grow() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert len(PAUSES) == MOST_ATTEMPTS - 1


# Every state × every step: what it becomes, or None where the step is refused or passed over.
STEPS = ("take", "sent", "delivered", "refused", "again", "uncertain", "report", "cancel", "retry")
TABLE: dict[OutState, dict[str, OutState]] = {
    S.WAITING: {"take": S.SENDING, "cancel": S.CANCELLED},
    S.SENDING: {
        "sent": S.SENT,
        "delivered": S.DELIVERED,
        "refused": S.FAILED,
        "again": S.WAITING,
        "report": S.DELIVERED,
    },
    S.SENT: {"report": S.DELIVERED},
    S.DELIVERED: {},
    S.FAILED: {"retry": S.WAITING},
    S.CANCELLED: {},
}
ANSWERS = {
    "sent": Outcome.SENT,
    "delivered": Outcome.DELIVERED,
    "refused": Outcome.REFUSED,
    "again": Outcome.AGAIN,
    "uncertain": Outcome.UNCERTAIN,
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", STEPS)
def test_every_state_and_step(state: OutState, step: str) -> None:
    outside.provider()
    message = _in_state(state)
    at = timezone.now() + timedelta(seconds=1)

    try:
        _step(message, step, at)
    except ForbiddenTransition:
        assert step in ("cancel", "retry")

    assert again(message).state == TABLE[state].get(step, state)
    assert list(broken(deep=True)) == []


def test_the_table_of_states_is_the_one_that_was_walked() -> None:
    for state, steps in TABLE.items():
        assert set(steps.values()) <= set(OUT_LIFE.table[state])


def test_the_database_keeps_states_and_facts_together() -> None:
    message = outside.outgoing()
    for wrong in (
        {"state": S.SENT},
        {"state": S.FAILED, "next_try_at": None},
        {"state": S.CANCELLED},
        {"next_try_at": None},
        {"is_forgotten": True},
        {"channel": "PIGEON"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outgoing.objects.filter(pk=message.pk).update(**wrong)


def test_a_report_that_overtakes_the_answer_stands() -> None:
    outside.provider()
    message = _in_state(S.SENDING)
    at = timezone.now()

    note_delivery(outgoing=message, answer=Answer(Outcome.DELIVERED), by=SYSTEM, at=at)
    note_answer(outgoing=message, attempt=1, answer=Answer(Outcome.SENT), by=SYSTEM, at=at)

    assert again(message).state == S.DELIVERED
    assert Event.objects.filter(subject_id=message.pk, verb="messaging.out_sent").count() == 0


def test_the_answer_of_an_attempt_that_was_replaced_is_passed_over() -> None:
    outside.provider()
    message = _in_state(S.SENDING)
    taken = take_in_hand(outgoing_id=message.pk, at=timezone.now() + LEASE + timedelta(seconds=1))
    assert taken is not None
    assert taken[1], "the first attempt may have sent it"

    note_answer(outgoing=message, attempt=1, answer=Answer(Outcome.AGAIN), by=SYSTEM, at=world.AT)

    assert (again(message).state, again(message).attempts) == (S.SENDING, 2)


def test_within_the_lease_nobody_else_gets_it() -> None:
    outside.provider()
    message = _in_state(S.SENDING)

    assert take_in_hand(outgoing_id=message.pk, at=timezone.now() + LEASE / 2) is None


def test_a_new_try_is_a_new_message_to_the_provider(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    failed = attempt(outside.outgoing(to="13812340004"))
    before = failed.message_id

    retry_out(outgoing=failed, by=SYSTEM, at=timezone.now())

    tried = attempt(failed)
    assert tried.message_id != before
    assert (tried.state, tried.attempts) == (S.FAILED, 1)


def test_forgetting_empties_and_gives_up_what_waits(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    waiting = outside.outgoing()
    sent = attempt(outside.outgoing(key="outreach:2"))
    subject = (waiting.subject_type, [waiting.subject_id])

    assert forget_out(*subject) == 2
    assert forget_out(*subject) == 0

    for message, state in ((again(waiting), S.CANCELLED), (again(sent), S.SENT)):
        assert message.state == state
        held = (message.text, message.values, bytes(message.address_sealed), message.address_shown)
        assert held == ("", {}, b"", "")
    tasks.send(waiting.pk)
    assert len(sandbox.inbox.newest()) == 1


def test_what_is_forgotten_in_the_middle_of_sending_is_not_sent_again(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    message = _in_state(S.SENDING)
    forget_out(message.subject_type, [message.subject_id])

    message = attempt(message)

    assert (message.state, sandbox.inbox.newest()) == (S.FAILED, [])
    with pytest.raises(NothingToSend):
        retry_out(outgoing=message, by=SYSTEM, at=timezone.now())


def test_what_nobody_took_is_taken_up_once() -> None:
    late = outside.outgoing(at=timezone.now() - timedelta(minutes=5))
    outside.outgoing(key="outreach:2")
    ProcrastinateJob.objects.filter(task_name="messaging.send").delete()

    tasks.take_up(0)
    tasks.take_up(0)

    jobs = ProcrastinateJob.objects.filter(task_name="messaging.send")
    assert {job.args["outgoing_id"] for job in jobs} == {late.pk}


def test_unreported_messages_are_asked_about_together(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    messages = [
        attempt(outside.outgoing(to=f"1381234000{last}", key=f"outreach:{last}"))
        for last in (6, 7, 8)
    ]
    Outgoing.objects.update(sent_at=timezone.now() - timedelta(minutes=30))
    for number in (messages[0].message_id, messages[1].message_id):
        known = sandbox.inbox.known(str(number))
        assert known is not None
        known.code = "DELIVERED" if number == messages[0].message_id else "NOT_DELIVERED"

    tasks.ask_unreported(0)

    states = [again(message).state for message in messages]
    assert states == [S.DELIVERED, S.FAILED, S.SENT]
    assert sandbox.inbox.asked == 1


def test_mail_goes_by_smtp_with_our_number_as_its_id(sandbox: Sandbox, settings: Settings) -> None:
    with outside.mail_running(sandbox.inbox) as server:
        port = server.server_address[1]
        settings.ANJU_SMTP = Smtp("127.0.0.1", port, "", "", "", "anju@example.com")
        message = attempt(outside.outgoing(to="owner@example.com", channel=OutChannel.MAIL))
        refused = attempt(
            outside.outgoing(to="nobody@example.com", channel=OutChannel.MAIL, key="m:2")
        )

    assert (message.state, refused.state) == (S.SENT, S.FAILED)
    got = sandbox.inbox.newest()
    assert [(each["to"], each["number"]) for each in got] == [
        ("owner@example.com", f"<{message.message_id}@example.com>")
    ]
    assert "拒收" in refused.sentence


def test_mail_without_a_server_fails_with_a_sentence() -> None:
    message = attempt(outside.outgoing(to="owner@example.com", channel=OutChannel.MAIL))

    assert (message.state, "没有设置" in message.sentence) == (S.FAILED, True)


def test_after_its_provider_was_stopped_an_uncertain_message_is_still_asked_there(
    sandbox: Sandbox, hurried: None
) -> None:
    found = outside.provider(sandbox)
    outside.control(sandbox, mode="silent")
    message = attempt(outside.outgoing())
    stop_provider(provider=found, by=SYSTEM, at=timezone.now())

    assert attempt(message).state == S.SENT
    assert [each["times"] for each in sandbox.inbox.newest()] == [1]


def test_what_was_surely_not_sent_goes_by_the_provider_chosen_since(sandbox: Sandbox) -> None:
    outside.provider(url="http://127.0.0.1:9/sms")
    message = attempt(outside.outgoing())
    assert message.state == S.WAITING

    chosen = outside.provider(sandbox, code="second")

    message = attempt(message)
    assert (message.state, message.provider) == (S.SENT, chosen)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_once(sandbox: Sandbox) -> None:
    outside.provider(sandbox)
    message = outside.outgoing()

    at_once(*[lambda: tasks.send(message.pk)] * 4)

    assert again(message).attempts == 1
    assert [each["times"] for each in sandbox.inbox.newest()] == [1]


def _in_state(state: OutState) -> Outgoing:
    """Return a message that came to a state by the steps that lead there."""
    message = outside.outgoing(key=f"state:{uuid4()}")
    at = timezone.now()
    if state == S.CANCELLED:
        return cancel_out(outgoing=message, by=SYSTEM, at=at)
    if state != S.WAITING:
        assert take_in_hand(outgoing_id=message.pk, at=at) is not None
    answers = {S.SENT: Outcome.SENT, S.DELIVERED: Outcome.DELIVERED, S.FAILED: Outcome.REFUSED}
    if state in answers:
        answer = Answer(answers[state], "不行" if state == S.FAILED else "")
        note_answer(outgoing=message, attempt=1, answer=answer, by=SYSTEM, at=at)
    return again(message)


def _step(message: Outgoing, step: str, at: object) -> None:
    match step:
        case "take":
            take_in_hand(outgoing_id=message.pk, at=at)
        case "report":
            note_delivery(outgoing=message, answer=Answer(Outcome.DELIVERED), by=SYSTEM, at=at)
        case "cancel":
            cancel_out(outgoing=message, by=SYSTEM, at=at)
        case "retry":
            retry_out(outgoing=message, by=SYSTEM, at=at)
        case _:
            answer = Answer(ANSWERS[step], "理由")
            note_answer(outgoing=message, attempt=1, answer=answer, by=SYSTEM, at=at)
