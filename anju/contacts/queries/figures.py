"""How much households are disturbed (C6.22e, measured)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from anju.contacts.models import Outreach
from anju.contacts.states import UNCOUNTED
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class Figures:
    """Contacts that reached households in a period: all, started by us, and how many households."""

    contacts: int
    started_by_us: int
    households: int
    most: int

    @property
    def per_household(self) -> float:
        """Contacts started by us per household that had any contact."""
        return self.started_by_us / self.households if self.households else 0.0


def contacts_per_household(project: Project, *, since: datetime, until: datetime) -> Figures:
    """Return the figures of a half-open period; what disturbed nobody is left out."""
    rows = Outreach.objects.of(project).filter(goes_at__gte=since, goes_at__lt=until)
    rows = rows.exclude(state__in=UNCOUNTED).exclude(unit=None)
    each = rows.values("unit").annotate(
        count=Count("pk"), ours=Count("pk", filter=Q(is_counted=True))
    )
    found = list(each.order_by("unit"))
    return Figures(
        contacts=sum(row["count"] for row in found),
        started_by_us=sum(row["ours"] for row in found),
        households=len(found),
        most=max((row["ours"] for row in found), default=0),
    )
