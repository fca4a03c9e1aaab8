"""Reading a setting's new number."""

from typing import Any

from django import forms

from anju.clocks.queries.policies import SettingRow
from anju.ui.forms import Form


class SettingForm(Form):
    """The new number within its bounds, and why."""

    value = forms.IntegerField()
    reason = forms.CharField(
        label="修改说明",
        max_length=200,
        help_text="为什么改;会写进修改记录。",
        error_messages={"required": "请写明为什么改。"},
    )

    def __init__(self, *args: Any, row: SettingRow, **kwargs: Any) -> None:
        super().__init__(*args, initial={"value": row.value}, **kwargs)
        terms = row.terms
        self.fields["value"] = forms.IntegerField(
            label=row.name.label,
            min_value=terms.lowest,
            max_value=terms.highest,
            help_text=f"{terms.lowest} 至 {terms.said(terms.highest)};默认 {row.said_default}。",
            widget=self.fields["value"].widget,
        )
