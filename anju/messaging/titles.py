"""How messages and providers are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.messaging.models import Outgoing, SmsProvider


def _outgoing(ids: Collection[int]) -> dict[int, Title]:
    return {row.pk: Title(str(row), "") for row in Outgoing.objects.filter(pk__in=ids)}


def _providers(ids: Collection[int]) -> dict[int, Title]:
    return {
        row.pk: Title(str(row), reverse("providers:provider", args=[row.code]))
        for row in SmsProvider.objects.filter(pk__in=ids)
    }


TITLES = {"messaging.outgoing": _outgoing, "messaging.smsprovider": _providers}
