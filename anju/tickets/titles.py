"""How the catalogue, tickets and work orders are named in the trail."""

from collections.abc import Callable, Collection
from typing import Any

from django.urls import reverse

from anju.audit.hooks import Title
from anju.tickets.models import (
    Category,
    Checklist,
    CommonFault,
    CrewTerms,
    DispatchEdition,
    HelpRequest,
    PriceItem,
    Remit,
    Ticket,
    WorkOrder,
)

Titles = Callable[[Collection[int]], dict[int, Title]]


def _desk(model: type[Any], page: str) -> Titles:
    """Return titles that lead to the page of the thing itself, or of its ticket."""

    def titles(ids: Collection[int]) -> dict[int, Title]:
        found = model.objects.filter(pk__in=ids).select_related("project")
        return {
            row.pk: Title(
                str(row),
                reverse(
                    f"tickets:{page}", args=[row.project.code, getattr(row, "ticket_id", row.pk)]
                ),
            )
            for row in found
        }

    return titles


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
    "tickets.priceitem": _titles(PriceItem, "prices"),
    "tickets.ticket": _desk(Ticket, "ticket"),
    "tickets.workorder": _desk(WorkOrder, "ticket"),
    "tickets.helprequest": _desk(HelpRequest, "ticket"),
    "tickets.commonfault": _desk(CommonFault, "fault"),
    "tickets.crewterms": _titles(CrewTerms, "crews", "department"),
}
