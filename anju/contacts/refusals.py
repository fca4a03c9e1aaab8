"""What the door says no to, and the checks that several commands share."""

from typing import Protocol

from anju.core.errors import DomainError, StaleEdit


class Edited(Protocol):
    """What counts its changes, so that a stale form shows."""

    edition: int


class NameTaken(DomainError):
    """Another living text has this occasion and channel."""


class AlreadyRetired(DomainError):
    """A retired text is restored before it is changed."""


class NotReachable(DomainError):
    """The person cannot be contacted: gone, or without an address for the channel."""


class NoGround(DomainError):
    """The law or the person's own word does not let us contact them for this (PIPL 13)."""


class WordsRefused(DomainError):
    """The text cannot leave as it stands: empty, a value missing, or words that we do not use."""


class MustConfirm(DomainError):
    """The text may leave, but somebody must have looked at what the check found."""


class ReasonMissing(DomainError):
    """What others must be able to understand needs a reason."""


class NotTogether(DomainError):
    """These contacts cannot become one message."""


class TermsRefused(DomainError):
    """The quiet hours or the cap cannot be kept as they were typed."""


def refuse_stale(entry: Edited, seen: int | None) -> None:
    """Refuse an edit of a thing that somebody saved in between.

    :raises StaleEdit: if the edition is not the one that was seen.
    """
    if seen is not None and seen != entry.edition:
        raise StaleEdit("您编辑期间,同事已保存了新的内容。请对照下面的内容,改好后再保存。")
