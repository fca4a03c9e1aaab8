"""The price list of a day, and what comes."""

from dataclasses import dataclass
from datetime import date

from anju.organization.models import Project
from anju.tickets.models import PriceItem


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A service with the price that holds (None: it begins later) and the one that comes."""

    now: PriceItem | None
    coming: PriceItem | None

    @property
    def shown(self) -> PriceItem:
        """The price that holds, else the one to come."""
        shown = self.now or self.coming
        assert shown is not None
        return shown

    @property
    def newest(self) -> PriceItem:
        """The latest row of the service: what a new price follows."""
        newest = self.coming or self.now
        assert newest is not None
        return newest


def price_list(project: Project, day: date) -> list[PriceRow]:
    """Return the services on the list with their price of a day; one query."""
    rows: dict[str, list[PriceItem]] = {}
    for item in PriceItem.objects.of(project).live().in_order():
        rows.setdefault(item.service, []).append(item)
    listed = []
    for items in rows.values():
        now = next((item for item in items if item.valid_from <= day), None)
        coming = items[0] if items[0].valid_from > day else None
        listed.append(PriceRow(now, coming))
    return listed


def earlier_prices(project: Project, day: date) -> list[PriceItem]:
    """Return the rows that no longer hold on a day: superseded or retired, newest first."""
    current = {row.now.pk for row in price_list(project, day) if row.now is not None}
    past = PriceItem.objects.of(project).exclude(pk__in=current)
    past = past.exclude(retired_at=None, valid_from__gt=day)
    return list(past.order_by("-valid_from", "service_key", "-pk"))


def price_in(project: Project, item_id: int) -> PriceItem | None:
    """Return one row of the project's list, else None."""
    found = PriceItem.objects.of(project).select_related("project")
    item: PriceItem | None = found.filter(pk=item_id).first()
    return item


def prices_of_service(project: Project, service: str) -> list[PriceItem]:
    """Return every row of a service, the newest first."""
    found = PriceItem.objects.of(project).filter(service=service)
    return list(found.order_by("-valid_from", "-pk"))


def latest_price(project: Project, service: str) -> PriceItem | None:
    """Return the latest living row of a service, else None."""
    found = PriceItem.objects.of(project).live().filter(service=service)
    item: PriceItem | None = found.order_by("-valid_from", "-pk").first()
    return item
