"""消息模板: what is said to residents, with named variables."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.contacts.states import Channel
from anju.organization.models import Project


class TemplateQuerySet(models.QuerySet["MessageTemplate"]):
    """Words for sets of templates."""

    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def live(self) -> Self:
        return self.filter(retired_at=None)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",)).order_by("pk")

    def in_order(self) -> "TemplateQuerySet":
        return self.order_by("rank", "name_key", "channel", "pk")


class MessageTemplate(models.Model):
    """A text for an occasion and a channel; `code` is what programs ask for, never shown.

    It is retired, never deleted; `edition` counts its changes, so a stale form shows.
    `provider_code` is the short message provider's own code of the approved text;
    `passes_quiet` lets the text through quiet hours where the reason does too.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField("版本", default=1)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)
    code = models.CharField(max_length=30)
    name = models.CharField("场合", max_length=30)
    name_key = models.CharField(max_length=200, editable=False)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    text = models.TextField("内容", max_length=600)
    required: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, verbose_name="必须包含"
    )
    rank = models.PositiveSmallIntegerField("排序", default=500)
    provider_code = models.CharField("短信平台模板编号", max_length=60, blank=True)
    passes_quiet = models.BooleanField("免打扰时间也可发", default=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "code",
                "channel",
                condition=Q(retired_at=None),
                name="template_code_once_per_channel",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="template_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}({Channel(self.channel).label})"

    def said(self) -> dict[str, Any]:
        return {
            "occasion": self.name,
            "channel": Channel(self.channel).label,
            "text": self.text,
            "required": "、".join(self.required),
            "provider_code": self.provider_code,
            "passes_quiet": self.passes_quiet,
        }


class TemplateEdition(models.Model):
    """What a template said from one change to the next."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    template = models.ForeignKey(MessageTemplate, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版本")
    text = models.TextField("内容", max_length=600)
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "template", "number", name="template_edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template.name}第 {self.number} 版"
