"""用语规则: a phrase that is not said to residents, why, and what is better."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.handbook.language import Rule
from anju.handbook.models.entries import Entry, EntryQuerySet
from anju.handbook.states import Level, RuleKind, Shape


class RuleQuerySet(EntryQuerySet):
    """Words for sets of rules."""

    def in_order(self) -> "RuleQuerySet":
        return self.order_by("kind", "phrase_key", "pk")


class LanguageRule(Entry):
    """A rule of language.

    `unless` are the harmless words that contain the phrase; of a rule for a shape (手机号码) the
    phrase is only its name.
    """

    kind = models.CharField("类别", max_length=12, choices=RuleKind.choices)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    shape = models.CharField("查找", max_length=10, choices=Shape.choices, default=Shape.WORDS)
    phrase = models.CharField("说法", max_length=30)
    phrase_key = models.CharField(max_length=200, editable=False)
    variants: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name="其他写法"
    )
    unless: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name="这样说不算"
    )
    is_excused_by_offer = models.BooleanField("后面主动帮忙就不算", default=False)
    why = models.CharField("原因", max_length=100)
    better = models.CharField("更好的说法", max_length=120)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "phrase", condition=Q(retired_at=None), name="rule_phrase_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=RuleKind.values), name="rule_kind_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="rule_level_known"),
            models.CheckConstraint(condition=Q(shape__in=Shape.values), name="rule_shape_known"),
        ]

    def __str__(self) -> str:
        return self.phrase

    def as_rule(self) -> Rule:
        """Return the rule as the check needs it."""
        return Rule(
            level=Level(self.level),
            phrases=(self.phrase, *self.variants),
            unless=tuple(self.unless),
            is_excused_by_offer=self.is_excused_by_offer,
            why=self.why,
            better=self.better,
            shape=Shape(self.shape),
        )

    def said(self) -> dict[str, Any]:
        return {
            "phrase": self.phrase,
            "rule_kind": RuleKind(self.kind).label,
            "rule_level": Level(self.level).label,
            "variants": "、".join(self.variants),
            "unless": "、".join(self.unless),
            "is_excused_by_offer": "是" if self.is_excused_by_offer else "否",
            "why": self.why,
            "better": self.better,
        }
