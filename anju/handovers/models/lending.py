"""借用物品: what the desk lends to residents and others, until it is back."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from anju.core.masking import mask_phone
from anju.estate.models import Unit
from anju.handovers.states import Condition, ThingKind
from anju.organization.models import Project
from anju.residents.models import Person


class LentThingQuerySet(models.QuerySet["LentThing"]):
    """Words for sets of lent things."""

    def of(self, project: Project) -> "LentThingQuerySet":
        return self.filter(project=project)

    def out(self) -> "LentThingQuerySet":
        """Those that are not back."""
        return self.filter(back_at=None)

    def overdue(self, at: datetime) -> "LentThingQuerySet":
        return self.out().filter(due_at__lt=at)

    def locked(self) -> "LentThingQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class LentThing(models.Model):
    """One thing that is out, or was.

    The borrower is in register (`person`), or known by what they said: a name and a number, which
    is shown masked. `once` is the key of the form that made it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="lent_things")
    kind = models.CharField("种类", max_length=12, choices=ThingKind.choices)
    thing = models.CharField("名称或编号", max_length=40)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="住户"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="房屋")
    borrower_name = models.CharField("借用人", max_length=30, blank=True)
    borrower_phone = models.CharField("借用人电话", max_length=20, blank=True)
    lent_at = models.DateTimeField("借出时间")
    lent_by_name = models.CharField("经手人", max_length=80)
    due_at = models.DateTimeField("应还时间")
    note = models.CharField("说明", max_length=200, blank=True)
    back_at = models.DateTimeField("归还时间", null=True)
    back_by_name = models.CharField("收回人", max_length=80, blank=True)
    condition = models.CharField("归还状况", max_length=10, choices=Condition.choices, blank=True)
    back_note = models.CharField("归还说明", max_length=200, blank=True)
    once = models.CharField(max_length=40, blank=True)

    objects = LentThingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ThingKind.values), name="lent_thing_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(back_at=None, condition="")
                | Q(back_at__isnull=False, condition__in=Condition.values),
                name="lent_thing_back_has_condition",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("lent_at")), name="lent_thing_due_after_lending"
            ),
            models.UniqueConstraint(
                "project", "once", name="lent_thing_form_once", condition=~Q(once="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "due_at", "id"],
                name="lent_thing_out",
                condition=Q(back_at=None),
            ),
            models.Index(fields=["project", "-lent_at", "-id"], name="lent_thing_newest"),
            models.Index(fields=["project", "person"], name="lent_thing_of_person"),
        ]

    def __str__(self) -> str:
        return f"{ThingKind(self.kind).label} {self.thing}"

    @property
    def is_out(self) -> bool:
        return self.back_at is None

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.borrower_phone) if self.borrower_phone else ""
