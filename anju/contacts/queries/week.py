"""How often a household has been contacted by us in the last seven days."""

from datetime import datetime

from anju.contacts.models import Outreach
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import Person


def in_week(project: Project, unit: Unit | None, person: Person, *, at: datetime) -> int:
    """Return the contacts started by us that count for a household now."""
    return Outreach.objects.of(project).counted(at).of_household(unit, person).count()


def of_unit_in_week(project: Project, unit: Unit, *, at: datetime) -> int:
    """Return the contacts started by us that count for a unit now."""
    return Outreach.objects.of(project).counted(at).filter(unit=unit).count()
