"""The forms of clauses, rules of language, spoken languages, and of retiring."""

import re
from typing import Any

from django import forms

from anju.handbook.contents import RuleFacts
from anju.handbook.models import Clause, LanguageRule
from anju.handbook.queries.clauses import FACTS
from anju.handbook.states import Level, RuleKind, Shape
from anju.ui.forms import Form

_BETWEEN = re.compile(r"[、,,;;\n]+")
LONGEST = 30


class WordsField(forms.CharField):
    """Several words, with 、 or commas between them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=1000, **more)

    def clean(self, value: Any) -> Any:
        words = [each.strip() for each in _BETWEEN.split(str(super().clean(value)))]
        long = next((each for each in words if len(each) > LONGEST), None)
        if long is not None:
            raise forms.ValidationError(f"“{long[:12]}…”太长,一个最多 {LONGEST} 个字。")
        return tuple(filter(None, words))


class ClauseForm(Form):
    """What a clause asks, and what the software does for it."""

    words = forms.CharField(label="要求", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    formula = forms.CharField(
        label="规定用语", max_length=60, required=False, help_text="手册逐字规定的话;没有就留空。"
    )
    guided = forms.CharField(label="屏幕引导", max_length=200, required=False)
    gated = forms.CharField(label="系统把关", max_length=200, required=False)
    measured = forms.CharField(label="统计检查", max_length=200, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def of(clause: Clause) -> dict[str, object]:
        """Return a clause as this form's initial values."""
        return {**{field: getattr(clause, field) for field in FACTS}, "seen": clause.edition}


class RuleForm(Form):
    """A rule of language."""

    phrase = forms.CharField(
        label="说法", max_length=LONGEST, help_text="整句或整词,例如“不归我管”。"
    )
    kind = forms.ChoiceField(label="类别", choices=RuleKind.choices)
    level = forms.ChoiceField(label="级别", choices=Level.choices)
    variants = WordsField(label="其他写法", help_text="用顿号隔开;谐音、拼音字母也写在这里。")
    unless = WordsField(label="这样说不算", help_text="含有这个说法但没有恶意的词,例如“喂养”。")
    is_excused_by_offer = forms.BooleanField(
        label="后面主动帮忙就不算", required=False, help_text="例如“我不清楚,我帮您问”。"
    )
    why = forms.CharField(label="原因", max_length=100)
    better = forms.CharField(label="更好的说法", max_length=120)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self, shape: str = Shape.WORDS) -> RuleFacts:
        """Return what was typed, as the commands take it; the form is valid."""
        said = self.cleaned_data
        return RuleFacts(
            kind=RuleKind(said["kind"]),
            level=Level(said["level"]),
            shape=Shape(shape),
            phrase=said["phrase"],
            variants=said["variants"],
            unless=said["unless"],
            is_excused_by_offer=said["is_excused_by_offer"],
            why=said["why"],
            better=said["better"],
        )

    @staticmethod
    def of(rule: LanguageRule) -> dict[str, object]:
        """Return a rule as this form's initial values."""
        plain = ("phrase", "kind", "level", "is_excused_by_offer", "why", "better")
        return {
            **{name: getattr(rule, name) for name in plain},
            "variants": "、".join(rule.variants),
            "unless": "、".join(rule.unless),
            "seen": rule.edition,
        }


class LanguagesForm(Form):
    """What somebody speaks besides Mandarin."""

    languages = WordsField(
        label="会说的语言、方言", help_text="能接电话的才写,用顿号隔开,例如“粤语、四川话”。"
    )


class ReasonForm(Form):
    """Why something is retired."""

    reason = forms.CharField(label="原因", max_length=200, required=False)
