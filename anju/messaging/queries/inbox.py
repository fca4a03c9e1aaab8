"""What somebody has been told."""

from anju.messaging.models import StaffMessage, StaffMessageQuerySet
from anju.organization.models import User


def inbox(user: User) -> StaffMessageQuerySet:
    """Return somebody's messages with their projects, newest first."""
    return StaffMessage.objects.to(user).select_related("project").newest_first()


def unread_count(user: User) -> int:
    """Return how many messages somebody has not read."""
    return StaffMessage.objects.to(user).unread().count()


def message_of(user: User, pk: int) -> StaffMessage | None:
    """Return one of somebody's own messages, or None."""
    return StaffMessage.objects.to(user).filter(pk=pk).first()
