"""Telling people, and their having read it."""

from anju.messaging.commands.telling import mark_read, tell_of_deputyship, tell_staff

__all__ = ["mark_read", "tell_of_deputyship", "tell_staff"]
