"""Tickets: the page that passed the door signs which topics its reader may hear, for a minute.

A ticket is the only authority at the hub, which knows neither users nor roles. It limits
*connecting*; how long a stream then lasts is the hub's business.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from anju.live.topics import checked_topics

# 128 bits of HMAC-SHA256: tickets ride in a URL, several at a time, and live a minute.
_MAC_BYTES = 16


class TicketRefused(Exception):
    """The ticket is forged, damaged or too old; the message is fit for the reader."""


@dataclass(frozen=True)
class Ticket:
    """Who may hear which topics, and from when until when he may say so."""

    topics: tuple[str, ...]
    user: str
    issued_at: datetime
    expires_at: datetime


def ticket_key(secret: str) -> bytes:
    """Return the key of page tickets, derived from the installation's secret."""
    return hmac.digest(secret.encode(), b"anju.live.ticket", "sha256")


def pass_key(secret: str) -> bytes:
    """Return the key of the hub's own passes, so that a ticket never serves as a pass."""
    return hmac.digest(secret.encode(), b"anju.live.pass", "sha256")


def sign(topics: Iterable[str], *, user: str, key: bytes, at: datetime, seconds: int = 60) -> str:
    """Return a URL-safe ticket for the topics, good until `seconds` after `at`.

    Let `at` be the moment the request *began*: the hub replays what changed since then, so a change
    between the page's queries and its first connection is not missed.

    :raises ValueError: if a topic has a shape that topics do not have, or `user` has blanks.
    """
    if len(user.split()) != 1:
        raise ValueError(f"not a user: {user!r}")
    issued = round(at.timestamp() * 1000)
    named = " ".join(checked_topics(tuple(topics)))
    body = _text(f"{issued} {seconds} {user} {named}".encode())
    return f"{body}.{_text(_mac(body, key))}"


def read(ticket: str, *, key: bytes, at: datetime) -> Ticket:
    """Return what the ticket grants.

    :raises TicketRefused: if it was not signed with this key, or has expired at `at`.
    """
    body, _, mac = ticket.partition(".")
    if not hmac.compare_digest(_text(_mac(body, key)).encode(), mac.encode(errors="replace")):
        raise TicketRefused("实时更新的凭证无效，请刷新页面。")
    try:
        issued, seconds, user, *topics = _bytes(body).decode().split()
    except (binascii.Error, UnicodeDecodeError, ValueError) as broken:
        raise TicketRefused("实时更新的凭证已损坏，请刷新页面。") from broken
    issued_at = datetime.fromtimestamp(int(issued) / 1000, UTC)
    expires_at = issued_at + timedelta(seconds=int(seconds))
    if at >= expires_at:
        raise TicketRefused("实时更新的凭证已过期，请刷新页面。")
    return Ticket(tuple(topics), user, issued_at, expires_at)


def _mac(body: str, key: bytes) -> bytes:
    return hmac.digest(key, body.encode(errors="replace"), "sha256")[:_MAC_BYTES]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
