"""责任范围: what a post may answer and handle by itself, and what goes up at once."""

from typing import Any

from django.db import models
from django.db.models import Q

from anju.organization.models import Post
from anju.tickets.models.categories import Category
from anju.tickets.models.entries import Entry, EntryQuerySet
from anju.tickets.states import MatterKind, May


class RemitQuerySet(EntryQuerySet):
    """Words for sets of remits."""

    def in_order(self) -> "RemitQuerySet":
        return self.order_by("post__rank", "post_id", "category__name_key", "kind", "pk")


class Remit(Entry):
    """For a post, a branch of the tree (None: all) and a kind (empty: all): alone, or up."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项分类"
    )
    kind = models.CharField("类型", max_length=12, choices=MatterKind.choices, blank=True)
    may = models.CharField("做法", max_length=10, choices=May.choices)
    note = models.CharField("说明", max_length=100, blank=True)

    objects = RemitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "post", "category", "kind"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="remit_once",
            ),
            models.CheckConstraint(condition=Q(may__in=May.values), name="remit_may_known"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=MatterKind.values), name="remit_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post.name}:{self.about} {May(self.may).label}"

    @property
    def kind_label(self) -> str:
        return MatterKind(self.kind).label if self.kind else "各类事项"

    @property
    def about(self) -> str:
        """What it is about in words: 电梯 的 投诉."""
        return f"“{self.category.name}”的{self.kind_label}" if self.category else self.kind_label

    def said(self) -> dict[str, Any]:
        return {
            "post": self.post.name,
            "category": self.category.name if self.category else "全部分类",
            "matter_kind": self.kind_label,
            "may": May(self.may).label,
            "note": self.note,
        }
