"""派工设置: how a department hands out its work, and who can do what."""

from django.db import models
from django.db.models import Q

from anju.organization.models import Department, Project, User
from anju.tickets.models.categories import Category
from anju.tickets.states import Way

LOAD_CAP = 5


class CrewTerms(models.Model):
    """A department's way of choosing, and how many orders one person holds at most.

    Without a row: the fewest in hand first, at most `LOAD_CAP`.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    way = models.CharField("派单方式", max_length=10, choices=Way.choices, default=Way.FEWEST)
    load_cap = models.PositiveSmallIntegerField("每人最多在手", default=LOAD_CAP)
    edition = models.PositiveIntegerField("版本", default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "department", name="crew_terms_once"),
            models.CheckConstraint(condition=Q(load_cap__gte=1), name="crew_load_cap_positive"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="crew_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.department.name}派工设置"


class Skill(models.Model):
    """Somebody can do the works of one branch (技能); who has none listed can do all."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("project", "user", "category", name="skill_once")]

    def __str__(self) -> str:
        return f"{self.user.name}:{self.category.name}"
