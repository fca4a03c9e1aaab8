"""Slowing down who presses buttons of links too often."""

from datetime import datetime, timedelta

from django.db import transaction

from anju.opinions.models import LinkPress

WINDOW = timedelta(minutes=10)
PER_NETWORK = 60
"""A whole building behind one address may answer; a script may not."""
KEPT = timedelta(hours=1)


@transaction.atomic
def count_press(*, network: str, at: datetime) -> bool:
    """Count one press; tells whether the network may press now; leaves no event.

    :param network: a keyed hash of the address, never the address.
    """
    minute = at.replace(second=0, microsecond=0)
    begins_at = minute - timedelta(minutes=minute.minute % 10)
    LinkPress.objects.filter(begins_at__lt=at - KEPT).delete()
    LinkPress.objects.bulk_create(
        [LinkPress(network=network, begins_at=begins_at)], ignore_conflicts=True
    )
    press = LinkPress.objects.select_for_update().get(network=network, begins_at=begins_at)
    press.count += 1
    press.save(update_fields=["count"])
    return press.count <= PER_NETWORK
