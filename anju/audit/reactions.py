"""Reactions: what happens later because something happened now, deferred by name."""

from collections.abc import Mapping, Sequence

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector

from anju.audit.models import Event

# Within a worker, Procrastinate's own Django app writes through the worker's connection, outside
# the transaction of the task that is running: a reaction would start before its event is there.
# This one always writes through Django's, so a job commits or vanishes with what made it.
_in_the_transaction = App(connector=DjangoConnector())


def react(event: Event, reactions: Mapping[str, Sequence[str]]) -> None:
    """Defer every task that config/reactions.py names for the event's verb.

    Deferred by name, so nothing imports upward; each task gets `event_id` and is safe to run twice.
    """
    for task in reactions.get(event.verb, ()):
        _in_the_transaction.configure_task(task).defer(event_id=event.pk)
