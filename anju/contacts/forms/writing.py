"""The forms of contacts: writing one, its outcome, a supervisor's reason, one of several."""

from collections.abc import Iterable
from typing import Any

from django import forms

from anju.contacts.states import Channel, ContactReason
from anju.estate.models import Unit
from anju.ui.forms import Form

OUTCOMES = ("已告知", "业主知道了", "无人接听", "家里没人", "已放门口信箱")
STARTED = (
    ContactReason.INFORM,
    ContactReason.VISIT,
    ContactReason.APPOINTMENT,
    ContactReason.EMERGENCY,
)


def confirmed() -> forms.BooleanField:
    """Return the field by which somebody says that they have seen the remarks."""
    return forms.BooleanField(label="看过提示,照发", required=False)


class WriteForm(Form):
    """What a resident is to hear, why, and by which channel."""

    reason = forms.ChoiceField(label="事由", choices=[(each.value, each.label) for each in STARTED])
    channel = forms.ChoiceField(label="渠道", choices=Channel.choices)
    unit = forms.ModelChoiceField(
        label="哪一户", queryset=Unit.objects.none(), required=False, empty_label="不关联房屋"
    )
    text = forms.CharField(
        label="内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写下要说的内容。"},
    )
    outcome = forms.CharField(
        label="结果",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "outcomes", "autocomplete": "off"}),
        help_text="电话已打、已上门的,写上结果就直接记为已联系;还没做的留空。",
    )
    address = forms.EmailField(
        label="邮箱",
        required=False,
        help_text="不填就发到名册里登记的邮箱;填在这里的不存入名册。",
    )
    is_confirmed = confirmed()
    template = forms.IntegerField(required=False, widget=forms.HiddenInput)
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        ids = [unit.pk for unit in units]
        field.queryset = Unit.objects.filter(pk__in=ids).by_code()


class OutcomeForm(Form):
    """How a call, a visit or a sheet went."""

    outcome = forms.CharField(
        label="结果",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "outcomes", "autocomplete": "off"}),
        help_text="例如“已告知”“无人接听”“已放门口信箱”。",
    )


class AllowForm(Form):
    """Why a household is contacted once more this week."""

    why = forms.CharField(label="为什么还要联系", max_length=200)


class CancelForm(Form):
    """Why a contact is given up."""

    reason = forms.CharField(label="原因", max_length=200, required=False)


class CombineForm(Form):
    """One text instead of several."""

    text = forms.CharField(
        label="合并后的内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 8})
    )
    is_confirmed = confirmed()


class TermsForm(Form):
    """Quiet hours and the cap."""

    night_from = forms.TimeField(label="夜间免打扰从", required=False)
    night_until = forms.TimeField(
        label="夜间免打扰到", required=False, help_text="可以跨过零点,例如 21:00 到 08:00。"
    )
    noon_from = forms.TimeField(label="午间免打扰从", required=False)
    noon_until = forms.TimeField(label="午间免打扰到", required=False)
    cap = forms.IntegerField(
        label="每户 7 天内最多主动联系几次",
        min_value=0,
        max_value=50,
        help_text="再多就要主管说明原因。答复、承诺、约好的上门、突发不算在内。",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("night_from", "night_until", "noon_from", "noon_until"):
            self.fields[name].widget = forms.TimeInput(
                format="%H:%M", attrs={"type": "time", "class": "form-control"}
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for part in ("night", "noon"):
            start, end = said.get(f"{part}_from"), said.get(f"{part}_until")
            if (start is None) != (end is None):
                self.add_error(f"{part}_until", "从和到请都填,或者都不填。")
            elif start is not None and start == end:
                self.add_error(f"{part}_until", "从和到不能是同一个时间;不设请都不填。")
        return said
