"""Reading what comes in about calls."""

from django import forms

from anju.telephony.states import CallState, Direction
from anju.ui.forms import DayInput, Form, MomentInput

MISDIAL = ("misdial", "误拨")


class FilterForm(Form):
    """What the log is narrowed to."""

    words = forms.CharField(required=False, max_length=40)
    direction = forms.ChoiceField(required=False, choices=[("", "来电和去电"), *Direction.choices])
    state = forms.ChoiceField(
        required=False, choices=[("", "全部状态"), *CallState.choices, MISDIAL]
    )
    day = forms.DateField(required=False, widget=DayInput)


class RevealForm(Form):
    """Why a whole number is needed."""

    reason = forms.CharField(label="为什么要看完整号码", min_length=2, max_length=100)


class SaidForm(Form):
    """What was said when somebody was called back."""

    said = forms.CharField(
        label="回电情况",
        max_length=300,
        help_text="例如:已联系,业主问缴费时间,已告知。打了没人接也请写明。",
    )


class BlockForm(Form):
    """A number that is let through no more."""

    number = forms.CharField(label="号码", max_length=40)
    reason = forms.CharField(label="拦截原因", max_length=200)
    until = forms.DateTimeField(
        label="拦截至", required=False, widget=MomentInput, help_text="不填就一直拦截。"
    )
