"""The index behind the one search box: one row per term, with the right it takes to see it."""

from django.db import models
from django.db.models import Q

from anju.organization.models import Project


class TermKind(models.TextChoices):
    """What a term is, which decides how it is matched: see `anju.search.reading`."""

    NAME = "NAME", "名称"
    SPELLING = "SPELLING", "拼音"
    CODE = "CODE", "编号"
    PLATE = "PLATE", "车牌"
    PHONE = "PHONE", "电话"
    TAIL = "TAIL", "电话末四位"
    INNER = "INNER", "电话中间号码"


class Term(models.Model):
    """Something one may type, and what it leads to.

    `weight` 0 is of today, 1 of the past (a former owner); lower comes first. Subjects are named
    by type and number, like the trail's.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=TermKind.choices)
    # Compared byte by byte, so that one index serves prefixes and their order in any database.
    term = models.CharField(max_length=60, db_collation="C")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    permission = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TermKind.values), name="term_kind_known")
        ]
        indexes = [
            models.Index(fields=["project", "kind", "term", "permission"], name="term_as_typed"),
            # The head office searches all projects at once.
            models.Index(fields=["kind", "term", "project"], name="term_anywhere"),
            models.Index(fields=["project", "subject_type", "subject_id"], name="term_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.subject_id}"


class Probe(models.Model):
    """Somebody searched by digits of a telephone; counted, so that nobody tries them all."""

    user_id = models.BigIntegerField()
    digits = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "-at"], name="probe_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"
