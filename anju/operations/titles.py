"""How backups are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.operations.models import BackupRun


def _backups(ids: Collection[int]) -> dict[int, Title]:
    url = reverse("operations:status")
    return {run.pk: Title(str(run), url) for run in BackupRun.objects.filter(pk__in=ids)}


TITLES = {"operations.backuprun": _backups}
