"""检查表: what must be done and shown before entering, starting and leaving."""

from typing import Any

from django.db import models
from django.db.models import Q

from anju.organization.models import Project
from anju.tickets.models.entries import Entry, EntryQuerySet
from anju.tickets.states import ChecklistUse, Stage


class ChecklistQuerySet(EntryQuerySet):
    """Words for sets of checklists."""

    def in_order(self) -> "ChecklistQuerySet":
        return self.order_by("use", "name_key", "pk")


class Checklist(Entry):
    """A checklist; its items belong to editions, the newest of which holds."""

    name = models.CharField("名称", max_length=30)
    name_key = models.CharField(max_length=200, editable=False)
    use = models.CharField("适用", max_length=10, choices=ChecklistUse.choices)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "name", condition=Q(retired_at=None), name="checklist_name_once"
            ),
            models.CheckConstraint(
                condition=Q(use__in=ChecklistUse.values), name="checklist_use_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def said(self) -> dict[str, Any]:
        return {"name": self.name, "use": ChecklistUse(self.use).label}


class ChecklistEdition(models.Model):
    """What a checklist asked from one change to the next; work orders keep theirs."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版本")
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "checklist", "number", name="checklist_edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.checklist.name}第 {self.number} 版"


class ChecklistItem(models.Model):
    """One thing to tick, and whether a photo shows it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    edition = models.ForeignKey(ChecklistEdition, models.PROTECT, related_name="items")
    stage = models.CharField("阶段", max_length=16, choices=Stage.choices)
    rank = models.PositiveSmallIntegerField("次序")
    text = models.CharField("内容", max_length=80)
    wants_photo = models.BooleanField("要照片", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "edition", "rank", name="checklist_item_rank_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="item_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.text}(拍照)" if self.wants_photo else self.text
