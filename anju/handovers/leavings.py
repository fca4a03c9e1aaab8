"""What a shift leaves, thing by thing, as a page shows it and a hand-over keeps it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.handovers.states import OF_TICKETS, LeftKind


@dataclass(frozen=True, slots=True)
class Left:
    """One open thing: what it is, which record (`pk`), its deadline.

    :param is_unassigned: a ticket of which work waits that nobody has taken.
    """

    kind: LeftKind
    pk: int
    title: str
    due_at: datetime | None = None
    is_late: bool = False
    ticket_id: int | None = None
    is_unassigned: bool = False

    @property
    def key(self) -> str:
        """What it is told apart by, between what was seen and what is there.

        A promise that breaks meanwhile is nothing new; that nobody has its work any more is.
        """
        name = "TICKET" if self.kind in OF_TICKETS else self.kind.value
        return f"{name}:{self.pk}{':waits' if self.is_unassigned else ''}"

    def kept(self) -> dict[str, Any]:
        """Return it as the hand-over keeps it."""
        return {
            "kind": self.kind.value,
            "pk": self.pk,
            "title": self.title,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "is_late": self.is_late,
            "ticket_id": self.ticket_id,
            "is_unassigned": self.is_unassigned,
        }


@dataclass(frozen=True, slots=True)
class Leaving:
    """All that a shift leaves.

    :param others: tickets in the desk's hands beside these, due after the next shift.
    :param drafts: how many texts the outgoing person has not saved.
    """

    items: Sequence[Left]
    others: int
    drafts: int

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(item.key for item in self.items)


def read_left(kept: Collection[dict[str, Any]]) -> list[Left]:
    """Return what a hand-over has kept, in the order it was signed."""
    return [
        Left(
            kind=LeftKind(each["kind"]),
            pk=each["pk"],
            title=each["title"],
            due_at=datetime.fromisoformat(each["due_at"]) if each["due_at"] else None,
            is_late=each["is_late"],
            ticket_id=each["ticket_id"],
            is_unassigned=each["is_unassigned"],
        )
        for each in kept
    ]
