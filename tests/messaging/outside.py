"""The world outside for tests: a real sandbox on a free port, and messages on their way to it."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone

from anju.core.actors import SYSTEM
from anju.messaging.commands.providing import add_provider, choose_provider
from anju.messaging.commands.sending import send_out
from anju.messaging.models import Outgoing, SmsProvider
from anju.messaging.states import Adapter, OutChannel
from sandbox.mail import MailServer
from sandbox.server import Sandbox
from sandbox.state import KEY_ID, SECRET, Inbox
from tests import world

PHONE = "13812345678"


@contextmanager
def sandbox_running() -> Iterator[Sandbox]:
    """A sandbox that answers until the block ends."""
    with Sandbox(("127.0.0.1", 0), Inbox()) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def mail_running(inbox: Inbox) -> Iterator[MailServer]:
    """A mail server that takes everything until the block ends."""
    with MailServer(("127.0.0.1", 0), inbox) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def url_of(server: Sandbox, path: str = "") -> str:
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def provider(server: Sandbox | None = None, *, url: str = "", code: str = "box") -> SmsProvider:
    """Return the provider in use, speaking with a sandbox."""
    world.presets()
    added = add_provider(
        code=code,
        name="沙箱短信",
        adapter=Adapter.SIGNED_HTTP,
        url=url or (url_of(server, "/sms") if server else "http://127.0.0.1:1/sms"),
        key_id=KEY_ID,
        secret=SECRET,
        signature="安和物业",
        by=SYSTEM,
        at=world.AT,
    )
    return choose_provider(provider=added, by=SYSTEM, at=world.AT)


def outgoing(
    *,
    to: str = PHONE,
    channel: OutChannel = OutChannel.SMS,
    key: str = "outreach:1",
    not_before: datetime | None = None,
    at: datetime | None = None,
) -> Outgoing:
    """Return a message in the outbox; its subject is the project, for want of a resident."""
    place = world.project()
    return send_out(
        project=place,
        channel=channel,
        address=to,
        text="您家报修的水龙头已经修好。",
        provider_code="SMS_1001",
        values={"what": "水龙头"},
        key=key,
        subject=place,
        not_before=not_before,
        by=SYSTEM,
        at=at or timezone.now(),
    )


def control(server: Sandbox, **said: Any) -> None:
    """Tell the sandbox how to behave, over its own HTTP."""
    request = urllib.request.Request(  # noqa: S310
        url_of(server, "/control"), data=json.dumps(said).encode(), method="POST"
    )
    urllib.request.urlopen(request).read()  # noqa: S310
