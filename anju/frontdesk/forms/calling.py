"""Reading how an outbound call went."""

from typing import Any

from django import forms

from anju.contacts.states import ContactReason
from anju.ui.forms import Form

UNREACHED = ("无人接听", "占线", "号码有误", "关机")
OUTCOMES = ("业主认可", "已约定时间", "业主要再考虑", *UNREACHED)


class CallOutForm(Form):
    """What was said and how it went; `keeps` says that the call kept the running promise."""

    words = forms.CharField(
        label="说了什么",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明与业主说了什么;没有打通的写“未接通”。"},
    )
    outcome = forms.CharField(
        label="结果",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "outcomes", "autocomplete": "off"}),
        error_messages={"required": "请写通话结果,例如“业主认可”或“无人接听”。"},
    )
    keeps = forms.BooleanField(label="兑现了承诺", required=False)
    reason = forms.ChoiceField(label="为什么打", choices=ContactReason.choices)

    def __init__(self, *args: Any, has_promise: bool, asks_reason: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_promise:
            del self.fields["keeps"]
        if not asks_reason:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("keeps") and said.get("outcome", "").strip() in UNREACHED:
            self.add_error("keeps", "没有打通,不能算兑现了承诺。请去掉勾选,稍后再打或改用消息。")
        return said
