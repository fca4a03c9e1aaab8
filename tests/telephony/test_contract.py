"""The contract, row by row: what the exchange sends, what it is answered, what the call becomes."""

import hashlib
import hmac
import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from anju.core.actors import SYSTEM
from anju.telephony.commands.lines import (
    block_number,
    change_line,
    make_token,
    set_line_secret,
    unblock_number,
)
from anju.telephony.models import Call, CallEvent
from anju.telephony.queries.lines import lets_in
from anju.telephony.states import CallState
from config.requests import without_secrets
from tests import world
from tests.telephony.exchange import LI, OURS, body, line, send

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
DIAL = {"action": "dial", "caller_id": "057187650000", "callerId": "057187650000", "number": LI}


@pytest.fixture
def token() -> str:
    return line()


@pytest.mark.parametrize("kind", ["json", "form"])
@pytest.mark.parametrize(
    ("said", "answer", "state"),
    [
        (body("newCall"), {}, CallState.RINGING),
        (body("newCall", user="wang", queue="热线"), {}, CallState.RINGING),
        (body("newCall", user=["wang", "he"]), {}, CallState.RINGING),
        (body("newCall", direction="out"), DIAL, CallState.RINGING),
        (body("answer", answeringNumber="wang"), {}, CallState.TALKING),
        (body("answer", user="王婷"), {}, CallState.TALKING),
        (body("answer", user=["王婷"]), {}, CallState.TALKING),
        (body("hold"), {}, CallState.HOLDING),
        (body("resume"), {}, CallState.TALKING),
        (body("hangup", cause="normalClearing"), {}, CallState.MISSED),
        (body("hangup", cause="busy"), {}, CallState.MISSED),
        (body("hangup", cause="cancel", hangupBy="caller"), {}, CallState.MISSED),
        (body("hangup", cause="noAnswer"), {}, CallState.MISSED),
        (body("hangup", cause="congestion"), {}, CallState.MISSED),
        (body("hangup", cause="notFound"), {}, CallState.MISSED),
        (body("hangup", cause="forwarded", hangupBy="agent"), {}, CallState.ENDED),
        (body("newCall", ts="2026-11-23T10:00:00+08:00", seq="1"), {}, CallState.RINGING),
        (body("newCall", recordingUrl="https://pbx.local/a.wav"), {}, CallState.RINGING),
        (body("newCall", number=""), {}, CallState.RINGING),
        (body("newCall", number="匿名"), {}, CallState.RINGING),
        (body("newCall", somethingElse="x"), {}, CallState.RINGING),
    ],
)
def test_every_event_in_both_kinds_of_body(
    client: Client, token: str, kind: str, said: dict[str, Any], answer: object, state: CallState
) -> None:
    world.receptionist()
    if kind == "json":
        got = send(client, token, said)
    else:
        address = f"/api/cti/v1/green/{token}"
        got = client.post(address, urlencode(said, doseq=True), FORM)

    assert (got.status_code, got.json()) == (200, answer)
    call = Call.objects.get(call_id="c1")
    assert call.state == state
    if said["event"] == "answer":
        assert call.answered_by is not None
        assert call.answered_by.login == "wang"


@pytest.mark.parametrize("named", ["wang", "WANG", "王婷", "13812345678", "+86 138-1234-5678"])
def test_finds_who_answered_by_login_name_and_telephone(
    client: Client, token: str, named: str
) -> None:
    user = world.receptionist()
    for given in (named, str(user.pk)):
        call_id = f"by-{given}"
        send(client, token, body("answer", call_id, answeringNumber=given))
        assert Call.objects.get(call_id=call_id).answered_by == user


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"event": None}, "event"),
        ({"event": "explode"}, "event"),
        ({"callId": ""}, "callId"),
        ({"callId": None}, "callId"),
        ({"callId": "x" * 201}, "callId"),
        ({"direction": "sideways"}, "direction"),
        ({"direction": None}, "direction"),
        ({"from": None}, "from"),
        ({"to": None}, "to"),
        ({"ts": "yesterday"}, "ts"),
        ({"seq": "-1"}, "seq"),
        ({"seq": "²"}, "seq"),
        ({"hangupBy": "moon"}, "hangupBy"),
        ({"recordingUrl": "javascript:alert(1)"}, "recordingUrl"),
        ({"event": "hangup", "cause": "boredom"}, "cause"),
        ({"event": "hangup"}, "cause"),
    ],
)
def test_a_wrong_field_is_named(
    client: Client, token: str, wrong: dict[str, Any], field: str
) -> None:
    got = send(client, token, {**body("newCall"), **wrong})

    assert got.status_code == 422
    assert got.json()["field"] == field
    assert got.json()["error"]
    assert not Call.objects.exists()


@pytest.mark.parametrize("raw", ["", "no json", "[1]", "null", '"x"', "[" * 3000])
def test_a_body_that_is_none_is_refused(client: Client, token: str, raw: str) -> None:
    got = client.post(f"/api/cti/v1/green/{token}", raw, "application/json")

    assert (got.status_code, got.json()["field"]) == (422, "body")


def test_a_null_character_and_a_long_number_do_no_harm(client: Client, token: str) -> None:
    got = send(client, token, body("newCall", number="138\x00" + "9" * 300, queue="a\x00b"))

    assert got.status_code == 200


def test_a_line_that_is_off_says_so(client: Client, token: str) -> None:
    change_line(
        project=world.project(),
        is_enabled=False,
        area_code="",
        numbers=[],
        addresses=[],
        by=SYSTEM,
        at=world.AT,
    )
    got = send(client, token, body("newCall"))

    assert got.status_code == 422
    assert "没有启用" in got.json()["error"]


def test_an_unknown_project_answers_like_an_unknown_token(client: Client, token: str) -> None:
    there = world.project(code="cloud", name="云栖大厦")
    line(there)
    wrong = send(client, "x" * 43, body("newCall"))
    nowhere = send(client, token, body("newCall"), code="nowhere")
    elsewhere = send(client, token, body("newCall"), code="cloud")

    assert {each.status_code for each in (wrong, nowhere, elsewhere)} == {401}
    assert wrong.content == nowhere.content == elsewhere.content
    assert not Call.objects.exists()


def test_only_posts_are_taken_and_no_csrf_token_is_asked(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert send(strict, token, body("newCall")).status_code == 200
    assert strict.get(f"/api/cti/v1/green/{token}").status_code == 405
    assert strict.get("/api/cti/v1/green/wrong").status_code == 401


def test_tokens_turn_with_an_overlap_and_end_at_once_on_wish(client: Client, token: str) -> None:
    here = world.project()
    new = make_token(project=here, by=SYSTEM, at=world.AT)
    soon, later = world.AT + timedelta(days=6), world.AT + timedelta(days=8)
    assert lets_in(here, token, at=soon) and lets_in(here, new, at=soon)
    assert not lets_in(here, token, at=later) and lets_in(here, new, at=later)

    newest = make_token(project=here, end_old=True, by=SYSTEM, at=soon)
    assert not lets_in(here, token, at=soon) and not lets_in(here, new, at=soon)
    assert lets_in(here, newest, at=soon)


def test_a_signature_is_asked_for_once_there_is_a_secret(client: Client, token: str) -> None:
    secret = "0123456789abcdef!"  # noqa: S105  a test's
    set_line_secret(
        project=world.project(),
        secret=secret,
        key=settings.ANJU_DATA_KEY,
        by=SYSTEM,
        at=world.AT,
    )
    raw = json.dumps(body("newCall")).encode()
    good = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()

    def status(signature: str = "") -> int:
        address, headers = f"/api/cti/v1/green/{token}", {"X-Signature": signature}
        return client.post(address, raw, "application/json", headers=headers).status_code

    assert status() == 401
    assert status("sha256=" + "0" * 64) == 401
    assert status("sha256=ÿ") == 401
    assert status(f"sha256={good}") == 200
    form = urlencode(body("newCall", "c2")).encode()
    signed = hmac.new(secret.encode(), form, hashlib.sha256).hexdigest()
    got = client.post(
        f"/api/cti/v1/green/{token}", form, FORM, headers={"X-Signature": f"sha256={signed}"}
    )
    assert got.status_code == 200


def test_events_come_from_allowed_addresses_only(client: Client, token: str) -> None:
    change_line(
        project=world.project(),
        is_enabled=True,
        area_code="",
        numbers=[],
        addresses=["10.0.0.0/24", "::1/128"],
        by=SYSTEM,
        at=world.AT,
    )

    assert send(client, token, body("newCall"), REMOTE_ADDR="10.0.0.9").status_code == 200
    assert send(client, token, body("newCall"), REMOTE_ADDR="::1").status_code == 200
    assert send(client, token, body("newCall"), REMOTE_ADDR="10.0.1.9").status_code == 401
    assert send(client, token, body("newCall"), REMOTE_ADDR="").status_code == 401


def test_a_blocked_number_is_rejected_until_it_is_let_through(client: Client, token: str) -> None:
    here = world.project()
    blocked = block_number(
        project=here, number="138-1234-5678", reason="推销", by=SYSTEM, at=world.AT
    )
    reject = {"action": "reject", "reason": "busy"}

    assert send(client, token, body("newCall")).json() == reject
    assert send(client, token, body("newCall")).json() == reject  # as at first
    assert Call.objects.get(call_id="c1").state == CallState.REJECTED
    send(client, token, body("hangup", cause="busy"))
    assert Call.objects.get(call_id="c1").state == CallState.REJECTED
    assert send(client, token, body("newCall", "o", direction="out")).json() == DIAL
    assert send(client, token, body("newCall", "other", number="13900001111")).json() == {}

    unblock_number(blocked=blocked, by=SYSTEM, at=world.AT)
    assert send(client, token, body("newCall", "c2")).json() == {}


def test_twice_is_once(client: Client, token: str) -> None:
    for said in (body("newCall"), body("answer"), body("hangup")):
        first, second = send(client, token, said), send(client, token, said)
        assert first.json() == second.json()

    assert CallEvent.objects.count() == 3
    assert Call.objects.get().state == CallState.ENDED


def test_a_missing_new_call_is_inferred(client: Client, token: str) -> None:
    send(client, token, body("answer"))
    call = Call.objects.get()

    assert (call.number, call.direction, call.state) == (LI, "in", CallState.TALKING)
    assert call.started_at == call.answered_at


def test_an_answer_after_the_hang_up_is_kept_but_does_not_reopen(
    client: Client, token: str
) -> None:
    send(client, token, body("newCall"))
    send(client, token, body("hangup", cause="cancel"))
    send(client, token, body("answer"))
    call = Call.objects.get()

    assert call.state == CallState.MISSED
    assert call.events.count() == 3


def test_the_other_side_is_who_is_called_when_we_call(client: Client, token: str) -> None:
    send(client, token, body("newCall", direction="out", number="+86 139 0000 1111"))
    call = Call.objects.get()

    assert (call.number, call.raw, call.line_number) == ("13900001111", "+86 139 0000 1111", OURS)


@pytest.mark.parametrize("code", ["green", "lv-yuan", "x"])
@pytest.mark.parametrize("token_sent", ["short", "a" * 43, "a/b/c", "-_-"])
def test_a_token_never_stands_in_a_logged_path(code: str, token_sent: str) -> None:
    kept = without_secrets(f"/api/cti/v1/{code}/{token_sent}")

    assert kept == f"/api/cti/v1/{code}/…"


def test_the_log_of_a_request_has_no_token(
    client: Client, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        send(client, token, body("newCall"))
        send(client, token, {**body("newCall"), "event": "explode"})

    assert any("/api/cti/" in str(record.__dict__.get("path")) for record in caplog.records)
    assert [each for each in caplog.records if token in str(each.__dict__)] == []
