"""What the night does for the organization. Times of day are the queue's, which are UTC."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anju.core.actors import SYSTEM
from anju.organization.commands import importing, leaving


@app.periodic(cron="5 16 * * *")  # 00:05 in Shanghai
@app.task(name="organization.close_accounts", queueing_lock="organization.close_accounts")
def close_accounts(timestamp: int) -> None:
    """Take the sign-in from those whose last post ended at midnight."""
    leaving.close_accounts(by=SYSTEM, at=timezone.now())


@app.periodic(cron="15 16 * * *")  # 00:15 in Shanghai
@app.task(name="organization.forget_imports", queueing_lock="organization.forget_imports")
def forget_imports(timestamp: int) -> None:
    """Delete lists of people that were uploaded and never applied."""
    importing.forget_imports(by=SYSTEM, at=timezone.now())
