"""派工单: what one department has to do for a ticket."""

from datetime import datetime
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.organization.models import Department, Project, User
from anju.tickets.models.dispatch import DispatchRule
from anju.tickets.models.prices import PriceItem
from anju.tickets.models.tickets import Ticket
from anju.tickets.states import HELD, UNFINISHED, ConsentBy, OrderState, QuoteState

_NOBODY = (OrderState.WAITING, OrderState.REFUSED)
_OVER = (OrderState.DONE, OrderState.CHECKED)


class OrderQuerySet(models.QuerySet["WorkOrder"]):
    """Words for sets of work orders."""

    def of(self, project: Project) -> "OrderQuerySet":
        return self.filter(project=project)

    def unfinished(self) -> "OrderQuerySet":
        return self.filter(state__in=UNFINISHED)

    def in_hand(self) -> "OrderQuerySet":
        return self.filter(state__in=HELD)

    def waiting(self) -> "OrderQuerySet":
        """Those that a department has and nobody of it."""
        return self.filter(state=OrderState.WAITING)

    def oldest_first(self) -> "OrderQuerySet":
        """Emergencies before all, then by when they were ordered."""
        return self.order_by("-is_emergency", "ordered_at", "pk")

    def with_tickets(self) -> "OrderQuerySet":
        """Load what a line about a work order shows."""
        return self.select_related(
            "project", "department", "assignee", "ticket__person", "ticket__place"
        ).select_related(
            "ticket__unit__building",
            "ticket__unit__entrance",
            "ticket__category__parent__parent",
            "ticket__building",
        )

    def with_case(self) -> "OrderQuerySet":
        """Load what commands need of a work order and its ticket, by few joins."""
        return self.select_related(
            "project",
            "department",
            "assignee",
            "ticket__person",
            "ticket__building",
            "ticket__category__parent__parent",
        )

    def locked(self) -> "OrderQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")

    def lock(self, pk: int) -> "WorkOrder":
        """Lock one row and return it as it is now, with all that was to be loaded.

        In two steps: a query that had to wait for the lock sees the row's new values, but of the
        rows that it joins the old ones.
        """
        WorkOrder.objects.select_for_update().values_list("pk").get(pk=pk)
        return self.get(pk=pk)


class WorkOrder(models.Model):
    """One department's part of a ticket (分解), from dispatch to check.

    `why` is the sentence that says what sent it and who was chosen; `rule` the rule that did.
    `round` counts the attempts: returned work is round 2. `is_grab` lets whoever of the department
    takes it first have it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="work_orders")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="orders")
    number = models.CharField("派工单号", max_length=28)
    task = models.CharField("工作内容", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=OrderState.choices, default=OrderState.WAITING
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name="部门"
    )
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="work_orders", verbose_name="承办人"
    )
    rule = models.ForeignKey(DispatchRule, models.PROTECT, null=True, related_name="+")
    why = models.CharField("派单依据", max_length=300, blank=True)
    is_grab = models.BooleanField("抢单", default=False)
    # Who handed it back or refused it: dispatch passes them over.
    passed_by: "ArrayField[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list
    )
    is_emergency = models.BooleanField("突发", default=False)
    is_paid = models.BooleanField("有偿服务", default=False)
    ordered_at = models.DateTimeField("派出时间")
    assigned_at = models.DateTimeField("派人时间", null=True)
    accepted_at = models.DateTimeField("接单时间", null=True)
    started_at = models.DateTimeField("开工时间", null=True)
    deferred_until = models.DateField("延期至", null=True)
    defer_reason = models.CharField("延期原因", max_length=200, blank=True)
    refuse_reason = models.CharField("退回原因", max_length=200, blank=True)
    done_at = models.DateTimeField("完成时间", null=True)
    result = models.CharField("处理结果", max_length=500, blank=True)
    materials = models.CharField("用料", max_length=300, blank=True)
    gap_reason = models.CharField("检查项未做的原因", max_length=200, blank=True)
    disturbs = models.BooleanField("会影响住户", default=False)
    checked_at = models.DateTimeField("检查时间", null=True)
    checked_by_name = models.CharField("检查人", max_length=60, blank=True)
    round = models.PositiveSmallIntegerField("第几次", default=1)
    edition = models.PositiveIntegerField("版本", default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", name="order_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=_NOBODY, assignee=None)
                | Q(state=OrderState.ASSIGNED, assignee__isnull=False)
                | ~Q(state__in=(*_NOBODY, OrderState.ASSIGNED)),
                name="order_assignee_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(state__in=(*_NOBODY, "CANCELLED")),
                name="order_in_hand_has_department",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.DEFERRED, deferred_until__isnull=False)
                | (~Q(state=OrderState.DEFERRED) & Q(deferred_until=None)),
                name="order_deferred_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OVER, done_at__isnull=False)
                | (~Q(state__in=_OVER) & Q(done_at=None)),
                name="order_done_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.CHECKED, checked_at__isnull=False)
                | (~Q(state=OrderState.CHECKED) & Q(checked_at=None)),
                name="order_checked_has_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "department", "state", "ordered_at"], name="order_on_board"
            ),
            models.Index(
                fields=["project", "assignee", "ordered_at"],
                name="order_in_hand",
                condition=Q(state__in=["ASSIGNED", "ACCEPTED", "STARTED", "DEFERRED"]),
            ),
            models.Index(
                fields=["project", "-is_emergency", "ordered_at"],
                name="order_waiting",
                condition=Q(state="WAITING"),
            ),
            models.Index(fields=["project", "assignee", "-done_at"], name="order_last_done"),
            models.Index(fields=["project", "-ordered_at", "-id"], name="order_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.task}"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topics of the pages that show it as a part."""
        return (f"tickets.ticket:{self.ticket_id}",)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_late_back(self) -> bool:
        return self.round > 1

    def held_since(self) -> datetime:
        """When the present hand got it."""
        return self.assigned_at or self.ordered_at


class Quote(models.Model):
    """What a paid work will cost and whether the owner agreed; the last one holds."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="quotes")
    state = models.CharField(
        "状态", max_length=10, choices=QuoteState.choices, default=QuoteState.OFFERED
    )
    total = models.DecimalField("合计", max_digits=14, decimal_places=2)
    note = models.CharField("说明", max_length=200, blank=True)
    offered_at = models.DateTimeField("报价时间")
    offered_by_name = models.CharField("报价人", max_length=60)
    consent_by = models.CharField("同意方式", max_length=10, choices=ConsentBy.choices, blank=True)
    decided_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=Decimal(0)), name="quote_not_negative"),
            models.CheckConstraint(
                condition=Q(state=QuoteState.OFFERED, decided_at=None)
                | (Q(state=QuoteState.AGREED, decided_at__isnull=False) & ~Q(consent_by=""))
                | Q(state=QuoteState.DECLINED, decided_at__isnull=False),
                name="quote_state_fits_facts",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"报价 ¥{self.total}"


class QuoteLine(models.Model):
    """One service or material of a quote, at the price that held on that day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines")
    item = models.ForeignKey(PriceItem, models.PROTECT, null=True, related_name="+")
    name = models.CharField("项目", max_length=60)
    quantity = models.DecimalField("数量", max_digits=9, decimal_places=2)
    price = models.DecimalField("单价", max_digits=12, decimal_places=2)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"
