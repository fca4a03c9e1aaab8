"""What somebody has typed and not yet sent."""

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
