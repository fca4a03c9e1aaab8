"""The trail: one append-only row per thing done (PIPL 51, 69; the timeline on every page)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    """Words for sets of events."""

    def about(self, subject_type: str, subject_id: int) -> "EventQuerySet":
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def about_any(self, ids: Mapping[str, Collection[int]]) -> "EventQuerySet":
        """Events about any of the subjects, given by type."""
        wanted = models.Q(pk__in=[])
        for subject_type, subject_ids in ids.items():
            wanted |= models.Q(subject_type=subject_type, subject_id__in=subject_ids)
        return self.filter(wanted)

    def of_project(self, project_id: int | None) -> "EventQuerySet":
        return self.filter(project_id=project_id)

    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-at", "-pk")


class Event(models.Model):
    """Something that somebody did to something.

    Actors and projects are named by number, not by foreign key: they live on higher floors, and a
    row must outlive whatever it speaks of. `by_name` is the name as it was then. The table refuses
    UPDATE, DELETE and TRUNCATE by trigger.
    """

    project_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    absent_id = models.BigIntegerField(null=True)
    absent_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changes: "models.JSONField[dict[str, list[Any]], dict[str, list[Any]]]" = models.JSONField(
        default=dict
    )
    request_id = models.CharField(max_length=32, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project_id", "-at", "-id"], name="event_project_at"),
            models.Index(
                fields=["subject_type", "subject_id", "-at", "-id"], name="event_subject_at"
            ),
            models.Index(fields=["by_id", "-at"], name="event_by_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(absent_id__isnull=True) | models.Q(by_id__isnull=False),
                name="event_only_a_person_stands_in",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_name}"

    @property
    def actor_label(self) -> str:
        """The name as screens show it, with 代 … where somebody stood in."""
        return f"{self.by_name}(代 {self.absent_name})" if self.absent_id else self.by_name


def as_json(value: object) -> object:
    """Return a value as the trail keeps it: rows by name, moments and money as text."""
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        parts = [as_json(part) for part in value]
        return sorted(parts, key=str) if isinstance(value, set | frozenset) else parts
    return str(value)
