"""What was said about a ticket: with its owner, inside, to a department asked for help."""

from django.db import models
from django.db.models import Q

from anju.contacts.models import Outreach
from anju.organization.models import Department, Project
from anju.tickets.models.orders import WorkOrder
from anju.tickets.models.tickets import Ticket
from anju.tickets.states import ContactWay, Rating


class Contact(models.Model):
    """A contact with the owner, or a note among ourselves; never changed afterwards.

    `outreach` is how it went through the door: its channel, and whether it has arrived.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="contacts")
    way = models.CharField("方式", max_length=10, choices=ContactWay.choices)
    words = models.TextField("内容", max_length=2000)
    outcome = models.CharField("结果", max_length=200, blank=True)
    is_answer = models.BooleanField("答复", default=False)
    outreach = models.ForeignKey(Outreach, models.PROTECT, null=True, related_name="+")
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("记录人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=ContactWay.values), name="contact_way_known"
            ),
        ]
        indexes = [models.Index(fields=["project", "ticket", "-at"], name="contact_of_ticket")]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{ContactWay(self.way).label} {self.at:%Y-%m-%d %H:%M}"


class HelpRequest(models.Model):
    """A department asked for help at once (C6.19.2); its assist clock runs until it answers."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="helps")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="协助部门"
    )
    question = models.CharField("请求协助的内容", max_length=300)
    asked_at = models.DateTimeField("请求时间")
    asked_by_name = models.CharField(max_length=80)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by_name = models.CharField("答复人", max_length=80, blank=True)
    reply = models.CharField("部门答复", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, reply="")
                | (Q(answered_at__isnull=False, withdrawn_at=None) & ~Q(reply="")),
                name="help_reply_fits_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "department", "asked_at"],
                name="help_open",
                condition=Q(answered_at=None, withdrawn_at=None),
            )
        ]
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.department.name}协助:{self.question}"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topics of the pages that show it as a part."""
        return (f"tickets.ticket:{self.ticket_id}",)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


class FollowUp(models.Model):
    """What the owner said afterwards: by a visit or call of ours, or on an opinion card.

    `waits` marks a card that was given before the ticket was answered: its effect comes then.
    `number_used` is the number that was called, masked.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="follow_ups")
    order = models.ForeignKey(WorkOrder, models.PROTECT, null=True, related_name="+")
    is_card = models.BooleanField("意见卡", default=False)
    way = models.CharField("方式", max_length=10, choices=ContactWay.choices)
    rating = models.CharField("评价", max_length=6, choices=Rating.choices)
    words = models.CharField("意见", max_length=500, blank=True)
    number_used = models.CharField("所用电话", max_length=20, blank=True)
    waits = models.BooleanField("等待答复后生效", default=False)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("回访人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__in=Rating.values, way__in=ContactWay.values),
                name="follow_up_words_known",
            ),
        ]
        indexes = [models.Index(fields=["project", "-at"], name="follow_up_newest")]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        kind = "意见卡" if self.is_card else "回访"
        return f"{kind}:{Rating(self.rating).label}"
