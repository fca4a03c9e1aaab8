"""回访抽样: which repairs of a week are asked about, and by what chance."""

from typing import Any

from django.db import models
from django.db.models import Q

from anju.opinions.states import DrawnFor
from anju.organization.models import Project
from anju.tickets.models import Ticket


class FollowUpDraw(models.Model):
    """The sample of one week's answered repairs; from seed and share anybody can draw it again.

    `begins_on` is the Monday. `candidates` is from what it was drawn: number, building and workers
    of each repair, since tickets may be opened again later.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="follow_up_draws")
    begins_on = models.DateField("周一")
    seed = models.CharField("随机种子", max_length=32)
    share = models.PositiveSmallIntegerField("抽样比例(%)")
    candidates: "models.JSONField[Any, Any]" = models.JSONField("本周答复的报修")
    drawn_at = models.DateTimeField("抽取时间")
    by_name = models.CharField("记录人", max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "begins_on", name="draw_once_a_week"),
            models.CheckConstraint(condition=Q(share__lte=100), name="draw_share_is_percent"),
        ]
        ordering = ["-begins_on"]

    def __str__(self) -> str:
        return f"{self.begins_on:%Y-%m-%d} 一周的回访样本"


class DrawnTicket(models.Model):
    """One ticket of a sample, and for what it is there; picked by hand it belongs to no draw."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    draw = models.ForeignKey(FollowUpDraw, models.PROTECT, null=True, related_name="tickets")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="drawn")
    why = models.CharField("因何抽中", max_length=10, choices=DrawnFor.choices)
    named = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    by_name = models.CharField("记录人", max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "draw", "ticket", name="drawn_once"),
            models.CheckConstraint(
                condition=Q(why=DrawnFor.HAND, draw=None)
                | (Q(why__in=["BUILDING", "WORKER", "CHANCE"]) & Q(draw__isnull=False)),
                name="drawn_by_chance_or_hand",
            ),
        ]
        indexes = [models.Index(fields=["project", "ticket"], name="drawn_of_ticket")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{DrawnFor(self.why).label}{self.named}"
