"""What happened to a thing, or in a project, ready to show."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from anju.audit.hooks import Title, describe, field_labels, verb_labels
from anju.audit.models import Event, EventQuerySet
from anju.core.periods import SHANGHAI

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline."""

    at: datetime
    who: str
    did: str
    title: Title
    reason: str
    changes: list[tuple[str, Any, Any]]


def timeline(
    *subjects: models.Model, limit: int = 50, may: Callable[[str], bool] | None = None
) -> list[Line]:
    """Return the newest events about one thing and its parts, newest first (at most `limit`).

    :param may: whether this person holds a right; where several apps tell of one thing, each
        app's events take its `<app>.read`.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        ids[subject._meta.label_lower].add(subject.pk)
    events = list(Event.objects.about_any(ids).newest_first()[:limit])
    if may is not None:
        events = [event for event in events if may(f"{event.verb.split('.', 1)[0]}.read")]
    return lines(events)


def lines(events: Iterable[Event]) -> list[Line]:
    """Return events as lines; titles are asked once per kind of subject, however many rows."""
    events = list(events)
    titles, labels, fields = _titles(events), verb_labels(), field_labels()
    return [
        Line(
            at=event.at,
            who=event.actor_label,
            did=labels.get(event.verb, event.verb),
            title=titles.get((event.subject_type, event.subject_id), Title(event.subject_name)),
            reason=event.reason,
            changes=[
                (fields.get(field, field), _shown(before), _shown(after))
                for field, (before, after) in event.changes.items()
            ],
        )
        for event in events
    ]


def trail_of(
    project_id: int,
    *,
    words: str = "",
    verb: str = "",
    by_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> EventQuerySet:
    """Return a project's events, newest first, narrowed by what was asked for.

    :param words: part of the subject's or the actor's name, or of the reason.
    """
    return _narrowed(Event.objects.of_project(project_id), words, verb, by_id, since, until)


def trail_across_projects(
    *,
    words: str = "",
    verb: str = "",
    by_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> EventQuerySet:
    """Return the events of all projects and of the head office; needs a head-office right."""
    return _narrowed(Event.objects.all(), words, verb, by_id, since, until)


def _narrowed(
    events: EventQuerySet,
    words: str,
    verb: str,
    by_id: int | None,
    since: datetime | None,
    until: datetime | None,
) -> EventQuerySet:
    if words:
        named = models.Q(subject_name__icontains=words) | models.Q(by_name__icontains=words)
        events = events.filter(
            named | models.Q(absent_name__icontains=words) | models.Q(reason__icontains=words)
        )
    if verb:
        events = events.filter(verb=verb)
    if by_id:
        events = events.filter(by_id=by_id)
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    return events.newest_first()


def _titles(events: list[Event]) -> dict[tuple[str, int], Title]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        wanted[event.subject_type].add(event.subject_id)
    return {
        (kind, subject_id): title
        for kind, ids in wanted.items()
        for subject_id, title in describe(kind, ids).items()
    }


def _shown(value: Any) -> Any:
    if value is None or value == "" or value == []:
        return "(空)"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(_shown(part)) for part in value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return value
