"""Clocks, what happened to them, and which stages of theirs have fired."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.clocks.hooks import kind_label
from anju.clocks.models.calendars import CalendarVersion
from anju.clocks.models.policies import ClockPolicy
from anju.clocks.states import EventKind, Verdict
from anju.organization.models import Department, Project, User

Plain = dict[str, Any]


class ClockQuerySet(models.QuerySet["Clock"]):
    """Words for sets of clocks."""

    def of(self, project: Project) -> "ClockQuerySet":
        return self.filter(project=project)

    def about(self, subject: models.Model) -> "ClockQuerySet":
        """Those of one case, by type and number."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def open(self) -> "ClockQuerySet":
        return self.filter(stopped_at=None)

    def broken(self) -> "ClockQuerySet":
        return self.filter(verdict=Verdict.BROKEN)

    def due_by(self, at: datetime) -> "ClockQuerySet":
        """Those for which the sweep has something to do at a moment."""
        return self.filter(next_at__lte=at)

    def locked(self) -> "ClockQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")

    def lock(self, pk: int) -> "Clock":
        """Lock one row and return it as it is now, with all that was to be loaded.

        In two steps: a query that had to wait for the lock sees the row's new values, but of the
        rows that it joins the old ones.
        """
        Clock.objects.select_for_update().values_list("pk").get(pk=pk)
        return self.get(pk=pk)

    def with_terms(self) -> "ClockQuerySet":
        """Load policy, project, holder and department with each row; a version's content, never."""
        return self.select_related("policy__version", "project", "holder", "department")


class Clock(models.Model):
    """One deadline of a case, of one kind and instance (clocks.md, Model).

    Its `ClockEvent`s are the truth; every column from `policy` down to `explanation` is a cache
    of them, which `bin/anju verify clocks` compares and `rebuild_clocks` makes anew. `holder` and
    `department` are who is told first; `next_at` is when the sweep must look again.

    `explanation` keeps why this policy matched; the arithmetic is explained from the pinned
    policy and calendar version whenever somebody asks. `is_beyond` flags a due time that lies
    over 400 days away. `asks_renewal`: the calendar changed under a promise already told.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="clocks")
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    kind = models.CharField("时限种类", max_length=40)
    instance = models.PositiveSmallIntegerField("第几次", default=1)
    facts: "models.JSONField[Plain, Plain]" = models.JSONField(default=dict)
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="clocks")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")

    policy = models.ForeignKey(ClockPolicy, models.PROTECT, related_name="+")
    calendar_version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始")
    due_at = models.DateTimeField("到期")
    warn_at: "ArrayField[list[datetime], list[datetime]]" = ArrayField(
        models.DateTimeField(), default=list
    )
    is_hand_set = models.BooleanField("手工设定", default=False)
    is_beyond = models.BooleanField("超出可计算范围", default=False)
    paused_until = models.DateTimeField("暂停至", null=True)
    renewals = models.PositiveSmallIntegerField("续诺次数", default=0)
    asks_renewal = models.BooleanField("请续诺", default=False)
    stopped_at = models.DateTimeField("停止", null=True)
    verdict = models.CharField(
        "结论", max_length=10, choices=Verdict.choices, blank=True, default=Verdict.NONE
    )
    breached_at = models.DateTimeField("逾期时间", null=True)
    is_superseded = models.BooleanField("补录后改判", default=False)
    is_offline = models.BooleanField("补录", default=False)
    late_working = models.PositiveIntegerField("逾期工作分钟", default=0)
    late_calendar = models.PositiveIntegerField("逾期分钟", default=0)
    explanation: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    next_at = models.DateTimeField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "subject_type", "subject_id", "kind", "instance", name="clock_once"
            ),
            models.CheckConstraint(condition=Q(instance__gte=1), name="clock_instance_from_one"),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("started_at")), name="clock_due_not_before_start"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[Verdict.NONE, Verdict.BROKEN], stopped_at=None)
                | Q(
                    verdict__in=[Verdict.KEPT, Verdict.BROKEN, Verdict.CANCELLED],
                    stopped_at__isnull=False,
                ),
                name="clock_verdict_fits_stop",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.BROKEN) | Q(breached_at__isnull=False),
                name="clock_broken_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_superseded=False)
                | Q(verdict=Verdict.KEPT, is_offline=True, breached_at__isnull=False),
                name="clock_superseded_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(breached_at=None)
                | Q(verdict=Verdict.BROKEN)
                | Q(verdict=Verdict.KEPT, is_superseded=True),
                name="clock_breach_never_erased",
            ),
            models.CheckConstraint(
                condition=Q(late_calendar=0, late_working=0) | Q(verdict=Verdict.BROKEN),
                name="clock_late_only_when_broken",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(next_at=None), name="clock_stopped_sleeps"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="clock_next_at", condition=Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["project", "due_at", "id"], name="clock_open", condition=Q(stopped_at=None)
            ),
            models.Index(
                fields=["project", "holder", "due_at"],
                name="clock_open_of_holder",
                condition=Q(stopped_at=None),
            ),
        ]

    def __str__(self) -> str:
        again = f"(第 {self.instance} 次)" if self.instance > 1 else ""
        return f"{kind_label(self.kind)}时限{again}"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topic of its case, whose page shows it."""
        return (f"{self.subject_type}:{self.subject_id}",)

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    @property
    def is_broken(self) -> bool:
        return self.verdict == Verdict.BROKEN


class ClockEvent(models.Model):
    """Something that happened to a clock; append-only by trigger. The truth about it.

    `at` is the moment of entry in whole minutes; `inputs` hold all that replaying needs.
    The order is that of the numbers: a clock's row is locked while one is written.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    absent_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    inputs: "models.JSONField[Plain, Plain]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values), name="clock_event_kind_known"
            )
        ]
        indexes = [models.Index(fields=["project", "clock", "id"], name="clock_event_order")]

    def __str__(self) -> str:
        return f"{EventKind(self.kind).label} {self.at:%Y-%m-%d %H:%M}"

    @property
    def actor_label(self) -> str:
        """The name as screens show it, with 代 … where somebody stood in."""
        return f"{self.actor_name}(代 {self.absent_name})" if self.absent_name else self.actor_name


class StageFiring(models.Model):
    """A stage of a clock that has fired, once; append-only.

    `stage` is the rung's key, or `morning:2026-11-24` for a broken promise. `planned_at` is the
    moment it was due, `fired_at` when the sweep came. `told` are the numbers of those found then;
    empty means that nobody was on duty and `passed_to` names the rung that fired instead.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="firings")
    stage = models.CharField(max_length=40)
    planned_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    told: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    passed_to = models.CharField(max_length=40, blank=True)
    acts: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), default=list
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "clock", "stage", name="stage_fires_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.fired_at:%Y-%m-%d %H:%M}"
