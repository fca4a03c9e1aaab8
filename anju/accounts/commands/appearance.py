"""Light, dark, or as the device says."""

from datetime import datetime

from django.db import transaction

from anju.accounts.verbs import AccountVerb as Verb
from anju.audit.record import record
from anju.core.actors import Actor
from anju.organization.models import User


@transaction.atomic
def choose_appearance(*, user: User, appearance: str, by: Actor, at: datetime) -> User:
    """Set how screens look for a person: auto, light or dark."""
    user = User.objects.locked().get(pk=user.pk)
    changes: dict[str, tuple[object, object]] = {"appearance": (user.appearance, appearance)}
    user.appearance = appearance
    user.save(update_fields=["appearance"])
    record(Verb.APPEARANCE_CHANGED, subject=user, project_id=None, by=by, at=at, changes=changes)
    return user
