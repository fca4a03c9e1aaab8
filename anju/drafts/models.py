"""What somebody has typed and not yet sent, and the filters they keep under a name."""

from typing import Any

from django.db import models
from django.db.models import Q

from anju.organization.models import Project, User


class DraftQuerySet(models.QuerySet["Draft"]):
    """Words for sets of drafts."""

    def of(self, project: Project | None) -> "DraftQuerySet":
        return self.filter(project=project)

    def by(self, user: User) -> "DraftQuerySet":
        return self.filter(user=user)

    def locked(self) -> "DraftQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Draft(models.Model):
    """The fields of one form as somebody last left them; nobody else ever sees it.

    `version` counts the savings, so that a forgotten second window cannot overwrite newer text.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=80)
    fields: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user", "key"],
                name="draft_once_per_form",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z0-9.-]{1,80}$"), name="draft_key_is_one"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "saved_at"], name="draft_oldest_of_user"),
            models.Index(fields=["saved_at"], name="draft_oldest"),
        ]

    def __str__(self) -> str:
        return self.key


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Words for sets of saved filters."""

    def of(self, project: Project) -> "SavedFilterQuerySet":
        return self.filter(project=project)

    def by(self, user: User) -> "SavedFilterQuerySet":
        return self.filter(user=user)

    def in_order(self) -> "SavedFilterQuerySet":
        return self.order_by("name_key", "pk")

    def locked(self) -> "SavedFilterQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class SavedFilter(models.Model):
    """The filters of a page's address, kept by one person under a name; nobody else sees it.

    `page` is the name of the page's address (`tickets:board`), `query` what stands behind its `?`.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    page = models.CharField("页面", max_length=60)
    name = models.CharField("名称", max_length=20)
    name_key = models.CharField(max_length=200, editable=False)
    query = models.CharField("条件", max_length=500)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "user", "page", "name", name="saved_filter_name_once"
            ),
            models.CheckConstraint(
                condition=Q(page__regex=r"^[a-z_]+:[a-z_]+$"), name="saved_filter_page_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name
