"""How offline entries are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.offline.models import OfflineEntry


def _entries(ids: Collection[int]) -> dict[int, Title]:
    found = OfflineEntry.objects.filter(pk__in=ids).select_related("project", "user")
    return {
        entry.pk: Title(str(entry), reverse("offline:entry", args=[entry.project.code, entry.pk]))
        for entry in found
    }


TITLES = {"offline.offlineentry": _entries}
