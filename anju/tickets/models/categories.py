"""事项分类: what a matter is about, as a tree of place, object and problem."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.organization.models import Department
from anju.tickets.models.entries import Entry, EntryQuerySet
from anju.tickets.states import Level, MatterKind, Reach


class CategoryQuerySet(EntryQuerySet):
    """Words for sets of categories."""

    def in_order(self) -> "CategoryQuerySet":
        return self.order_by("rank", "name_key", "pk")


class Category(Entry):
    """A place, object or problem (事项分类); a matter names the deepest that is known."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    name = models.CharField("名称", max_length=30)
    name_key = models.CharField(max_length=200, editable=False)
    kinds: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=12), verbose_name="适用类型"
    )
    level = models.CharField("级别", max_length=10, choices=Level.choices, default=Level.NORMAL)
    reach = models.CharField(
        "户内或公共", max_length=10, choices=Reach.choices, default=Reach.PRIVATE
    )
    keywords: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name="关键词"
    )
    # Name and keywords as a keyboard spells them, in full and by initials: what pinyin finds.
    spelled: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=200), default=list, editable=False
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="默认部门"
    )
    minutes = models.PositiveIntegerField("预计处理分钟", null=True, blank=True)
    warranty = models.CharField("质保提示", max_length=80, blank=True)
    disturbs = models.BooleanField("作业会影响住户", default=False)
    rank = models.PositiveSmallIntegerField("排序", default=1)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "parent", "name"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="category_name_once_per_parent",
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=MatterKind.values) & Q(kinds__len__gt=0),
                name="category_kinds_known",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="category_level"),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="category_reach"),
        ]
        indexes = [models.Index("project", "parent", "rank", name="category_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_labels(self) -> list[str]:
        """The kinds in words, in their usual order."""
        return [kind.label for kind in MatterKind if kind.value in self.kinds]

    def said(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kinds": "、".join(self.kind_labels),
            "level": Level(self.level).label,
            "reach": Reach(self.reach).label,
            "keywords": "、".join(self.keywords),
            "department": self.department.name if self.department else "",
            "minutes": self.minutes,
            "warranty": self.warranty,
            "disturbs": "是" if self.disturbs else "",
        }


def path_of(category: Category | None) -> tuple[Category, ...]:
    """Return the entries from the top down to this one, whether living or retired.

    Costs nothing where `parent__parent` is loaded with it.
    """
    path: list[Category] = []
    while category is not None:
        path.append(category)
        category = category.parent
    return tuple(reversed(path))
