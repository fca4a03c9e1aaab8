"""The company's providers of short messages, and what went out by them."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from anju.messaging.models import Outgoing, SmsProvider
from anju.messaging.states import OutState


def providers_across_projects() -> QuerySet[SmsProvider]:
    """Return all providers, the one in use first."""
    return SmsProvider.objects.order_by("-is_in_use", "name_key", "pk")


def provider_across_projects(code: str) -> SmsProvider | None:
    """Return a provider by the code in its addresses, or None."""
    return SmsProvider.objects.filter(code=code).first()


def trials_across_projects(provider: SmsProvider) -> list[Outgoing]:
    """Return the last test messages to see whether they arrived."""
    about = Outgoing.objects.about(SmsProvider._meta.label_lower, [provider.pk])
    return list(about.newest_first()[:5])


def week_across_projects(provider: SmsProvider, *, at: datetime) -> dict[str, int]:
    """Return how many messages of the last seven days stand where, by Chinese label."""
    found = Outgoing.objects.filter(provider=provider, created_at__gte=at - timedelta(days=7))
    counted = found.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in OutState}
    )
    return {str(state.label): counted[state.value] for state in OutState}
