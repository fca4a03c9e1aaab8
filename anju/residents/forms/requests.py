"""Reading what comes in about reveals, exports, merging and data requests."""

from typing import Any

from django import forms

from anju.residents.models import DataRequestKind
from anju.ui.forms import DayInput, Form

REVEAL_REASONS = ("回访", "通知停水停电", "紧急联系", "上门前联系", "费用核对")


class RevealForm(Form):
    """Why a whole number is needed: one tap, or in words."""

    reason = forms.CharField(label="其他原因", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        quick = self.data.get("quick", "")
        if quick in REVEAL_REASONS:
            cleaned["reason"] = quick
        elif len((cleaned.get("reason") or "").strip()) < 2:
            self.add_error("reason", "请点一个原因,或写明原因。")
        return cleaned


class ReasonForm(Form):
    """Why something is done."""

    reason = forms.CharField(label="原因", min_length=2, max_length=100)


class MergeForm(Form):
    """Which entry's value of each field goes on, and why."""

    reason = forms.CharField(label="说明", max_length=100, required=False)


class TakeForm(Form):
    """A request of somebody about their data."""

    kind = forms.ChoiceField(label="事项", choices=DataRequestKind.choices)
    wish = forms.CharField(
        label="要求", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    proof = forms.CharField(
        label="身份核验方式",
        min_length=2,
        max_length=100,
        help_text="例如本人到前台,核对身份证原件;不要抄录号码。",
    )
    received_on = forms.DateField(label="收到日期", widget=DayInput())
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class AnswerForm(Form):
    """How a request is answered."""

    answer = forms.CharField(
        label="办理结果",
        min_length=2,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会告知本人;不予办理的写明理由(个人信息保护法第五十条)。",
    )
