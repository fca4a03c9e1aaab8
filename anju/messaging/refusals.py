"""What transport says no to."""

from anju.core.errors import DomainError


class BadAddress(DomainError):
    """Nothing can be sent there."""


class NothingToSend(DomainError):
    """A message without words."""


class HostRefused(DomainError):
    """An address inside the house's own network, or one that is not understood."""


class ProviderRefused(DomainError):
    """The terms of a provider cannot be kept like this."""


class NotOneself(DomainError):
    """Something of another person's."""
