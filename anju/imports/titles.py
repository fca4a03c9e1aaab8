"""How imports are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.imports.models import Import


def _imports(ids: Collection[int]) -> dict[int, Title]:
    found = Import.objects.filter(pk__in=ids).only("file_name", "project").select_related("project")
    return {
        kept.pk: Title(str(kept), reverse("imports:import", args=[kept.project.code, kept.pk]))
        for kept in found
    }


TITLES = {"imports.import": _imports}
