"""How visits are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.fieldwork.models import Visit


def _visits(ids: Collection[int]) -> dict[int, Title]:
    found = Visit.objects.filter(pk__in=ids).select_related("project", "order")
    return {
        visit.pk: Title(
            str(visit), reverse("tickets:order", args=[visit.project.code, visit.order_id])
        )
        for visit in found
    }


TITLES = {"fieldwork.visit": _visits}
