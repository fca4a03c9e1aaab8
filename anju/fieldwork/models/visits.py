"""上门: one going to the place of a work order, from setting out to the signature."""

from django.db import models
from django.db.models import F, Q

from anju.archives.models import File
from anju.fieldwork.states import OPEN, LeftCause, VisitState
from anju.organization.models import Project, User
from anju.tickets.models import ChecklistEdition, WorkOrder


class VisitQuerySet(models.QuerySet["Visit"]):
    """Words for sets of visits."""

    def of(self, project: Project) -> "VisitQuerySet":
        return self.filter(project=project)

    def open(self) -> "VisitQuerySet":
        """Those under way."""
        return self.filter(state__in=OPEN)

    def newest_first(self) -> "VisitQuerySet":
        return self.order_by("-set_out_at", "-pk")

    def locked(self) -> "VisitQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Visit(models.Model):
    """One going to the place of a work order; what was done without a network stands at its time.

    `round` is the order's attempt. `worker` is None where a company without our telephone came and
    the desk keyed in its paper (`is_paper`). `seven_kept` is decided at the end: whether all of its
    checklists was ticked; None while under way, for who left, and where nothing had to be checked.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="visits")
    order = models.ForeignKey(
        WorkOrder, models.PROTECT, related_name="visits", verbose_name="派工单"
    )
    number = models.PositiveSmallIntegerField("第几次上门")
    round = models.PositiveSmallIntegerField("第几次返工", default=1)
    worker = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="visits", verbose_name="上门人"
    )
    is_paper = models.BooleanField("纸质补录", default=False)
    is_indoor = models.BooleanField("入户", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=VisitState.choices, default=VisitState.ON_THE_WAY
    )
    set_out_at = models.DateTimeField("出发时间")
    arrived_at = models.DateTimeField("到达时间", null=True)
    started_at = models.DateTimeField("开工时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    left_cause = models.CharField("离开原因", max_length=10, choices=LeftCause.choices, blank=True)
    left_reason = models.CharField("离开说明", max_length=200, blank=True)
    seven_kept = models.BooleanField("检查项全做到", null=True)
    minutes = models.PositiveIntegerField("用时分钟", null=True)
    signature = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", verbose_name="业主签字"
    )
    signed_name = models.CharField("签字人", max_length=30, blank=True)
    signed_at = models.DateTimeField("签字时间", null=True)
    unsigned_reason = models.CharField("未签字原因", max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "order", "number", name="visit_number_once"),
            models.UniqueConstraint(
                "project", "order", name="visit_open_once", condition=Q(state__in=OPEN)
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.ON_THE_WAY, arrived_at=None, ended_at=None)
                | Q(state=VisitState.ARRIVED, arrived_at__isnull=False, ended_at=None)
                | Q(state=VisitState.WORKING, started_at__isnull=False, ended_at=None)
                | Q(state=VisitState.DONE, ended_at__isnull=False, left_cause="")
                | (
                    Q(state=VisitState.LEFT, ended_at__isnull=False, seven_kept=None)
                    & ~Q(left_cause="")
                ),
                name="visit_state_fits_facts",
            ),
            models.CheckConstraint(
                condition=Q(left_cause__in=["", *LeftCause.values]), name="visit_cause_known"
            ),
            models.CheckConstraint(
                condition=(Q(arrived_at=None) | Q(arrived_at__gte=F("set_out_at")))
                & (Q(started_at=None) | Q(started_at__gte=F("arrived_at")))
                & (Q(ended_at=None) | Q(ended_at__gte=F("set_out_at"))),
                name="visit_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signature=None, signed_name="")
                | Q(signed_at__isnull=False, unsigned_reason=""),
                name="visit_signed_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(worker__isnull=False) | Q(is_paper=True), name="visit_has_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-set_out_at", "-id"], name="visit_newest"),
            models.Index(fields=["project", "worker", "-set_out_at"], name="visit_of_worker"),
            models.Index(fields=["project", "order", "-number"], name="visit_of_order"),
            models.Index(
                fields=["project", "ended_at"],
                name="visit_of_sevens",
                condition=Q(is_indoor=True, state="DONE"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order.number} 第 {self.number} 次上门"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topics of the pages that show it as a part."""
        return (f"tickets.workorder:{self.order_id}", *self.order.shown_in)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_settled_with_owner(self) -> bool:
        """Tell whether the owner has signed, or it is said why not."""
        return self.signed_at is not None or bool(self.unsigned_reason)


class VisitSheet(models.Model):
    """An edition of a checklist that a visit works by; later editions change nothing for it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="sheets")
    edition = models.ForeignKey(ChecklistEdition, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "visit", "edition", name="visit_sheet_once")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.edition)
