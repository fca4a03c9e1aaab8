"""What the house tells its own people: one row per person and message."""

from django.db import models
from django.db.models import Q

from anju.messaging.states import AlertKind, StaysIn
from anju.organization.models import Project, User


class StaffMessageQuerySet(models.QuerySet["StaffMessage"]):
    """Words for sets of messages."""

    def to(self, user: User) -> "StaffMessageQuerySet":
        return self.filter(user=user)

    def unread(self) -> "StaffMessageQuerySet":
        return self.filter(read_at=None)

    def of(self, project: Project) -> "StaffMessageQuerySet":
        return self.filter(project=project)

    def newest_first(self) -> "StaffMessageQuerySet":
        return self.order_by("-sent_at", "-pk")


class StaffMessage(models.Model):
    """A message to one person of the staff, told once per `key` however often it is asked for.

    It belongs to the person, not to the project it speaks of: a receptionist of two projects has
    one inbox. `url` is a path of ours, behind its own door.
    """

    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="messages")
    key = models.CharField(max_length=120)
    title = models.CharField("标题", max_length=80)
    body = models.CharField("内容", max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    kind = models.CharField(
        "类别", max_length=12, choices=AlertKind.choices, default=AlertKind.OTHER
    )
    is_emergency = models.BooleanField("紧急", default=False)
    stays_in = models.CharField(
        "外部提醒", max_length=10, choices=StaysIn.choices, blank=True, default=StaysIn.UNWANTED
    )
    sent_at = models.DateTimeField("时间")
    read_at = models.DateTimeField(null=True)

    objects = StaffMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="message_once_per_key"),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="message_url_is_ours",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AlertKind.values), name="message_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(stays_in__in=StaysIn.values), name="message_stays_in_known"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-sent_at", "-id"], name="message_inbox"),
            models.Index(fields=["project", "-sent_at", "-id"], name="message_of_project"),
            models.Index(fields=["user"], name="message_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.title
