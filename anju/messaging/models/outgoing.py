"""The outbox: what leaves the house, each message once, until it arrived or was given up."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q

from anju.messaging.models.providers import SmsProvider
from anju.messaging.states import OUT_OPEN, OutChannel, OutState
from anju.organization.models import Project

S = OutState
STAFF_MESSAGE = "messaging.staffmessage"


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """Words for sets of outgoing messages."""

    def of(self, project: Project) -> "OutgoingQuerySet":
        return self.filter(project=project)

    def about(self, subject_type: str, ids: Collection[int]) -> "OutgoingQuerySet":
        return self.filter(subject_type=subject_type, subject_id__in=ids)

    def open(self) -> "OutgoingQuerySet":
        return self.filter(state__in=OUT_OPEN)

    def due(self, at: datetime) -> "OutgoingQuerySet":
        """Those to be taken in hand: their moment has come, or whoever had them is gone."""
        return self.open().filter(next_try_at__lte=at)

    def in_order(self) -> "OutgoingQuerySet":
        return self.order_by("next_try_at", "pk")

    def newest_first(self) -> "OutgoingQuerySet":
        return self.order_by("-created_at", "-pk")

    def locked(self) -> "OutgoingQuerySet":
        return self.select_for_update(of=("self",))


class Outgoing(models.Model):
    """One message to the outside, once per project and `key`.

    `message_id` is our own number of it: the provider gets it with the message and is asked by it
    after trouble. `next_try_at` is when an open message is (again) to be taken in hand; while one
    is being sent it is the end of the lease, after which whoever sent it counts as dead.
    `project` is empty only for an alert that concerns no project.
    """

    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    channel = models.CharField("渠道", max_length=10, choices=OutChannel.choices)
    address_sealed = models.BinaryField()
    address_shown = models.CharField("号码或地址", max_length=80, blank=True)
    text = models.TextField("内容", blank=True)
    provider_code = models.CharField("模板编号", max_length=60, blank=True)
    values = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    message_id = models.UUIDField(unique=True)
    state = models.CharField("状态", max_length=10, choices=OutState.choices)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField(null=True)
    provider = models.ForeignKey(SmsProvider, models.PROTECT, null=True, related_name="+")
    provider_ref = models.CharField("服务商回执编号", max_length=80, blank=True)
    sentence = models.CharField("说明", max_length=200, blank=True)
    is_forgotten = models.BooleanField(default=False)
    created_at = models.DateTimeField("交付时间")
    sent_at = models.DateTimeField("发出时间", null=True)
    settled_at = models.DateTimeField("结束时间", null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "key"], name="outgoing_once_per_key", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(channel__in=OutChannel.values), name="outgoing_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OutState.values), name="outgoing_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OUT_OPEN, next_try_at__isnull=False)
                | (~Q(state__in=OUT_OPEN) & Q(next_try_at=None)),
                name="outgoing_open_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.SENDING, S.SENT, S.DELIVERED)) | Q(attempts__gte=1),
                name="outgoing_sent_was_tried",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.SENT, S.DELIVERED)) | Q(sent_at__isnull=False),
                name="outgoing_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.FAILED) | (~Q(sentence="") & Q(settled_at__isnull=False)),
                name="outgoing_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(is_forgotten=False)
                | Q(text="", address_sealed=b"", address_shown="", values={}),
                name="outgoing_forgotten_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-created_at", "-id"], name="outgoing_newest"),
            models.Index(fields=["subject_type", "subject_id"], name="outgoing_of_subject"),
            models.Index(
                fields=["next_try_at", "id"],
                name="outgoing_due",
                condition=Q(state__in=OUT_OPEN),
            ),
        ]

    def __str__(self) -> str:
        return str(OutChannel(self.channel).label)  # the trail keeps no number, masked or not

    @property
    def is_alert(self) -> bool:
        """Whether it tells one of our own people; such transport leaves no trail."""
        return self.subject_type == STAFF_MESSAGE
