"""Night work on files."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from anju.archives.commands import sweep_orphans

KEPT_LOOSE_FOR = timedelta(days=7)


# 03:40 in Shanghai; the queue's clock is UTC. One thing at a time at night, so that the heartbeat
# always finds a free hand.
@app.periodic(cron="40 19 * * *")
@app.task(name="archives.sweep_orphans", queueing_lock="archives.sweep_orphans", lock="nightly")
def sweep(timestamp: int) -> None:
    """Delete what has belonged to nothing for a week."""
    before = timezone.now() - KEPT_LOOSE_FOR
    while sweep_orphans(before=before, folder=settings.ANJU_FILES):
        pass
