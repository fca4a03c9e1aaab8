"""Deferring a message to its moment, in the transaction that puts it into the outbox."""

from datetime import datetime

from django.db import transaction
from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

# Through Django's own connection even inside a worker: a job commits or vanishes with its message.
_in_the_transaction = App(connector=DjangoConnector())


def send_at(outgoing_id: int, at: datetime) -> None:
    """Have a worker take the message in hand at a moment; once, however often it is asked for."""
    lock = f"messaging.send:{outgoing_id}:{at:%Y%m%d%H%M%S}"
    task = _in_the_transaction.configure_task("messaging.send", schedule_at=at, queueing_lock=lock)
    try:
        with transaction.atomic():
            task.defer(outgoing_id=outgoing_id)
    except AlreadyEnqueued:
        return
