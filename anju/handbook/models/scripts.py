"""脚本: what is said in a situation, line by line in the order of speaking."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.handbook.models.entries import Entry, EntryQuerySet
from anju.handbook.states import Part, Situation
from anju.organization.models import Project


class ScriptQuerySet(EntryQuerySet):
    """Words for sets of scripts."""

    def in_order(self) -> "ScriptQuerySet":
        return self.order_by("rank", "name_key", "pk")


class Script(Entry):
    """A script; its lines belong to editions, the newest of which is spoken.

    Of several for one situation the first in order is the one that screens take by themselves.
    """

    code = models.CharField("编号", max_length=12)
    name = models.CharField("名称", max_length=30)
    name_key = models.CharField(max_length=200, editable=False)
    situation = models.CharField("场合", max_length=12, choices=Situation.choices)
    spelled: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=200), default=list, editable=False
    )
    rank = models.PositiveSmallIntegerField("排序", default=500)

    objects = ScriptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "code", name="script_code_once"),
            models.UniqueConstraint(
                "project", "name", condition=Q(retired_at=None), name="script_name_once"
            ),
            models.CheckConstraint(
                condition=Q(situation__in=Situation.values), name="script_situation_known"
            ),
        ]
        indexes = [models.Index("project", "situation", "rank", name="script_of_situation")]

    def __str__(self) -> str:
        return self.name

    def said(self) -> dict[str, Any]:
        return {"name": self.name, "situation": Situation(self.situation).label}


class ScriptEdition(models.Model):
    """What a script said from one change to the next."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    script = models.ForeignKey(Script, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版本")
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "script", "number", name="script_edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.script}第 {self.number} 版"


class ScriptLine(models.Model):
    """One thing to say, or to do (动作), with the codes of the clauses it serves."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    edition = models.ForeignKey(ScriptEdition, models.PROTECT, related_name="lines")
    rank = models.PositiveSmallIntegerField("次序")
    part = models.CharField("作用", max_length=12, choices=Part.choices)
    text = models.CharField("内容", max_length=200)
    clauses: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name="条款"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "edition", "rank", name="script_line_rank_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="script_part_known"),
        ]

    def __str__(self) -> str:
        return self.text
