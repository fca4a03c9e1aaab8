"""意见卡: what an owner thought of one work, given once by link or on paper."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from anju.opinions.states import CardWay, Seven
from anju.organization.models import Project
from anju.tickets.models import FollowUp, Ticket, WorkOrder
from anju.tickets.states import Rating

MAY_CHANGE = timedelta(hours=24)
_ASKED = {"attitude": "态度", "speed": "速度", "quiet": "安静", "tidy": "整洁"}


class OpinionCard(models.Model):
    """An owner's answers about one work order and its round, or about a ticket without work.

    `said` is what the ticket keeps of it. Only the words are personal; they
    are emptied with the ticket's.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="opinion_cards")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="opinion_cards")
    order = models.ForeignKey(WorkOrder, models.PROTECT, null=True, related_name="opinion_cards")
    round = models.PositiveSmallIntegerField("第几次", default=1)
    said = models.OneToOneField(FollowUp, models.PROTECT, related_name="card")
    way = models.CharField("方式", max_length=6, choices=CardWay.choices)
    overall = models.CharField("总体", max_length=6, choices=Rating.choices)
    attitude = models.CharField("态度", max_length=6, choices=Rating.choices, blank=True)
    speed = models.CharField("速度", max_length=6, choices=Rating.choices, blank=True)
    quiet = models.CharField("安静", max_length=6, choices=Rating.choices, blank=True)
    tidy = models.CharField("整洁", max_length=6, choices=Rating.choices, blank=True)
    seven = models.CharField("七个一", max_length=8, choices=Seven.choices, blank=True)
    words = models.CharField("意见", max_length=500, blank=True)
    given_at = models.DateTimeField("填写时间")
    changed_at = models.DateTimeField("修改时间", null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("记录人", max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "order", "round", name="card_once"),
            models.UniqueConstraint(
                "project", "ticket", "round", name="card_of_ticket_once", condition=Q(order=None)
            ),
            models.CheckConstraint(
                condition=Q(way__in=CardWay.values, overall__in=Rating.values)
                & Q(attitude__in=["", *Rating.values], speed__in=["", *Rating.values])
                & Q(quiet__in=["", *Rating.values], tidy__in=["", *Rating.values])
                & Q(seven__in=["", *Seven.values]),
                name="card_words_known",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-given_at", "-id"], name="card_newest"),
            models.Index(fields=["project", "ticket"], name="card_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"意见卡:{Rating(self.overall).label}"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topics of the pages that show it as a part."""
        return (f"tickets.ticket:{self.ticket_id}",)

    def may_change(self, at: datetime) -> bool:
        """Tell whether its owner may still change it."""
        return at < self.given_at + MAY_CHANGE

    @property
    def is_bad(self) -> bool:
        return self.overall == Rating.BAD

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Question and answer in words, those that were answered."""
        said = [
            (label, Rating(getattr(self, name)).label)
            for name, label in _ASKED.items()
            if getattr(self, name)
        ]
        return [*said, ("七个一", Seven(self.seven).label)] if self.seven else said


class LinkPress(models.Model):
    """How often a network pressed buttons of links within ten minutes; of no project.

    Kept as a keyed hash, and for an hour: it is only there to slow down who presses too often.
    """

    network = models.CharField(max_length=64)
    begins_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("network", "begins_at", name="press_of_network_once")
        ]

    def __str__(self) -> str:
        return f"{self.begins_at:%Y-%m-%d %H:%M}:{self.count}"
