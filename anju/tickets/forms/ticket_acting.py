"""The forms of what is done with a ticket as a whole."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms

from anju.core.masking import mask_phone
from anju.core.periods import SHANGHAI
from anju.organization.models import User
from anju.organization.models.people import UserQuerySet
from anju.tickets.contents import Finding
from anju.tickets.forms.ticket_talking import WAYS, offer
from anju.tickets.models import CommonFault, Ticket, WorkOrder
from anju.tickets.states import Grade, GradeCause, MatterKind, Rating, Responsibility
from anju.ui.forms import Form, MomentInput

BY_HAND = [(each.value, each.label) for each in GradeCause if each != GradeCause.HOUSEHOLDS]


class ReasonForm(Form):
    """Why something is done."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class TransferForm(Form):
    """Who answers for a ticket from now on."""

    to = forms.ModelChoiceField(label="转交给", queryset=User.objects.none(), empty_label="请选择")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, people: UserQuerySet, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "to", people)


class GradeForm(Form):
    """How grave a complaint is."""

    grade = forms.ChoiceField(
        label="投诉级别",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        help_text="定为“重大”会立即告知主管和项目经理,并且只有项目经理能批准关闭。",
    )
    cause = forms.ChoiceField(label="依据", choices=BY_HAND, initial=GradeCause.BY_HAND)
    reason = forms.CharField(label="原因", max_length=200, required=False)


class NumberForm(Form):
    """Another ticket by its number."""

    number = forms.CharField(
        label="工单编号", max_length=24, help_text="可以只写后面的号,例如 128 或 2026-128。"
    )


class MergeForm(Form):
    """Why a ticket is absorbed by the one shown."""

    number = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label="原因", max_length=200, required=False)


class PartForm(Form):
    """A ticket of its own: a part of another (拆分), or what came after it (后续)."""

    words = forms.CharField(
        label="什么事", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(label="类型", choices=MatterKind.choices)
    until = forms.DateTimeField(
        label="承诺最晚什么时候答复",
        widget=MomentInput(),
        required=False,
        help_text="不填就按时限规则。",
    )
    orders = forms.MultipleChoiceField(
        label="带走的派工单", required=False, widget=forms.CheckboxSelectMultiple
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, orders: Iterable[WorkOrder], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["orders"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(order.pk), str(order)) for order in orders]
        if not field.choices:
            del self.fields["orders"]

    @staticmethod
    def of(ticket: Ticket, usual: datetime | None, once: str) -> dict[str, object]:
        """Return the initial values: the same kind, and the usual promise."""
        return {
            "kind": ticket.kind,
            "until": usual.astimezone(SHANGHAI) if usual else None,
            "once": once,
        }


class FindingForm(Form):
    """What the closing of a complaint finds."""

    responsibility = forms.ChoiceField(
        label="责任认定", choices=[("", "请选择"), *Responsibility.choices]
    )
    cause = forms.CharField(label="原因认定", max_length=300)
    prevention = forms.CharField(
        label="预防措施", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def finding(self) -> Finding | None:
        """What was found, if anything was; the form is valid."""
        said = self.cleaned_data
        if not said.get("responsibility"):
            return None
        return Finding(
            Responsibility(said["responsibility"]),
            said.get("cause", ""),
            said.get("prevention", ""),
        )

    @staticmethod
    def of(ticket: Ticket) -> dict[str, object]:
        """Return what is known already as the initial values."""
        return {
            "responsibility": ticket.responsibility,
            "cause": ticket.cause,
            "prevention": ticket.prevention,
        }


class FollowUpForm(FindingForm):
    """What the owner said afterwards; for a complaint, what was found."""

    way = forms.ChoiceField(label="怎么回访的", choices=WAYS)
    rating = forms.ChoiceField(label="业主评价", choices=Rating.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="业主怎么说",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不满意时必填:返工的同事要知道哪里不满意。",
    )

    number_used = forms.ChoiceField(
        label="打的哪个号码", required=False, help_text="电话回访时记下;只留后四位。"
    )
    redo = forms.ChoiceField(
        label="不满意时,哪项工作返工",
        required=False,
        help_text="会给原来的部门派第二次派工单,并开始返工计时。",
    )
    problem = forms.CharField(
        label="还有新问题",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写在这里,保存时会新建一张关联工单。",
    )

    field_order = (
        *("way", "number_used", "rating", "words", "redo", "problem"),
        *("responsibility", "cause", "prevention"),
    )

    def __init__(
        self,
        *args: Any,
        is_complaint: bool,
        orders: Sequence[WorkOrder],
        phones: Sequence[str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.orders, self.phones = orders, phones
        self._choose(
            "number_used",
            [("", "没有打电话"), *((str(n), mask_phone(each)) for n, each in enumerate(phones))],
            is_there=bool(phones),
        )
        again = [(str(each.pk), str(each)) for each in orders]
        self._choose("redo", [*again, ("", "不派返工,由前台处理")], is_there=bool(orders))
        for name in ("responsibility", "cause", "prevention"):
            if is_complaint:
                # A discontented owner opens it again: then nothing is found yet.
                self.fields[name].required = False
            else:
                del self.fields[name]

    @property
    def number(self) -> str:
        """The number that was called; the form is valid."""
        chosen = self.cleaned_data.get("number_used", "")
        return self.phones[int(chosen)] if chosen else ""

    @property
    def again(self) -> WorkOrder | None:
        """The work to be done again; the form is valid."""
        chosen = self.cleaned_data.get("redo", "")
        return next((each for each in self.orders if str(each.pk) == chosen), None)

    def _choose(self, name: str, choices: list[tuple[str, str]], *, is_there: bool) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not is_there:
            del self.fields[name]


class FaultForm(Form):
    """Which common fault a ticket hangs under: one that is open, or a new one."""

    fault = forms.ModelChoiceField(
        label="归入多户事件",
        queryset=CommonFault.objects.none(),
        required=False,
        empty_label="新建一个",
    )
    title = forms.CharField(
        label="新建时的名称", max_length=60, required=False, help_text="例如:3栋2单元停电。"
    )

    def __init__(self, *args: Any, faults: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "fault", faults)


class FaultAnswerForm(Form):
    """The same answer for everybody under a fault."""

    way = forms.ChoiceField(label="怎么答复的", choices=WAYS)
    words = forms.CharField(
        label="答复内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    outcome = forms.CharField(
        label="结果", max_length=200, required=False, help_text="电话答复时必填,例如“均已告知”。"
    )


class RevealForm(Form):
    """Why a whole number is needed."""

    reason = forms.CharField(label="为什么要看完整电话", min_length=2, max_length=100)
