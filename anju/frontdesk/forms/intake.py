"""Reading an intake: the matter, and by which of the three ways out it leaves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from anju.frontdesk.forms.matter import MatterForm
from anju.organization.models import Department
from anju.organization.queries.staff import departments_of
from anju.telephony.models import Call
from anju.telephony.queries.calls import call_in
from anju.tickets.contents import AnsweredNow, Exit, HelpAsked, Matter, OrderDraft, Promised
from anju.tickets.models import Ticket
from anju.tickets.queries.ticket_parts import ticket_in
from anju.tickets.states import MatterKind, WayOut
from anju.ui.forms import MomentInput

MADE_UP_FOR = timedelta(days=30)
ROWS = 4  # departments that one matter may be broken down to while it is taken
NEVER_DRAFTED = ("csrfmiddlewaretoken", "once", "seen", "files", "look", "choose", "slot")


class IntakeForm(MatterForm):
    """A matter with its way out: answered now, help asked, or promised with its work orders."""

    beside = forms.IntegerField(required=False, widget=forms.TextInput(attrs={"hidden": True}))
    call = forms.IntegerField(required=False, widget=forms.TextInput(attrs={"hidden": True}))
    received_at = forms.DateTimeField(
        label="受理时间",
        required=False,
        widget=MomentInput,
        help_text="补登时填写,不填就是现在。",
    )
    out = forms.ChoiceField(
        label="怎样处理",
        choices=WayOut.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样处理:当场答复、请求协助或承诺,三选一。"},
    )
    answer = forms.CharField(
        label="怎样答复的",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    department = forms.TypedChoiceField(
        label="请哪个部门协助", required=False, coerce=int, empty_value=None
    )
    question = forms.CharField(label="请他们答复什么", required=False, max_length=300)
    until = forms.DateTimeField(label="答应几时答复", required=False, widget=MomentInput)

    def __init__(self, *args: Any, like: "IntakeForm | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        self._departments: dict[int, Department]
        if like is not None:
            self._departments = like._departments
        else:
            self._departments = {each.pk: each for each in departments_of(self.project)}
        offered = [(pk, each.name) for pk, each in self._departments.items()]
        self._offer("department", "请选择部门", offered)
        for row in range(ROWS):
            self._offer(f"order_department_{row}", "按派单规则", offered)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the lines for work orders: what, by whom, whether paid."""
        names = ("order_task", "order_department", "order_paid")
        return [tuple(self[f"{name}_{row}"] for name in names) for row in range(ROWS)]  # type: ignore[misc]  # three names, three fields

    def clean_beside(self) -> Ticket | None:
        number = self.cleaned_data["beside"]
        found = ticket_in(self.project, number) if number else None
        if number and (found is None or found.closed_at is not None):
            raise forms.ValidationError("选中的工单已经结束,请取消并入或另选一张。")
        return found

    def clean_call(self) -> Call | None:
        number = self.cleaned_data["call"]
        return call_in(self.project, number) if number else None

    def matter(self, files: tuple[str, ...] = ()) -> Matter:
        """Return the matter; who is not known otherwise is known by the number they call from."""
        matter = super().matter(files)
        call: Call | None = self.cleaned_data.get("call")
        is_known = matter.person or matter.caller_name or matter.caller_phone
        if call is None or is_known or matter.is_unnamed:
            return matter
        return replace(matter, caller_phone=call.number)

    def clean_received_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["received_at"]
        if moment is not None and moment > self.at:
            raise forms.ValidationError("受理时间不能晚于现在,请检查。")
        if moment is not None and moment < self.at - MADE_UP_FOR:
            raise forms.ValidationError("只能补登 30 天以内的事,更早的请写在业主原话里。")
        return moment

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        match given.get("out"):
            case WayOut.ANSWERED if not given.get("answer"):
                self.add_error("answer", "当场答复要记下答复了什么,以后同事看得到。")
            case WayOut.HELP:
                if not given.get("department"):
                    self.add_error("department", "请选择由哪个部门协助。")
                if not given.get("question"):
                    self.add_error("question", "请写明要部门协助什么。")
            case WayOut.PROMISED if given.get("until") and given["until"] <= self.at:
                self.add_error("until", "承诺的时间已经过去了,请选一个将来的时间。")
        return given

    def exit(self) -> Exit:
        """Return the way out that was chosen."""
        given = self.cleaned_data
        match WayOut(given["out"]):
            case WayOut.ANSWERED:
                return AnsweredNow(given["answer"])
            case WayOut.HELP:
                return HelpAsked(self._departments[given["department"]], given["question"])
            case WayOut.PROMISED:
                return Promised(given["until"], tuple(self._orders()))

    def _orders(self) -> list[OrderDraft]:
        """Return the orders that say anything; a repair's first line is there by itself."""
        summary = self.cleaned_data["summary"] or self.cleaned_data["words"].splitlines()[0][:60]
        drafts = []
        for row in range(ROWS):
            task, department, is_paid = (
                self.cleaned_data[f"{name}_{row}"]
                for name in ("order_task", "order_department", "order_paid")
            )
            is_own = row == 0 and self.cleaned_data["kind"] == MatterKind.REPAIR
            if task or department or is_paid or is_own:
                drafts.append(
                    OrderDraft(task or summary, self._department(department), None, is_paid)
                )
        return drafts

    def _department(self, number: int | None) -> Department | None:
        return self._departments.get(number or 0)


def typed_fields(posted: QueryDict) -> dict[str, Any]:
    """Return what was posted as a draft keeps it: one value as text, several as a list."""
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in posted.lists()
        if name not in NEVER_DRAFTED
    }


def initial_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft as initial values; an unticked box is kept as an empty list."""
    return {name: "" if value == [] else value for name, value in fields.items()}


def _row(row: int) -> dict[str, forms.Field]:
    return {
        f"order_task_{row}": forms.CharField(label="工作内容", required=False, max_length=200),
        f"order_department_{row}": forms.TypedChoiceField(
            label="部门", required=False, coerce=int, empty_value=None
        ),
        f"order_paid_{row}": forms.BooleanField(label="有偿", required=False),
    }


for _number in range(ROWS):
    IntakeForm.base_fields.update(_row(_number))
