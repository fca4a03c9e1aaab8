"""Counting and keeping that somebody was looked up by their telephone (design, section 5)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.masking import mask_phone
from anju.organization.models import Project
from anju.search.models import Probe
from anju.search.verbs import SearchVerb


@transaction.atomic
def note_probe(*, digits: str, found: Mapping[Project, int], by: Actor, at: datetime) -> None:
    """Count a search by digits; where it found somebody, it enters the project's trail.

    The digits enter it masked: the trail cannot forget.
    """
    assert by.id is not None
    Probe.objects.create(user_id=by.id, digits=mask_phone(digits), at=at)
    for project, count in found.items():
        changes = {"looked_up": (None, mask_phone(digits)), "count": (None, count)}
        record(
            SearchVerb.PROBED,
            subject=project,
            project_id=project.pk,
            by=by,
            at=at,
            changes=changes,
        )


@transaction.atomic
def forget_probes(*, before: datetime, by: Actor, at: datetime) -> int:
    """Delete what was only counted; returns how many. It leaves no event."""
    return Probe.objects.filter(at__lt=before).delete()[0]
