"""What a carrier gets and what it answers: the seam between the outbox and the world outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID


class Outcome(Enum):
    """What became of one attempt."""

    SENT = "SENT"
    DELIVERED = "DELIVERED"
    REFUSED = "REFUSED"  # for good: another attempt would be refused as well
    AGAIN = "AGAIN"  # surely not sent; later
    UNCERTAIN = "UNCERTAIN"  # nobody knows; ask before the next attempt
    UNKNOWN = "UNKNOWN"  # only when asked: there is no such message


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with the Chinese sentence for people and the other side's own number."""

    outcome: Outcome
    sentence: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message opened for the moment of sending."""

    message_id: UUID
    address: str
    text: str
    provider_code: str
    values: Mapping[str, str]


class Carrier(Protocol):
    """One way out of the house. A vendor's own protocol is one more file with these two."""

    def send(self, parcel: Parcel) -> Answer:
        """Hand the parcel over; `message_id` is the idempotency key. Never raises."""
        ...

    def ask(self, ids: Sequence[UUID]) -> Mapping[UUID, Answer]:
        """Return what is known of messages by our own numbers; UNKNOWN for those never taken.

        UNCERTAIN where nobody answers. Never raises.
        """
        ...
