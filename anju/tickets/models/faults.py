"""多户事件: one fault that many households report, answered together."""

from django.db import models
from django.db.models import Q

from anju.estate.models import Building
from anju.organization.models import Project
from anju.tickets.models.categories import Category
from anju.tickets.states import FaultState


class FaultQuerySet(models.QuerySet["CommonFault"]):
    """Words for sets of common faults."""

    def of(self, project: Project) -> "FaultQuerySet":
        return self.filter(project=project)

    def open(self) -> "FaultQuerySet":
        return self.filter(state=FaultState.OPEN)

    def locked(self) -> "FaultQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class CommonFault(models.Model):
    """What several tickets are about: the tickets hang under it and are answered together."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="faults")
    number = models.CharField("事件编号", max_length=24)
    title = models.CharField("事件", max_length=60)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name="事项分类"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, related_name="+", verbose_name="楼栋"
    )
    state = models.CharField(
        "状态", max_length=10, choices=FaultState.choices, default=FaultState.OPEN
    )
    opened_at = models.DateTimeField("开始时间")
    opened_by_name = models.CharField(max_length=60)
    answered_at = models.DateTimeField("答复时间", null=True)
    answer = models.TextField("统一答复", max_length=2000, blank=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", name="fault_number_once"),
            models.CheckConstraint(
                condition=Q(state=FaultState.OPEN, answered_at=None)
                | Q(state=FaultState.ANSWERED, answered_at__isnull=False),
                name="fault_state_fits_facts",
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "-opened_at"], name="fault_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
