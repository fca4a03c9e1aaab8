"""What a worker says about a work order: why not, until when, what came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms

from anju.clocks.states import PauseReason
from anju.core.periods import local_date
from anju.ui.forms import DayInput, Form


class WhyForm(Form):
    """Why somebody gives a work order back."""

    reason = forms.CharField(label="原因", max_length=200)


class FinishForm(Form):
    """What came of the work, and what it took."""

    result = forms.CharField(
        label="处理结果",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="前台据此答复业主。例如:更换厨房水龙头阀芯,试水 10 分钟不漏。",
    )
    materials = forms.CharField(
        label="用料", max_length=300, required=False, help_text="例如:陶瓷阀芯 1 个、生料带 1 卷。"
    )
    gap_reason = forms.CharField(
        label="检查项没有做到的原因", max_length=200, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, still_open: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if still_open:
            field = self.fields["gap_reason"]
            field.widget = forms.TextInput(attrs={"class": "form-control", "maxlength": 200})
            field.help_text = f"还有 {len(still_open)} 项没有打勾:{'、'.join(still_open)}。"


class DeferForm(Form):
    """Until when a work order waits, and what for."""

    cause = forms.ChoiceField(label="为什么要等", choices=[("", "请选择"), *PauseReason.choices])
    until = forms.DateField(label="延期到哪一天", widget=DayInput())
    reason = forms.CharField(
        label="具体情况", max_length=160, help_text="例如:阀芯缺货,供应商周四送到。"
    )

    @staticmethod
    def of(at: datetime) -> dict[str, object]:
        """Return the initial values: tomorrow."""
        return {"until": local_date(at) + timedelta(days=1)}
