"""The forms of praise and of the sample."""

from collections.abc import Sequence
from typing import Any

from django import forms

from anju.opinions.states import Direction, PraiseSource
from anju.organization.models import User
from anju.ui.forms import DayInput, Form


class PraiseForm(Form):
    """One praise: which way, whom, what was said."""

    direction = forms.ChoiceField(
        label="谁表扬谁", choices=Direction.choices, widget=forms.RadioSelect
    )
    users = forms.MultipleChoiceField(
        label="同事",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="业主表扬时选被表扬的同事;感谢业主时可以不选。",
    )
    unit = forms.CharField(
        label="哪一户", max_length=30, required=False, help_text="房号,例如 3-1-502。"
    )
    source = forms.ChoiceField(label="来源", choices=PraiseSource.choices)
    words = forms.CharField(label="内容", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    happened_on = forms.DateField(label="日期", widget=DayInput())
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, staff: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.staff = staff
        field = self.fields["users"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each.pk), each.name) for each in staff]

    @property
    def people(self) -> list[User]:
        """The colleagues that were chosen; the form is valid."""
        chosen = set(self.cleaned_data["users"])
        return [each for each in self.staff if str(each.pk) in chosen]


class PickForm(Form):
    """Why one more ticket is to be followed up."""

    reason = forms.CharField(label="为什么加选", max_length=100)


class DrawForm(Form):
    """Which week is to be drawn."""

    week = forms.DateField(label="哪一周", widget=forms.Select)

    def __init__(self, *args: Any, weeks: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        widget = self.fields["week"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [
            (each.isoformat(), f"{each.month}月{each.day}日起的一周") for each in weeks
        ]
