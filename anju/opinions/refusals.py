"""What opinions say no to."""

from anju.core.errors import DomainError


class NotYet(DomainError):
    """The work has not begun: there is nothing to have an opinion of."""


class AlreadyGiven(DomainError):
    """There is a card for this work; a second one would be a second voice."""


class TooLateToChange(DomainError):
    """A card may be changed for a day."""


class NoRepairs(DomainError):
    """There is nothing to draw from, or the share is nothing."""


class NotPraise(DomainError):
    """A praise lacks what it cannot be without."""


class NobodyToTell(DomainError):
    """Nobody in register stands behind the ticket."""
