"""Reactions: what happens later because something happened now, deferred by name."""

from collections.abc import Mapping, Sequence

from procrastinate.contrib.django import app

from anju.audit.models import Event


def react(event: Event, reactions: Mapping[str, Sequence[str]]) -> None:
    """Defer every task that config/reactions.py names for the event's verb.

    Deferred by name, so nothing imports upward; each task gets `event_id` and is safe to run twice.
    """
    for task in reactions.get(event.verb, ()):
        app.configure_task(task).defer(event_id=event.pk)
