"""交接班: what a shift leaves, signed by who goes and by who comes (domain 2.10)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from anju.handovers.states import GRACE, OPEN, HandoverState
from anju.organization.models import Department, Project, User
from anju.rosters.models import Shift

BY_HAND = "临时交班"  # what a hand-over without a rostered shift is called


class DeskShift(models.Model):
    """A shift of a department that is handed over to the next (交接的班次), by its name.

    By name, because new hours make a new shift of the same name. Shifts that ended before
    `since` are not missed.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    name = models.CharField("班次名称", max_length=20)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "department", "name", name="desk_shift_once")
        ]

    def __str__(self) -> str:
        return self.name


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Words for sets of hand-overs."""

    def of(self, project: Project) -> "HandoverQuerySet":
        return self.filter(project=project)

    def open(self) -> "HandoverQuerySet":
        """Those that nobody has taken over and the supervisor has not settled."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> "HandoverQuerySet":
        """Those that are signed and wait for who comes."""
        return self.filter(state=HandoverState.SIGNED)

    def unrelieved(self) -> "HandoverQuerySet":
        """Those that were seen as not relieved and still are not."""
        return self.open().filter(unrelieved_at__isnull=False)

    def late_by(self, at: datetime) -> "HandoverQuerySet":
        """Those that should have been taken over, and nobody was told yet."""
        return self.open().filter(unrelieved_at=None, relieve_due_at__lte=at - GRACE)

    def newest_first(self) -> "HandoverQuerySet":
        return self.order_by("-day", "-drafted_at", "-pk")

    def locked(self) -> "HandoverQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Handover(models.Model):
    """One shift's hand-over. It belongs to the date its shift began on, also past midnight.

    `left` is what was open when the outgoing person signed, names masked: for ever what was
    handed over. `others` counts what was in hand beside it, due after the next shift; `drafts`
    the outgoing person's own. `relieve_due_at` is when the next shift is there and this one is
    over; `unrelieved_at` when nobody had come.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="handovers")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门"
    )
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, related_name="+", verbose_name="班次"
    )
    shift_name = models.CharField("班次名称", max_length=20, default=BY_HAND)
    day = models.DateField("日期")
    starts_at = models.DateTimeField("上班时间", null=True)
    ends_at = models.DateTimeField("下班时间", null=True)
    state = models.CharField(
        "状态", max_length=10, choices=HandoverState.choices, default=HandoverState.DRAFT
    )
    outgoing = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="交班人")
    incoming = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="接班人"
    )
    notes = models.TextField("交代事项", max_length=2000, blank=True)
    receipts = models.PositiveIntegerField("收据张数", null=True)
    cash = models.DecimalField("现金", max_digits=12, decimal_places=2, null=True)
    left: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        "未了事项", default=list
    )
    others = models.PositiveIntegerField(default=0)
    drafts = models.PositiveSmallIntegerField(default=0)
    drafted_at = models.DateTimeField("起草时间")
    signed_at = models.DateTimeField("交班时间", null=True)
    signed_by_name = models.CharField("交班签字", max_length=80, blank=True)
    relieve_due_at = models.DateTimeField("应接班时间", null=True)
    unrelieved_at = models.DateTimeField("发现无人接班", null=True)
    relieved_at = models.DateTimeField("接班时间", null=True)
    relieved_by_name = models.CharField("接班签字", max_length=80, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True)
    settled_by_name = models.CharField("处理人", max_length=80, blank=True)
    settled_why = models.CharField("处理说明", max_length=200, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "department",
                "day",
                "shift",
                name="handover_once_a_shift",
                condition=Q(shift__isnull=False),
            ),
            models.UniqueConstraint(
                "project",
                "department",
                "outgoing",
                name="handover_by_hand_one_open",
                condition=Q(shift=None, state__in=["DRAFT", "SIGNED", "DISPUTED"]),
            ),
            models.CheckConstraint(
                condition=Q(incoming=None) | ~Q(incoming=F("outgoing")),
                name="handover_between_two",
            ),
            models.CheckConstraint(
                condition=Q(cash=None) | Q(cash__gte=Decimal(0)), name="handover_cash_counted"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=HandoverState.DRAFT, signed_at=None, relieved_at=None, settled_at=None
                )
                | Q(
                    state__in=[HandoverState.SIGNED, HandoverState.DISPUTED],
                    signed_at__isnull=False,
                    relieved_at=None,
                    settled_at=None,
                )
                | Q(
                    state=HandoverState.RELIEVED,
                    signed_at__isnull=False,
                    relieved_at__isnull=False,
                    incoming__isnull=False,
                    settled_at=None,
                )
                | (
                    Q(state=HandoverState.SETTLED, settled_at__isnull=False, relieved_at=None)
                    & ~Q(settled_why="")
                ),
                name="handover_state_fits_facts",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-day", "-drafted_at"], name="handover_newest"),
            models.Index(
                fields=["project", "relieve_due_at"],
                name="handover_open",
                condition=Q(state__in=["DRAFT", "SIGNED", "DISPUTED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day.month}月{self.day.day}日{self.shift_name}交接班"

    @property
    def is_draft(self) -> bool:
        return self.state == HandoverState.DRAFT

    @property
    def is_signed(self) -> bool:
        """Whether it waits for who comes."""
        return self.state == HandoverState.SIGNED

    @property
    def is_disputed(self) -> bool:
        return self.state == HandoverState.DISPUTED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_unrelieved(self) -> bool:
        """Whether nobody has come although the next shift has begun."""
        return self.is_open and self.unrelieved_at is not None


class DutyLine(models.Model):
    """One line of what happened on a shift (值班记录); never changed afterwards."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    happened_at = models.DateTimeField("时间")
    words = models.CharField("值班记录", max_length=300)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("记录人", max_length=80)
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["happened_at", "pk"]
        indexes = [models.Index(fields=["project", "handover"], name="duty_line_of_handover")]

    def __str__(self) -> str:
        return f"{self.happened_at:%H:%M} 值班记录"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topic of the page that shows it as a part."""
        return (f"handovers.handover:{self.handover_id}",)


class Objection(models.Model):
    """What who comes does not accept (异议), and what who goes answers when signing again."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="objections")
    words = models.CharField("异议", max_length=300)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("提出人", max_length=80)
    at = models.DateTimeField("提出时间")
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "project", "handover", name="objection_one_open", condition=Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"异议 {self.at:%Y-%m-%d %H:%M}"
