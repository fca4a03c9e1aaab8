"""What lies in the outbox."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from anju.messaging.models import Outgoing, SmsProvider
from anju.messaging.states import OUT_OPEN, OutChannel, OutState

LEFT_AFTER = timedelta(seconds=45)  # its own job is given that long to begin
STILL_AFTER = timedelta(minutes=10)
UNREPORTED_AFTER, UNREPORTED_UNTIL = timedelta(minutes=10), timedelta(hours=48)
MOST = 500
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Depth:
    """How the outbox stands."""

    waiting: int
    overdue: int
    oldest_due: datetime | None
    failed_lately: int

    def stands_still(self, at: datetime) -> bool:
        """Whether something has been due for so long that nobody can be working on it."""
        return self.oldest_due is not None and at - self.oldest_due > STILL_AFTER


def left_behind_across_projects(*, at: datetime) -> list[Outgoing]:
    """Return the messages that should have been taken in hand and were not, oldest first."""
    return list(Outgoing.objects.due(at - LEFT_AFTER).in_order()[:MOST])


def unreported_across_projects(*, at: datetime) -> dict[SmsProvider, list[Outgoing]]:
    """Return the newest sent short messages without a report, by provider, a hundred each."""
    found = (
        Outgoing.objects.filter(
            state=OutState.SENT,
            channel=OutChannel.SMS,
            provider__isnull=False,
            sent_at__lte=at - UNREPORTED_AFTER,
            sent_at__gte=at - UNREPORTED_UNTIL,
        )
        .select_related("provider")
        .order_by("-sent_at", "-pk")[:MOST]
    )
    grouped: dict[SmsProvider, list[Outgoing]] = defaultdict(list)
    for outgoing in found:
        assert outgoing.provider is not None
        if len(grouped[outgoing.provider]) < AT_ONCE:
            grouped[outgoing.provider].append(outgoing)
    return dict(grouped)


def depth_across_projects(*, at: datetime) -> Depth:
    """Return how many messages wait, how many are late, and how many failed within a day."""
    is_open = Q(state__in=OUT_OPEN)
    is_due = is_open & Q(next_try_at__lte=at)
    counted = Outgoing.objects.aggregate(
        waiting=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_due & Q(next_try_at__lte=at - LEFT_AFTER)),
        oldest_due=Min("next_try_at", filter=is_due),
        failed=Count("pk", filter=Q(state=OutState.FAILED, settled_at__gte=at - timedelta(days=1))),
    )
    return Depth(counted["waiting"], counted["overdue"], counted["oldest_due"], counted["failed"])


def outgoing_by_number_across_projects(*, provider: SmsProvider, number: str) -> Outgoing | None:
    """Return the message a provider reports on by our own number, or None."""
    found = Outgoing.objects.filter(provider=provider, message_id=number)
    return found.select_related("provider").first()
