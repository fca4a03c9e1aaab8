"""Conditions of policies and facts of cases, as people type them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import normalize

from django import forms

from anju.clocks.forms.words import VALUE_CODES, VALUE_WORDS
from anju.clocks.hooks import clock_kinds
from anju.clocks.matching import AT_LEAST, AT_MOST, FACTS
from anju.ui.forms import Form

NUMBERS = {"hour", "weekday", "priority"}
HELP = {
    "category": "例如:投诉、报修。多个用顿号隔开。",
    "level": "例如:紧急。",
    "hour": "0–23 的钟点,例如 8-17;也可以列出几个。",
    "weekday": "1 是周一,7 是周日,例如 6、7。",
}
_SEPARATOR = re.compile(r"[,、;]")
_RANGE = re.compile(r"(\d*)-(\d*)", re.ASCII)


class ConditionsForm(Form):
    """One field per fact; an empty one asks for nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FACTS.items():
            self.fields[f"if_{name}"] = ConditionField(
                name, label=label, help_text=HELP.get(name, "")
            )

    def conditions(self) -> dict[str, Any]:
        """Return what must hold; the form is valid."""
        found = {name: self.cleaned_data[f"if_{name}"] for name in FACTS}
        return {name: wanted for name, wanted in found.items() if wanted}


class ConditionField(forms.CharField):
    """Values of one fact, one of which must be met, or a range of numbers."""

    def __init__(self, fact: str, *, label: str, help_text: str = "") -> None:
        widget = forms.TextInput(attrs={"class": "form-control", "placeholder": "不限"})
        super().__init__(
            label=label, required=False, max_length=200, help_text=help_text, widget=widget
        )
        self.fact = fact

    def clean(self, value: Any) -> Any:
        text = normalize("NFKC", str(super().clean(value))).strip()
        if self.fact not in NUMBERS:
            return _values(text)
        found = _RANGE.fullmatch(text.replace(" ", "").replace("–", "-"))
        if found and (found[1] or found[2]):
            low, high = found[1], found[2]
            if low and high and int(high) < int(low):
                raise forms.ValidationError("范围的后一个数要不小于前一个。")
            ends = {AT_LEAST: low, AT_MOST: high}
            return {end: int(number) for end, number in ends.items() if number}
        values = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in values):
            raise forms.ValidationError("请填写数字,例如 8-17,或 6、7。")
        return [int(part) for part in values]


class TryForm(Form):
    """A kind and the facts of a case that is only thought of."""

    kind = forms.ChoiceField(label="时限种类")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.code, kind.label) for kind in clock_kinds()]
        for name, label in FACTS.items():
            widget: forms.Widget = forms.TextInput(attrs={"class": "form-control"})
            if name in NUMBERS:
                widget = forms.NumberInput(attrs={"class": "form-control"})
                made: forms.Field = forms.IntegerField(label=label, required=False, widget=widget)
            else:
                made = forms.CharField(label=label, required=False, max_length=60, widget=widget)
            self.fields[f"is_{name}"] = made

    def facts(self) -> dict[str, Any]:
        """Return the facts that were given; the form is valid."""
        found = {name: self.cleaned_data[f"is_{name}"] for name in FACTS}
        return {
            name: VALUE_CODES.get(value.strip(), value.strip()) if isinstance(value, str) else value
            for name, value in found.items()
            if value not in (None, "")
        }


def written_conditions(conditions: Mapping[str, Any]) -> dict[str, str]:
    """Return conditions as the form's fields show them."""
    return {f"if_{name}": _written(wanted) for name, wanted in conditions.items()}


def _written(wanted: Any) -> str:
    if isinstance(wanted, Mapping):
        return f"{wanted.get(AT_LEAST, '')}-{wanted.get(AT_MOST, '')}"
    return "、".join(VALUE_WORDS.get(str(value), str(value)) for value in _listed(wanted))


def _listed(wanted: Any) -> Iterable[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _values(text: str) -> list[str]:
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    return [VALUE_CODES.get(part, part) for part in parts]
