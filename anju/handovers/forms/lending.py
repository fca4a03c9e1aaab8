"""Reading what comes in about lent things."""

from datetime import datetime
from typing import Any

from django import forms

from anju.estate.models import Unit
from anju.handovers.commands.lending import Loan
from anju.handovers.states import Condition, ThingKind
from anju.organization.models import Project
from anju.residents.queries.people import units_found
from anju.ui.forms import Form, MomentInput


class LendForm(Form):
    """What is lent to whom until when."""

    kind = forms.ChoiceField(label="借什么", choices=ThingKind.choices)
    thing = forms.CharField(
        label="名称或编号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="例如“3 号”“铝合金人字梯”。",
        error_messages={"required": "请写名称或编号,还的时候好核对。"},
    )
    unit = forms.CharField(
        label="房号",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="例如 3-1-502;访客、施工人员可不填。",
    )
    name = forms.CharField(
        label="借用人",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label="电话",
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    due_at = forms.DateTimeField(
        label="什么时候还",
        widget=MomentInput(),
        error_messages={"required": "请写什么时候还。"},
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, project: Project, **more: Any) -> None:
        super().__init__(*args, **more)
        self.project = project

    def clean_unit(self) -> Unit | None:
        """Return the unit of a code as people write it."""
        code = str(self.cleaned_data["unit"]).strip()
        if not code:
            return None
        exact = [unit for unit in units_found(self.project, code, limit=2) if unit.code == code]
        if not exact:
            raise forms.ValidationError("没有找到这个房号,请核对,例如 3-1-502。")
        return exact[0]

    def loan(self) -> Loan:
        """Return what was typed as the command takes it."""
        said = self.cleaned_data
        due_at: datetime = said["due_at"]
        return Loan(
            kind=ThingKind(said["kind"]),
            thing=said["thing"],
            unit=said["unit"],
            name=said["name"],
            phone=said["phone"],
            due_at=due_at,
            note=said["note"],
        )


class ReturnForm(Form):
    """How a thing came back."""

    condition = forms.ChoiceField(
        label="归还状况", choices=Condition.choices, initial=Condition.GOOD
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="有损坏、丢失的必须写明。"
    )
