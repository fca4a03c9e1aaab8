"""Refusals: what the business says no to, in a sentence for the person in front of it."""


class DomainError(Exception):
    """An expected refusal; its Chinese message says what is wrong and what to do.

    Shown to the user as it stands, never logged as an error.
    """


class ForbiddenTransition(DomainError):
    """The thing is past (or not yet at) the step that was asked for."""


class StaleEdit(DomainError):
    """Somebody else saved in between; the screen shows both texts."""
