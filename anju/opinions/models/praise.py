"""表扬: residents praise staff, staff thank residents (C6.22f)."""

from django.db import models
from django.db.models import Q

from anju.estate.models import Unit
from anju.opinions.states import Direction, PraiseSource
from anju.organization.models import Project, User
from anju.residents.models import Person
from anju.tickets.models import Ticket


class Praise(models.Model):
    """One praise, either way; `ticket` is what it was for where there is one."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="praise")
    direction = models.CharField("方向", max_length=8, choices=Direction.choices)
    source = models.CharField("来源", max_length=8, choices=PraiseSource.choices)
    words = models.CharField("内容", max_length=500)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="住户"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="房屋")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="+")
    users = models.ManyToManyField(User, through="Praised", related_name="+")
    happened_on = models.DateField("日期")
    once = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField("时间")
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField("记录人", max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values, source__in=PraiseSource.values),
                name="praise_words_known",
            ),
            models.UniqueConstraint(
                "project", "once", name="praise_form_once", condition=~Q(once="")
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-happened_on", "-id"], name="praise_newest"),
            models.Index(fields=["project", "person"], name="praise_of_person"),
            models.Index(fields=["project", "unit"], name="praise_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{Direction(self.direction).label} {self.happened_on:%Y-%m-%d}"

    @property
    def names(self) -> str:
        """The colleagues it names."""
        return "、".join(each.name for each in self.users.all())


class Praised(models.Model):
    """A colleague whom a praise names: praised, or who thanks."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    praise = models.ForeignKey(Praise, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="praised")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "praise", "user", name="praised_once"),
        ]
        indexes = [models.Index(fields=["project", "user"], name="praised_user")]

    def __str__(self) -> str:
        return self.user.name
