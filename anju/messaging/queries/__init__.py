"""What somebody has been told."""

from anju.messaging.queries.inbox import inbox, message_of, unread_count

__all__ = ["inbox", "message_of", "unread_count"]
