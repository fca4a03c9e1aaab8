"""What accounts do by themselves at night."""

from importlib import import_module

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from anju.accounts.commands.forgetting import forget_old_attempts


@app.periodic(cron="50 18 * * *")  # 02:50 in Shanghai
@app.task(name="accounts.forget", queueing_lock="accounts.forget", lock="nightly")
def forget(timestamp: int) -> None:
    """Delete old tries, locks and expired browser sessions; safe to run twice."""
    forget_old_attempts(at=timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
