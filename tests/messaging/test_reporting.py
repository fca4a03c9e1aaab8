"""Delivery reports: signed, fresh, read once; whatever else is refused and changes nothing."""

import json
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from anju.messaging import tasks
from anju.messaging.commands.providing import KEPT, drop_old_nonces
from anju.messaging.models import Outgoing, ReportNonce
from anju.messaging.states import OutState
from anju.messaging.transport.signing import SIGNATURE, TIME, is_genuine, signed_headers
from sandbox.server import Sandbox
from sandbox.sms import send_report
from sandbox.state import KEY_ID, SECRET
from tests.messaging import outside

URL = "/api/messages/v1/report/box"


def post(
    client: Client,
    reports: Any,
    *,
    secret: str = SECRET,
    now: int | None = None,
    nonce: str = "",
    changed: bytes = b"",
    **headers: str,
) -> int:
    body = json.dumps({"reports": reports}).encode()
    signed = signed_headers(
        key_id=KEY_ID,
        secret=secret,
        method="POST",
        path=URL,
        body=body,
        now=int(time.time()) if now is None else now,
        nonce=nonce or uuid4().hex,
    )
    response = client.post(
        URL, changed or body, content_type="application/json", headers={**signed, **headers}
    )
    return response.status_code


@pytest.fixture
def sent(sandbox: Sandbox, db: None) -> Outgoing:
    outside.provider(sandbox)
    message = outside.outgoing(to="13812340006")
    tasks.send(message.pk)
    return message


def state_of(message: Outgoing) -> str:
    return Outgoing.objects.get(pk=message.pk).state


def test_a_report_of_delivery_is_taken_over_without_a_token(client: Client, sent: Outgoing) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert post(browser, [{"out_id": str(sent.message_id), "code": "DELIVERED"}]) == 200
    assert state_of(sent) == OutState.DELIVERED


def test_a_report_of_failure_says_why(client: Client, sent: Outgoing) -> None:
    assert post(client, [{"out_id": str(sent.message_id), "code": "NOT_DELIVERED"}]) == 200

    found = Outgoing.objects.get(pk=sent.pk)
    assert (found.state, found.sentence) == (OutState.FAILED, "运营商没有送达,请换一个渠道。")


def test_refuses_what_is_not_the_providers_or_not_fresh(client: Client, sent: Outgoing) -> None:
    good = [{"out_id": str(sent.message_id), "code": "DELIVERED"}]

    assert post(client, good, secret="another") == 401  # noqa: S106  a test's
    assert post(client, good, now=int(time.time()) - 301) == 401
    assert post(client, good, now=int(time.time()) + 301) == 401
    assert post(client, good, changed=b'{"reports": []}') == 401
    assert post(client, good, **{SIGNATURE: ""}) == 401
    assert post(client, good, **{TIME: "soon"}) == 401
    assert (
        client.post("/api/messages/v1/report/nobody", b"{}", content_type="a/b").status_code == 401
    )
    assert client.get(URL).status_code == 405
    assert state_of(sent) == OutState.SENT


def test_the_same_report_again_is_refused(client: Client, sent: Outgoing) -> None:
    good, nonce = [{"out_id": str(sent.message_id), "code": "DELIVERED"}], uuid4().hex

    assert [post(client, good, nonce=nonce) for _ in range(3)] == [200, 409, 409]

    assert drop_old_nonces(at=timezone.now()) == 0
    assert drop_old_nonces(at=timezone.now() + KEPT * 2) == 1
    assert not ReportNonce.objects.exists()


def test_nonsense_changes_nothing(client: Client, sent: Outgoing) -> None:
    for reports, status in (
        ("nothing", 400),
        ([{}] * 501, 400),
        ([{"out_id": "17", "code": "DELIVERED"}], 200),
        ([{"out_id": str(uuid4()), "code": "DELIVERED"}], 200),
        ([{"out_id": str(sent.message_id), "code": "MAYBE"}], 200),
        (["x", None, 3], 200),
    ):
        assert post(client, reports) == status
    assert state_of(sent) == OutState.SENT


def test_a_report_of_another_provider_is_passed_over(client: Client, sent: Outgoing) -> None:
    Outgoing.objects.update(provider=outside.provider(code="other"))

    assert post(client, [{"out_id": str(sent.message_id), "code": "DELIVERED"}]) == 200
    assert state_of(sent) == OutState.SENT


@pytest.mark.django_db(transaction=True)
def test_the_sandbox_reports_over_real_http(sandbox: Sandbox, live_server: Any) -> None:
    outside.provider(sandbox)
    message = outside.outgoing(to="13812340006")
    tasks.send(message.pk)

    reports = [{"out_id": str(message.message_id), "code": "DELIVERED"}]
    status = send_report(f"{live_server.url}{URL}", reports, secret=SECRET)

    assert (status, state_of(message)) == (200, OutState.DELIVERED)
    assert urlsplit(live_server.url).hostname in ("localhost", "127.0.0.1")


@given(body=st.binary(max_size=200), flip=st.integers(min_value=0), later=st.integers(-300, 300))
def test_a_signature_holds_for_these_bytes_only(body: bytes, flip: int, later: int) -> None:
    now = 1_800_000_000
    terms: Any = {"key_id": "k", "secret": "s3cret", "method": "POST", "path": "/p"}
    headers = signed_headers(**terms, body=body, now=now, nonce="0123456789")

    assert is_genuine(headers, **terms, body=body, now=now + later)
    assert not is_genuine(headers, **terms, body=body + b"x", now=now)
    assert not is_genuine(headers, **{**terms, "path": "/q"}, body=body, now=now)
    wrong = headers[SIGNATURE]
    place = flip % len(wrong)
    broken = wrong[:place] + ("0" if wrong[place] != "0" else "1") + wrong[place + 1 :]
    assert not is_genuine({**headers, SIGNATURE: broken}, **terms, body=body, now=now)
