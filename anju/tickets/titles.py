"""How the catalogue is named in the trail."""

from collections.abc import Callable, Collection
from typing import Any

from django.urls import reverse

from anju.audit.hooks import Title
from anju.tickets.models import (
    Category,
    Checklist,
    DispatchEdition,
    MessageTemplate,
    PriceItem,
    Remit,
)

Titles = Callable[[Collection[int]], dict[int, Title]]


def _titles(model: type[Any], page: str, *related: str) -> Titles:
    def titles(ids: Collection[int]) -> dict[int, Title]:
        found = model.objects.filter(pk__in=ids).select_related("project", *related)
        return {
            row.pk: Title(str(row), reverse(f"tickets:{page}", args=[row.project.code]))
            for row in found
        }

    return titles


TITLES = {
    "tickets.category": _titles(Category, "categories"),
    "tickets.remit": _titles(Remit, "remits", "post", "category"),
    "tickets.dispatchedition": _titles(DispatchEdition, "dispatch"),
    "tickets.checklist": _titles(Checklist, "checklists"),
    "tickets.messagetemplate": _titles(MessageTemplate, "templates"),
    "tickets.priceitem": _titles(PriceItem, "prices"),
}
