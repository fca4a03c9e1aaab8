"""What the night does for the search. Times of day are the queue's, which are UTC."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from anju.core.actors import SYSTEM
from anju.search import commands


@app.periodic(cron="25 16 * * *")  # 00:25 in Shanghai
@app.task(name="search.forget_probes", queueing_lock="search.forget_probes")
def forget_probes(timestamp: int) -> None:
    """Delete yesterday's counts of searches by telephone."""
    now = timezone.now()
    commands.forget_probes(before=now - timedelta(days=1), by=SYSTEM, at=now)
