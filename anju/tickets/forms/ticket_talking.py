"""What is said to the owner and among ourselves: the composer, promises, help."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from anju.clocks.models import Clock
from anju.contacts.states import Channel
from anju.core.periods import SHANGHAI
from anju.organization.models import Department, Project, User
from anju.organization.models.people import UserQuerySet
from anju.organization.queries.staff import departments_of
from anju.tickets.states import ContactWay
from anju.ui.forms import Form, MomentInput

WAYS = [(way.value, way.label) for way in ContactWay if way != ContactWay.NOTE]
CHANNELS = [
    *((each.value, each.label) for each in (Channel.SMS, Channel.WECHAT, Channel.PAPER)),
    ("", "已自己发出,只记录"),
]
OUTCOMES = ("业主认可", "已约定上门时间", "业主要再考虑", "无人接听", "号码有误")


class OutcomeInput(forms.TextInput):
    """How a call went: typed, or one of the usual outcomes."""

    def __init__(self) -> None:
        super().__init__(attrs={"list": "outcomes", "autocomplete": "off"})


def _words(label: str, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, widget=widget, **more)


class TalkForm(Form):
    """The composer: one text for the owner (contact, answer) or for colleagues (note).

    `keeps` is the promise that a contact keeps, by its number. A message goes out by `channel`,
    through the door; without one it was sent by hand elsewhere and is only written down.
    """

    words = _words("内容", error_messages={"required": "请写下内容。"})
    way = forms.ChoiceField(label="方式", choices=WAYS, required=False)
    outcome = forms.CharField(label="结果", max_length=200, required=False, widget=OutcomeInput())
    keeps = forms.IntegerField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label="渠道", choices=CHANNELS, required=False)
    template = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_confirmed = forms.BooleanField(required=False)
    in_the_morning = forms.BooleanField(required=False)

    @property
    def contact_way(self) -> ContactWay:
        """The way that was chosen; the form is valid."""
        return ContactWay(self.cleaned_data["way"] or ContactWay.CALL)


class PromiseForm(Form):
    """A new time for the owner: a renewal, or a new promise after a broken one."""

    until = forms.DateTimeField(label="最晚什么时候答复", widget=MomentInput())
    reason = forms.CharField(
        label="为什么改期", max_length=200, help_text="业主和同事以后都看得懂,例如“配件明天到货”。"
    )
    way = forms.ChoiceField(
        label="怎么告知业主的",
        choices=WAYS,
        help_text="选“短信或微信”时,新的时间会自动发给业主(在册住户),不用另发。",
    )
    outcome = forms.CharField(
        label="通话结果",
        max_length=200,
        required=False,
        widget=OutcomeInput(),
        help_text="电话告知时必填,例如“业主同意”。",
    )
    agreed_by = forms.ModelChoiceField(
        label="同意续诺的主管", queryset=User.objects.none(), required=False, empty_label="请选择"
    )

    def __init__(self, *args: Any, agreeing: UserQuerySet | None, is_new: bool, **more: Any):
        super().__init__(*args, **more)
        if is_new:
            self.fields["reason"].label = "说明"
            self.fields["reason"].required = False
            self.fields["reason"].help_text = "例如“师傅明天上午到”。"
        if agreeing is None:
            del self.fields["agreed_by"]
        else:
            offer(self, "agreed_by", agreeing)

    @staticmethod
    def at(usual: datetime | None) -> dict[str, object]:
        """Return the initial values: the time that the policy would give."""
        return {"until": usual.astimezone(SHANGHAI) if usual else None}


class HelpForm(Form):
    """Which department is asked what, at once."""

    department = forms.ModelChoiceField(
        label="请哪个部门协助", queryset=Department.objects.none(), empty_label="请选择"
    )
    question = forms.CharField(
        label="要部门协助什么", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, project: Project, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "department", departments_of(project))


class ReplyForm(Form):
    """What a department answers."""

    reply = forms.CharField(
        label="部门答复",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="前台要据此答复业主:写清原因、什么时候好、业主要注意什么。",
    )


class WithdrawForm(Form):
    """Why help is no longer needed."""

    reason = forms.CharField(label="原因", max_length=200, required=False)


class PauseForm(Form):
    """Why a case waits, and until when."""

    reason = forms.ChoiceField(label="等什么")
    until = forms.DateTimeField(
        label="到什么时候", widget=MomentInput(), help_text="到时自动继续计时,并提醒负责人。"
    )
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *reasons]


class DueForm(Form):
    """A due time set by hand."""

    due_at = forms.DateTimeField(label="到期时间", widget=MomentInput())
    reason = forms.CharField(label="原因", max_length=200, help_text="例如“12345 要求周五前回复”。")

    @staticmethod
    def of(clock: Clock) -> dict[str, object]:
        """Return a clock's due time as the initial value."""
        return {"due_at": clock.due_at.astimezone(SHANGHAI)}


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let a choice of rows offer these."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
