"""Tickets: who may hear what, for a minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.live.tickets import TicketRefused, pass_key, read, sign, ticket_key

KEY = ticket_key("a secret")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOPICS = st.lists(st.from_regex(r"[a-z][a-z0-9_.:-]{0,40}", fullmatch=True), max_size=40)


@given(topics=TOPICS, user=st.uuids().map(str), seconds=st.integers(1, 3600))
def test_grants_what_was_signed(topics: list[str], user: str, seconds: int) -> None:
    text = sign(topics, user=user, key=KEY, at=NOON, seconds=seconds)

    ticket = read(text, key=KEY, at=NOON + timedelta(seconds=seconds - 1))

    assert ticket.topics == tuple(dict.fromkeys(topics))
    assert ticket.user == user
    assert ticket.issued_at == NOON
    assert ticket.expires_at == NOON + timedelta(seconds=seconds)


def test_is_refused_when_it_has_expired() -> None:
    text = sign(["user:17"], user="17", key=KEY, at=NOON)

    assert read(text, key=KEY, at=NOON + timedelta(seconds=59)).user == "17"
    with pytest.raises(TicketRefused, match="已过期"):
        read(text, key=KEY, at=NOON + timedelta(seconds=60))


@pytest.mark.parametrize("key", [ticket_key("another secret"), pass_key("a secret"), b""])
def test_is_refused_under_another_key(key: bytes) -> None:
    text = sign(["user:17"], user="17", key=KEY, at=NOON)

    with pytest.raises(TicketRefused, match="无效"):
        read(text, key=key, at=NOON)


@given(place=st.integers(0, 200), letter=st.characters(codec="ascii"))
def test_is_refused_with_any_letter_changed(place: int, letter: str) -> None:
    text = sign(["project:3:notices", "user:17"], user="17", key=KEY, at=NOON)
    place %= len(text)
    if text[place] == letter:
        return

    with pytest.raises(TicketRefused):
        read(text[:place] + letter + text[place + 1 :], key=KEY, at=NOON)


@given(st.text())
def test_refuses_any_other_text(text: str) -> None:
    with pytest.raises(TicketRefused):
        read(text, key=KEY, at=NOON)


def test_is_short_and_needs_no_quoting() -> None:
    text = sign(["project:3:notices", "user:17"], user="17", key=KEY, at=NOON)

    assert len(text) < 100
    assert text.replace("-", "").replace("_", "").replace(".", "").isalnum()


@pytest.mark.parametrize("topic", ["", "two words", "a\nb", "通知", "x" * 101, ":x"])
def test_signs_no_odd_topic(topic: str) -> None:
    with pytest.raises(ValueError, match="not a topic"):
        sign([topic], user="17", key=KEY, at=NOON)
