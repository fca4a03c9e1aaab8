"""The one way into the trail."""

from collections.abc import Mapping, Sequence
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
    event = _event(verb, subject, project_id, by, at, changes or {}, reason)
    event.save(force_insert=True)
    publish(*topics_of(event), *shown_in(subject))
    react(event, settings.ANJU_REACTIONS)
    return event


def record_many(
    verb: str,
    *,
    subjects: Sequence[models.Model],
    project_id: int | None,
    by: Actor,
    at: datetime,
    changes: Mapping[int, Mapping[str, tuple[object, object]]] | None = None,
    reason: str = "",
) -> list[Event]:
    """Append the same event for each of many subjects, as `record` does for one, in one INSERT.

    Open screens are pinged once per topic, however many subjects there are.

    :param changes: subject's number → field → (before, after).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record_many() belongs inside the command's transaction")
    told = changes or {}
    events = Event.objects.bulk_create(
        (
            _event(verb, subject, project_id, by, at, told.get(subject.pk, {}), reason)
            for subject in subjects
        ),
        batch_size=2000,
    )
    topics = {topic for event in events for topic in topics_of(event)}
    publish(*sorted(topics.union(*(shown_in(subject) for subject in subjects))))
    for event in events:
        react(event, settings.ANJU_REACTIONS)
    return events


def _event(
    verb: str,
    subject: models.Model,
    project_id: int | None,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[object, object]],
    reason: str,
) -> Event:
    return Event(
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
            for field, (before, after) in changes.items()
            if before != after
        },
        request_id=current_request_id.get(),
    )


def shown_in(subject: models.Model) -> tuple[str, ...]:
    """Return the topics of larger things whose screens show the subject as a part of theirs.

    A model names them by a property `shown_in`: a work order is shown on its ticket's page.
    """
    topics: tuple[str, ...] = getattr(subject, "shown_in", ())
    return topics


def topics_of(event: Event) -> list[str]:
    """Return the live topics an event touches: its app in its project, and its subject."""
    app = event.verb.split(".", 1)[0]
    scope = f"project:{event.project_id}" if event.project_id else "office"
    return [f"{scope}:{app}", f"{scope}:trail", f"{event.subject_type}:{event.subject_id}"]
