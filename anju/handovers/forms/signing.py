"""Reading what comes in about hand-overs."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import forms

from anju.handovers.leavings import Leaving
from anju.handovers.models import Handover
from anju.handovers.states import HandoverState
from anju.rosters.models import Shift
from anju.ui.forms import DayInput, Form, MomentInput


class SignForm(Form):
    """What the outgoing person says; `seen` are the open items they had before them."""

    notes = forms.CharField(
        label="交代事项",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="下一班要知道的:钥匙、设备、通知、要留意的住户。请用房号和工单编号,不写姓名和电话。",
    )
    receipts = forms.IntegerField(label="收据张数", min_value=0, max_value=9999, required=False)
    cash = forms.DecimalField(
        label="现金(元)",
        min_value=Decimal(0),
        max_value=Decimal("9999999.99"),
        decimal_places=2,
        required=False,
    )
    answer = forms.CharField(
        label="对异议的答复",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_disputed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_disputed:
            del self.fields["answer"]

    @staticmethod
    def of(handover: Handover | None, leaving: Leaving) -> dict[str, object]:
        """Return what the form begins with."""
        begun: dict[str, object] = {"seen": keys_of(leaving)}
        if handover is not None:
            begun |= {
                "notes": handover.notes,
                "receipts": handover.receipts,
                "cash": handover.cash,
            }
        return begun

    def clean_seen(self) -> Collection[str]:
        """Return the keys of what was seen."""
        return frozenset(str(self.cleaned_data["seen"]).split())


def keys_of(leaving: Leaving) -> str:
    """Return the open items as the form carries them."""
    return " ".join(item.key for item in leaving.items)


class LineForm(Form):
    """A line of the duty record."""

    words = forms.CharField(
        label="发生了什么",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请写明发生了什么,例如“3栋电梯困人,10 分钟解困”。"},
    )
    happened_at = forms.DateTimeField(
        label="什么时候(不填是现在)", required=False, widget=MomentInput()
    )


class ObjectionForm(Form):
    """What is not right."""

    words = forms.CharField(
        label="哪里对不上",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="交班人会收到消息,答复后重新签字。",
        error_messages={"required": "请写明哪里对不上,例如“收据少 1 张”。"},
    )


class SettleForm(Form):
    """How the supervisor has arranged it."""

    why = forms.CharField(
        label="怎样安排",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如“何雨桐请假,由周晓燕顶班到 20:00”。记入操作记录。",
        error_messages={"required": "请写明怎样安排。"},
    )


class FilterForm(Form):
    """What the list is narrowed by."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部状态"), ("unrelieved", "未接班"), *HandoverState.choices],
    )
    since = forms.DateField(label="从", required=False, widget=DayInput())
    until = forms.DateField(label="到", required=False, widget=DayInput())

    def wanted(self) -> dict[str, Any]:
        """Return the values that can be read; what cannot does not narrow."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in ("since", "until")} | {
            "state": self.cleaned_data.get("state", "")
        }


class ShiftsForm(Form):
    """Which shifts are handed over."""

    shifts = forms.MultipleChoiceField(
        label="要交接的班次",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="这些班次下班后没有人接班的,会提醒主管。行政班一般不用交接。",
    )

    def __init__(self, *args: Any, choices: Collection[Shift], **more: Any) -> None:
        super().__init__(*args, **more)
        named = [
            (str(shift.pk), f"{shift.department.name} {shift.name} {shift.hours}")
            for shift in choices
        ]
        field = self.fields["shifts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = named
