"""A workbook between upload and undo: its sealed content, what was said of it, what it wrote."""

from typing import Any

from django.db import models
from django.db.models import Q

from anju.imports.states import ImportState
from anju.organization.models import Project, User


class ImportQuerySet(models.QuerySet["Import"]):
    """Words for sets of imports."""

    def of(self, project: Project) -> "ImportQuerySet":
        return self.filter(project=project)

    def waiting(self) -> "ImportQuerySet":
        """Those whose workbook is still kept."""
        return self.filter(
            state__in=[ImportState.CHECKING, ImportState.CHECKED, ImportState.APPLYING]
        )

    def newest_first(self) -> "ImportQuerySet":
        return self.order_by("-uploaded_at", "-pk")

    def locked(self) -> "ImportQuerySet":
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")


class Import(models.Model):
    """A workbook of estate and people: read, checked, applied whole, undone while it can be.

    `content` is the workbook, sealed (it may hold identity numbers); it is emptied when applied,
    discarded or after a week. `report` is the last check, without a personal value. `traces` are
    the numbers of what was entered and the values from before; no field of a person is kept,
    only which of them were empty.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="imports")
    file_name = models.CharField("文件", max_length=120)
    size = models.PositiveIntegerField("大小", default=0)
    row_count = models.PositiveIntegerField("行数", default=0)
    state = models.CharField(
        "状态", max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_by_name = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    content = models.BinaryField(default=b"")
    takes: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    accepted: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    report: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    traces: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    stage = models.CharField(max_length=30, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)
    alive_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["CHECKING", "CHECKED", "APPLYING"]) | Q(content=b""),
                name="import_empty_when_over",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["APPLIED", "UNDONE"], applied_at__isnull=False)
                | (~Q(state__in=["APPLIED", "UNDONE"]) & Q(applied_at=None)),
                name="import_applied_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="APPLIED") | Q(traces={}), name="import_traces_while_applied"
            ),
        ]
        indexes = [models.Index(fields=["project", "-uploaded_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def state_name(self) -> str:
        return str(ImportState(self.state).label)

    @property
    def is_busy(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.APPLYING)

    @property
    def is_checked(self) -> bool:
        return self.state == ImportState.CHECKED

    @property
    def is_applied(self) -> bool:
        return self.state == ImportState.APPLIED
