"""日报: what a day brought, drafted from the records, signed by the supervisor, read above (S1)."""

from datetime import time
from typing import Any

from django.db import models
from django.db.models import F, Q

from anju.digests.states import DigestState
from anju.organization.models import Project

HOUR = time(18)


class DigestQuerySet(models.QuerySet["Digest"]):
    """Words for sets of digests."""

    def of(self, project: Project) -> "DigestQuerySet":
        return self.filter(project=project)

    def drafts(self) -> "DigestQuerySet":
        return self.filter(state=DigestState.DRAFT)

    def signed(self) -> "DigestQuerySet":
        """Those that the manager has not read yet."""
        return self.filter(state=DigestState.SIGNED)

    def issued(self) -> "DigestQuerySet":
        """Those that are no draft."""
        return self.exclude(state=DigestState.DRAFT)

    def newest_first(self) -> "DigestQuerySet":
        return self.order_by("-day", "-pk")

    def locked(self) -> "DigestQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Digest(models.Model):
    """One project's digest of one day: from the hour of the last one, `since`, to its own, `until`.

    `figures` are the numbers as they stood when it was drafted: a list of label, count and the
    query of the list behind (`tickets:tickets`). `body` is the text, changed until it is signed;
    `edition` counts the changes.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="digests")
    day = models.DateField("日期")
    state = models.CharField(
        "状态", max_length=10, choices=DigestState.choices, default=DigestState.DRAFT
    )
    since = models.DateTimeField("统计自")
    until = models.DateTimeField("统计至")
    figures: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        default=list
    )
    body = models.TextField("正文", max_length=10_000)
    drafted_at = models.DateTimeField("起草时间")
    edited_by_name = models.CharField("修改人", max_length=80, blank=True)
    signed_at = models.DateTimeField("签发时间", null=True)
    signed_by_name = models.CharField("签发人", max_length=80, blank=True)
    read_at = models.DateTimeField("批阅时间", null=True)
    read_by_name = models.CharField("批阅人", max_length=80, blank=True)
    remark = models.CharField("批示", max_length=300, blank=True)
    edition = models.PositiveIntegerField("版本", default=1)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "day", name="digest_once_a_day"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="digest_has_a_window"),
            models.CheckConstraint(
                condition=Q(state=DigestState.DRAFT, signed_at=None, read_at=None)
                | Q(state=DigestState.SIGNED, signed_at__isnull=False, read_at=None)
                | Q(state=DigestState.READ, signed_at__isnull=False, read_at__isnull=False),
                name="digest_state_fits_facts",
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "-day"], name="digest_by_state")]

    def __str__(self) -> str:
        return f"{self.day.year}年{self.day.month}月{self.day.day}日日报"

    @property
    def is_draft(self) -> bool:
        return self.state == DigestState.DRAFT

    @property
    def is_signed(self) -> bool:
        """Whether it waits for the manager."""
        return self.state == DigestState.SIGNED


class DigestTerms(models.Model):
    """When a project's digest is drafted each day; without a row at `HOUR`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    hour = models.TimeField("起草时间", default=HOUR)
    edition = models.PositiveIntegerField("版本", default=1)

    class Meta:
        constraints = [models.UniqueConstraint("project", name="digest_terms_once")]

    def __str__(self) -> str:
        return f"日报起草时间 {self.hour:%H:%M}"
