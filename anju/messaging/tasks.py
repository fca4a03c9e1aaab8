"""Reactions that tell people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.messaging import commands
from anju.organization.models import Deputyship
from anju.organization.verbs import OrganizationVerb


@app.task(name="messaging.tell_of_deputyship")
def tell_of_deputyship(event_id: int) -> None:
    """Tell both sides of a deputyship that was named or revoked; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    deputyship = Deputyship.objects.select_related("project", "absent", "deputy").get(
        pk=event.subject_id
    )
    is_revoked = event.verb == OrganizationVerb.DEPUTY_REVOKED
    commands.tell_of_deputyship(
        deputyship=deputyship,
        is_revoked=is_revoked,
        key=f"event:{event.pk}",
        at=timezone.now(),
    )
