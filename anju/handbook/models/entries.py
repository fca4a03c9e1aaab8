"""What every editable entry of the handbook has: a project, an edition, and no deletion."""

from typing import Any, Self

from django.db import models

from anju.organization.models import Project


class EntryQuerySet(models.QuerySet[Any]):
    """Words for sets of entries."""

    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def live(self) -> Self:
        return self.filter(retired_at=None)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).order_by("pk")


class Entry(models.Model):
    """A thing that is retired, never deleted; `edition` counts its changes, so a stale form shows.

    `said` names its facts in Chinese, for the trail and for who edited at the same time.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField("版本", default=1)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        abstract = True

    def said(self) -> dict[str, Any]:
        """Return field → value as people read it."""
        raise NotImplementedError
