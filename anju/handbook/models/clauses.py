"""条款: what the handbook asks, in our own short words, and the sentence it mandates if it does."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.handbook.models.entries import Entry, EntryQuerySet
from anju.handbook.states import ClauseGroup
from anju.organization.models import Project


class ClauseQuerySet(EntryQuerySet):
    """Words for sets of clauses."""

    def in_order(self) -> "ClauseQuerySet":
        return self.order_by("rank", "code", "pk")


class Clause(Entry):
    """A clause; `guided`, `gated` and `measured` say what the software does, empty if nothing.

    `formula` is the sentence the handbook puts into one's mouth; most clauses have none.
    """

    code = models.CharField("条款号", max_length=12)
    group = models.CharField("类别", max_length=12, choices=ClauseGroup.choices)
    words = models.CharField("要求", max_length=200)
    formula = models.CharField("规定用语", max_length=60, blank=True)
    guided = models.CharField("屏幕引导", max_length=200, blank=True)
    gated = models.CharField("系统把关", max_length=200, blank=True)
    measured = models.CharField("统计检查", max_length=200, blank=True)
    # As a keyboard spells it, in full and by initials: what pinyin finds.
    spelled: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=200), default=list, editable=False
    )
    rank = models.PositiveSmallIntegerField("排序", default=500)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "code", condition=Q(retired_at=None), name="clause_code_once"
            ),
            models.CheckConstraint(
                condition=Q(group__in=ClauseGroup.values), name="clause_group_known"
            ),
        ]

    def __str__(self) -> str:
        return f"条款 {self.code}"

    def said(self) -> dict[str, Any]:
        return {
            "clause_code": self.code,
            "clause_group": ClauseGroup(self.group).label,
            "words_asked": self.words,
            "formula": self.formula,
            "guided": self.guided,
            "gated": self.gated,
            "measured": self.measured,
        }


class ClauseEdition(models.Model):
    """What a clause said from one change to the next."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版本")
    words = models.CharField("要求", max_length=200)
    formula = models.CharField("规定用语", max_length=60, blank=True)
    guided = models.CharField("屏幕引导", max_length=200, blank=True)
    gated = models.CharField("系统把关", max_length=200, blank=True)
    measured = models.CharField("统计检查", max_length=200, blank=True)
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "clause", "number", name="clause_edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause}第 {self.number} 版"
