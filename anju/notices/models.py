"""The project's notice board (通知, 公告): what staff and, by link, residents read."""

from django.db import models
from django.db.models import Q

from anju.notices.states import NoticeState
from anju.organization.models import Project, User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Words for sets of notices."""

    def of(self, project: Project) -> "NoticeQuerySet":
        return self.filter(project=project)

    def seen_by_readers(self) -> "NoticeQuerySet":
        """Those that are no draft."""
        return self.exclude(state=NoticeState.DRAFT)

    def locked(self) -> "NoticeQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Notice(models.Model):
    """One entry of the board. Published text is never edited: it is withdrawn and written anew."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="notices")
    number = models.CharField("编号", max_length=20)
    title = models.CharField("标题", max_length=60)
    body = models.TextField("正文", max_length=5000)
    state = models.CharField(
        "状态", max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    once = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", name="notice_number_once"),
            models.UniqueConstraint(
                "project", "once", name="notice_form_once", condition=~Q(once="")
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.DRAFT, published_at=None, withdrawn_at=None)
                | Q(state=NoticeState.PUBLISHED, published_at__isnull=False, withdrawn_at=None)
                | Q(
                    state=NoticeState.WITHDRAWN,
                    published_at__isnull=False,
                    withdrawn_at__isnull=False,
                ),
                name="notice_state_fits_facts",
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "-written_at"], name="notice_board")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_draft(self) -> bool:
        return self.state == NoticeState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == NoticeState.PUBLISHED
