"""What changed in each part of the catalogue."""

from anju.audit.models import Event, EventQuerySet
from anju.organization.models import Project
from anju.tickets.models import (
    Category,
    Checklist,
    DispatchEdition,
    PriceItem,
    Remit,
)

PARTS = {
    "categories": Category,
    "remits": Remit,
    "dispatch": DispatchEdition,
    "checklists": Checklist,
    "prices": PriceItem,
}


def history_of(project: Project, part: str) -> EventQuerySet:
    """Return the events of one part of a project's catalogue, the newest first."""
    subject = PARTS[part]._meta.label_lower
    events: EventQuerySet = Event.objects.of_project(project.pk).filter(subject_type=subject)
    return events.newest_first()
