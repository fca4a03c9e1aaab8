"""消息模板: what is said to residents, with named variables."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.organization.models import Project
from anju.tickets.models.entries import Entry, EntryQuerySet
from anju.tickets.states import Channel


class TemplateQuerySet(EntryQuerySet):
    """Words for sets of templates."""

    def in_order(self) -> "TemplateQuerySet":
        return self.order_by("rank", "name_key", "channel", "pk")


class MessageTemplate(Entry):
    """A text for an occasion and a channel; `code` is what programs ask for, never shown."""

    code = models.CharField(max_length=30)
    name = models.CharField("场合", max_length=30)
    name_key = models.CharField(max_length=200, editable=False)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    text = models.TextField("内容", max_length=600)
    required: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, verbose_name="必须包含"
    )
    rank = models.PositiveSmallIntegerField("排序", default=500)

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
