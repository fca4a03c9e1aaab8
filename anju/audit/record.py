"""The one way into the trail."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.db import connection, models

from anju.audit.models import Event, as_json
from anju.audit.reactions import react
from anju.core.actors import Actor
from anju.core.requests import current_request_id
from anju.live.commands import publish


def record(
    verb: str,
    *,
    subject: models.Model,
    project_id: int | None,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> Event:
    """Append one event, ping the screens that show its subject, and defer its reactions.

    All three happen in the caller's transaction: they commit with the change or not at all.
    Personal values must come masked (design, section 3, "Trail").

    :param changes: field → (before, after); equal pairs are left out.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the command's transaction")
    event = Event.objects.create(
        project_id=project_id,
        verb=verb.value if isinstance(verb, Enum) else verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:200],
        at=at,
        by_id=by.id,
        by_name=by.name,
        absent_id=by.absent_id,
        absent_name=by.absent_name,
        reason=reason,
        changes={
            field: [as_json(before), as_json(after)]
            for field, (before, after) in (changes or {}).items()
            if before != after
        },
        request_id=current_request_id.get(),
    )
    publish(*topics_of(event))
    react(event, settings.ANJU_REACTIONS)
    return event


def topics_of(event: Event) -> list[str]:
    """Return the live topics an event touches: its app in its project, and its subject."""
    app = event.verb.split(".", 1)[0]
    scope = f"project:{event.project_id}" if event.project_id else "office"
    return [f"{scope}:{app}", f"{scope}:trail", f"{event.subject_type}:{event.subject_id}"]
