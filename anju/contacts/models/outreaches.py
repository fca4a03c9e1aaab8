"""联系: one contact with a resident that went through the door, whichever the channel."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from anju.clocks.models import Clock
from anju.contacts.models.templates import MessageTemplate
from anju.contacts.states import UNCOUNTED, WAITING, Channel, ContactReason, ContactState
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import Person

WEEK = timedelta(days=7)


class OutreachQuerySet(models.QuerySet["Outreach"]):
    """Words for sets of contacts."""

    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def waiting(self) -> Self:
        """Those that have not reached anybody yet."""
        return self.filter(state__in=WAITING)

    def counted(self, at: datetime) -> Self:
        """Those started by us that count against a household's rolling seven days."""
        return self.filter(is_counted=True, goes_at__gt=at - WEEK).exclude(state__in=UNCOUNTED)

    def of_household(self, unit: Unit | None, person: Person) -> Self:
        """Those of a unit, or of a person who belongs to none."""
        return self.filter(unit=unit) if unit is not None else self.filter(unit=None, person=person)

    def loaded(self) -> Self:
        return self.select_related(
            *("project", "person", "unit__building", "unit__entrance", "template", "instead_of"),
        )

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")

    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).order_by("pk")


class Outreach(models.Model):
    """A contact with one resident for one reason, by one channel, once per `key`.

    `goes_at` is when it goes, or went, out: later than `made_at` when it is held. `is_counted`:
    started by us and not waited for, so it counts against the household's week. `text`, `values`,
    `address` and `outcome` are personal and emptied when the person is forgotten.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="outreaches", verbose_name="住户"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="outreaches")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    reason = models.CharField("事由", max_length=12, choices=ContactReason.choices)
    state = models.CharField("状态", max_length=14, choices=ContactState.choices)
    is_started_by_us = models.BooleanField("我方发起", default=False)
    passes = models.BooleanField("不受免打扰限制", default=False)
    is_counted = models.BooleanField(default=False)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    template = models.ForeignKey(MessageTemplate, models.PROTECT, null=True, related_name="+")
    text = models.TextField("内容", max_length=2000, blank=True)
    values: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    address = models.CharField(max_length=200, blank=True)
    findings: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(
        default=list
    )
    keeps = models.ForeignKey(Clock, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=120)
    outgoing_id = models.BigIntegerField(null=True)
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="followed_by", verbose_name="改用其他渠道"
    )
    combined_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    why = models.CharField("主管说明", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=200, blank=True)
    failed_because = models.CharField("原因", max_length=200, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("发起人", max_length=80)
    done_by_name = models.CharField("经手人", max_length=80, blank=True)
    made_at = models.DateTimeField("登记时间")
    goes_at = models.DateTimeField("发出时间")
    settled_at = models.DateTimeField("完成时间", null=True)

    objects = OutreachQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "key", name="outreach_once_per_key"),
            models.CheckConstraint(
                condition=Q(
                    channel__in=Channel.values,
                    reason__in=ContactReason.values,
                    state__in=ContactState.values,
                ),
                name="outreach_words_known",
            ),
            models.CheckConstraint(
                condition=Q(combined_into=None) | Q(state=ContactState.CANCELLED),
                name="outreach_part_is_cancelled",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-made_at", "-id"], name="outreach_newest"),
            models.Index(fields=["project", "person", "-made_at"], name="outreach_of_person"),
            models.Index(fields=["project", "unit", "-goes_at"], name="outreach_of_unit"),
            models.Index(fields=["project", "state", "goes_at"], name="outreach_by_state"),
            models.Index(
                fields=["project", "outgoing_id"],
                name="outreach_of_outgoing",
                condition=Q(outgoing_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """What the trail may keep for ever: no name, no word of it."""
        return f"{Channel(self.channel).label}:{ContactReason(self.reason).label}(联系 {self.pk})"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topics of the pages that show it as a part."""
        topics = [f"project:{self.project_id}:contacts", f"residents.person:{self.person_id}"]
        if self.subject_type:
            topics.append(f"{self.subject_type}:{self.subject_id}")
        return tuple(topics)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_held(self) -> bool:
        return self.state == ContactState.HELD

    @property
    def is_failed(self) -> bool:
        return self.state == ContactState.FAILED

    @property
    def is_ready(self) -> bool:
        return self.state == ContactState.READY

    @property
    def needs_reason(self) -> bool:
        return self.state == ContactState.NEEDS_REASON
