"""Calling back who called in vain."""

from django.db import models
from django.db.models import Q

from anju.core.masking import mask_phone
from anju.organization.models import Project
from anju.telephony.models.calls import Call
from anju.telephony.states import CallBackState


class CallBackQuerySet(models.QuerySet["CallBack"]):
    """Words for sets of call-backs."""

    def of(self, project: Project) -> "CallBackQuerySet":
        return self.filter(project=project)

    def open(self) -> "CallBackQuerySet":
        return self.filter(state=CallBackState.OPEN)

    def locked(self) -> "CallBackQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class CallBack(models.Model):
    """Somebody called in vain and is to be called back: one for a number and an hour.

    Its `respond` clock is telephony's own deadline (30 working minutes of the desk). It is done by
    any later answered call with the number, `done_call`, or by hand with what was said.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="call_backs")
    number = models.CharField("号码", max_length=20)
    hour = models.DateTimeField("整点")
    first_call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    calls = models.PositiveIntegerField("未接次数", default=1)
    missed_at = models.DateTimeField("最近未接")
    state = models.CharField(
        "状态", max_length=10, choices=CallBackState.choices, default=CallBackState.OPEN
    )
    done_at = models.DateTimeField("回电时间", null=True)
    done_by_name = models.CharField("回电人", max_length=80, blank=True)
    done_call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="+")
    said = models.CharField("回电情况", max_length=300, blank=True)

    objects = CallBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", "hour", name="call_back_once_an_hour"),
            models.CheckConstraint(
                condition=Q(state=CallBackState.OPEN, done_at=None)
                | Q(state=CallBackState.DONE, done_at__isnull=False),
                name="call_back_state_fits_facts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "number"],
                name="call_back_open",
                condition=Q(state=CallBackState.OPEN),
            )
        ]

    def __str__(self) -> str:
        return f"回电 {mask_phone(self.number)}"
