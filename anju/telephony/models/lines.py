"""What a project's telephone works by: its line, the line's tokens, the numbers not let through."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.core.masking import mask_phone
from anju.organization.models import Project


class Line(models.Model):
    """A project's terms for its exchange; without a row nothing is let in.

    :ivar numbers: the project's own numbers, normalised; the first is shown to who is called.
    :ivar longest_hold: seconds after which whoever waits on hold is told how it stands (C6.15.6).
    :ivar sealed_secret: for the signature of each body, sealed; empty asks for none.
    :ivar addresses: where events may come from, addresses or networks; empty lets in all.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    is_enabled = models.BooleanField("启用", default=False)
    area_code = models.CharField("区号", max_length=4, blank=True)
    numbers: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), verbose_name="本项目号码", default=list, blank=True
    )
    addresses: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=45), verbose_name="允许的来源地址", default=list, blank=True
    )
    longest_hold = models.PositiveSmallIntegerField("保持提醒", default=60)
    sealed_secret = models.BinaryField("签名密钥", default=b"", blank=True)
    edition = models.PositiveIntegerField("版本", default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", name="line_once"),
            models.CheckConstraint(
                condition=models.Q(longest_hold__gte=15, longest_hold__lte=600),
                name="line_hold_sensible",
            ),
        ]

    def __str__(self) -> str:
        return "电话线路"

    @property
    def purpose(self) -> str:
        """What its secret is sealed for."""
        return f"telephony.line:{self.project_id}"

    @property
    def is_signed(self) -> bool:
        return bool(self.sealed_secret)


class LineTokenQuerySet(models.QuerySet["LineToken"]):
    """Words for sets of tokens."""

    def of(self, project: Project) -> "LineTokenQuerySet":
        return self.filter(project=project)

    def good(self, at: datetime) -> "LineTokenQuerySet":
        """Those that let in at a moment."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))


class LineToken(models.Model):
    """What an exchange proves itself by: kept as a digest, shown once when it is made."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField("生成时间")
    made_by_name = models.CharField("生成人", max_length=80)
    ends_at = models.DateTimeField("失效时间", null=True)

    objects = LineTokenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("project", "digest", name="line_token_once")]

    def __str__(self) -> str:
        return f"线路令牌 {self.pk}"


class BlockedNumberQuerySet(models.QuerySet["BlockedNumber"]):
    """Words for sets of blocked numbers."""

    def of(self, project: Project) -> "BlockedNumberQuerySet":
        return self.filter(project=project)

    def holding(self, at: datetime) -> "BlockedNumberQuerySet":
        """Those that are not let through at a moment."""
        return self.filter(Q(until=None) | Q(until__gt=at), lifted_at=None)


class BlockedNumber(models.Model):
    """A number whose calls are rejected, why, by whom, and until when; None is for good."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    number = models.CharField("号码", max_length=20)
    reason = models.CharField("拦截原因", max_length=200)
    blocked_at = models.DateTimeField("拦截时间")
    blocked_by_name = models.CharField("拦截人", max_length=80)
    until = models.DateTimeField("拦截至", null=True)
    lifted_at = models.DateTimeField("取消时间", null=True)
    lifted_by_name = models.CharField("取消人", max_length=80, blank=True)

    objects = BlockedNumberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "number", name="blocked_once", condition=Q(lifted_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"拦截 {mask_phone(self.number)}"
