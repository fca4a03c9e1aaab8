"""Night work on drafts."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from anju.drafts.commands import sweep_drafts

KEPT_FOR = timedelta(days=30)


@app.periodic(cron="20 20 * * *")  # 04:20 in Shanghai; the queue's clock is UTC
@app.task(name="drafts.sweep", queueing_lock="drafts.sweep", lock="nightly")
def sweep(timestamp: int) -> None:
    """Let go of what nobody has touched for a month."""
    sweep_drafts(before=timezone.now() - KEPT_FOR)
