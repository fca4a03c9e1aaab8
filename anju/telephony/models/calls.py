"""Calls, and the events that they are made of."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from anju.core.masking import mask_phone
from anju.organization.models import Project, User
from anju.telephony.states import (
    GOING_ON,
    CallEventKind,
    CallState,
    Cause,
    Direction,
    HangupBy,
)

SIMULATED = "sim-"
NO_NUMBER = "号码不明"


class CallQuerySet(models.QuerySet["Call"]):
    """Words for sets of calls."""

    def of(self, project: Project) -> "CallQuerySet":
        return self.filter(project=project)

    def going_on(self) -> "CallQuerySet":
        return self.filter(state__in=GOING_ON)

    def incoming(self) -> "CallQuerySet":
        return self.filter(direction=Direction.IN)

    def missed(self) -> "CallQuerySet":
        """Those that somebody made in vain; a call of ours that nobody took is not among them."""
        return self.incoming().filter(state=CallState.MISSED)

    def newest_first(self) -> "CallQuerySet":
        return self.order_by("-started_at", "-pk")

    def locked(self) -> "CallQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Call(models.Model):
    """One call of a project: what its `CallEvent`s say together (`folding.fold`), as a row.

    `call_id` is the exchange's own name of it. `raw` and `number` are the other side's, as sent
    and normalised; `line_number` is ours. `subject_*` is what came of it, a ticket. `holds` are
    pairs of moments in ISO form, the last one open while somebody waits.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="calls")
    call_id = models.CharField(max_length=200)
    direction = models.CharField("方向", max_length=3, choices=Direction.choices)
    raw = models.CharField(max_length=80, blank=True)
    number = models.CharField("号码", max_length=20, blank=True)
    extension = models.CharField("分机", max_length=6, blank=True)
    line_number = models.CharField("本机号码", max_length=80, blank=True)
    queue = models.CharField("队列", max_length=60, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=CallState.choices, default=CallState.RINGING
    )
    started_at = models.DateTimeField("开始")
    answered_at = models.DateTimeField("接听", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cause = models.CharField("结束原因", max_length=20, choices=Cause.choices, blank=True)
    hangup_by = models.CharField("挂断方", max_length=10, choices=HangupBy.choices, blank=True)
    recording_url = models.CharField("录音", max_length=500, blank=True)
    holds: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(default=list)
    is_misdial = models.BooleanField("误拨", default=False)
    is_put_away = models.BooleanField("已收起", default=False)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "call_id", name="call_once"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="call_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(cause="") | Q(cause__in=Cause.values), name="call_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(hangup_by="") | Q(hangup_by__in=HangupBy.values),
                name="call_hangup_by_known",
            ),
            models.CheckConstraint(
                condition=Q(state=CallState.RINGING, answered_at=None, ended_at=None)
                | Q(
                    state__in=[CallState.TALKING, CallState.HOLDING],
                    answered_at__isnull=False,
                    ended_at=None,
                )
                | Q(state=CallState.ENDED, ended_at__isnull=False)
                | Q(state=CallState.MISSED, answered_at=None, ended_at__isnull=False)
                | Q(state=CallState.REJECTED, answered_at=None),
                name="call_state_fits_facts",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-started_at", "-id"], name="call_log"),
            models.Index(fields=["project", "number", "-started_at"], name="call_by_number"),
            models.Index(fields=["project", "subject_type", "subject_id"], name="call_subject"),
            models.Index(
                fields=["project", "started_at"],
                name="call_going_on",
                condition=Q(state__in=GOING_ON),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.masked_number}"

    @property
    def masked_number(self) -> str:
        """The other side's number as those see it who have no need of it whole."""
        return mask_phone(self.number) if self.number else NO_NUMBER

    @property
    def is_going_on(self) -> bool:
        return self.state in GOING_ON

    @property
    def is_missed(self) -> bool:
        """Whether somebody called in vain."""
        return self.state == CallState.MISSED and self.direction == Direction.IN

    @property
    def is_simulated(self) -> bool:
        """Whether it was made on the page for practice."""
        return self.call_id.startswith(SIMULATED)

    @property
    def held_since(self) -> datetime | None:
        """Since when the other side waits; None unless it does."""
        if self.state != CallState.HOLDING or not self.holds or len(self.holds[-1]) != 1:
            return None
        return datetime.fromisoformat(self.holds[-1][0])

    @property
    def talked_seconds(self) -> int:
        """How long it was talked, 0 while that is not known."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(0, round((self.ended_at - self.answered_at).total_seconds()))

    @property
    def talked(self) -> str:
        """How long it was talked, as people say it: 3 分 05 秒."""
        minutes, seconds = divmod(self.talked_seconds, 60)
        if self.answered_at is None or self.ended_at is None:
            return ""
        return f"{minutes} 分 {seconds:02} 秒" if minutes else f"{seconds} 秒"


class CallEvent(models.Model):
    """One thing that was reported of a call: the truth, of which the call is what it adds up to.

    `fingerprint` tells a repetition from news: it is of what was said, not of when it came.
    `happened_at` is the exchange's own moment where it gave a believable one, else `received_at`.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, models.CASCADE, related_name="events")
    kind = models.CharField("事件", max_length=10, choices=CallEventKind.choices)
    fingerprint = models.CharField(max_length=64)
    body: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_rejected = models.BooleanField("已拦截", default=False)
    happened_at = models.DateTimeField("发生时间")
    received_at = models.DateTimeField("收到时间")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "call", "fingerprint", name="call_event_once"),
            models.CheckConstraint(
                condition=Q(kind__in=CallEventKind.values), name="call_event_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ExpectedCall(models.Model):
    """A call that somebody is about to make, about something; the call that follows belongs to it.

    `call` is the one that came of it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    number = models.CharField("号码", max_length=20)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)
    expected_at = models.DateTimeField("准备时间")
    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["project", "number", "-expected_at"], name="expected_by_number")
        ]

    def __str__(self) -> str:
        return f"准备去电 {mask_phone(self.number)}"
