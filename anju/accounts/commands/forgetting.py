"""Letting go of what signing in leaves behind once it serves nothing any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from anju.accounts.models import Lockout, SignInAttempt

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def forget_old_attempts(*, at: datetime) -> int:
    """Delete tries older than 30 days and locks long over; no event, the locks had theirs.

    Returns how many tries went. Safe to run twice.
    """
    cutoff = at - KEPT_FOR
    forgotten, _ = SignInAttempt.objects.filter(at__lt=cutoff).delete()
    over = Q(locked_until=None) | Q(locked_until__lt=cutoff)
    idle = Q(counts_from=None) | Q(counts_from__lt=cutoff)
    Lockout.objects.filter(over, idle).delete()
    return forgotten
