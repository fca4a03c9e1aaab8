"""Lists of people between upload and confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from anju.organization.models.people import User
from anju.organization.models.structure import Project


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a workbook as it was read: its number there, and text by column."""

    number: int
    said: Mapping[str, str]


class StaffImportQuerySet(models.QuerySet["StaffImport"]):
    """Words for sets of imports."""

    def of(self, project: Project) -> "StaffImportQuerySet":
        return self.filter(project=project)

    def waiting(self) -> "StaffImportQuerySet":
        return self.filter(applied_at=None)

    def locked(self) -> "StaffImportQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class StaffImport(models.Model):
    """A list of people that was checked and found clean, waiting for a yes.

    `rows` is what was read, so that nothing is swapped between check and confirmation; it is
    emptied when applied, since the people themselves then carry it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="staff_imports")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    row_count = models.PositiveIntegerField()
    rows: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        default=list
    )
    applied_at = models.DateTimeField(null=True)

    objects = StaffImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(rows=[]), name="staff_import_empty_when_applied"
            )
        ]
        indexes = [models.Index("project", "uploaded_by", name="staff_import_of_uploader")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def raw_rows(self) -> list[RawRow]:
        """The rows as they were read at the upload."""
        return [RawRow(row["number"], row["said"]) for row in self.rows]
