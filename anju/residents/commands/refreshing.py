"""The search follows the calendar: who moves in or out today is of today or of the past."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anju.core.periods import local_date
from anju.organization.models import Project
from anju.residents.commands.keeping import index_people
from anju.residents.models import Occupancy


@transaction.atomic
def refresh_entries(*, project: Project, at: datetime) -> int:
    """Index anew whose occupancy begins or ends today; returns how many; no event: nobody did it.

    Safe to run twice.
    """
    day = local_date(at)
    turning = Occupancy.objects.of(project).filter(Q(starts_on=day) | Q(ends_on=day))
    ids = sorted(set(turning.values_list("person", flat=True)))
    if ids:
        index_people(project, ids, at=at)
    return len(ids)
