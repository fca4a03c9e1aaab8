"""The desk's forms about work orders: made, given to somebody, priced."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from anju.core.money import spoken
from anju.core.periods import spoken_age
from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of
from anju.tickets.choosing import Worker
from anju.tickets.commands.quoting import LineDraft
from anju.tickets.contents import OrderDraft
from anju.tickets.forms.ticket_talking import offer
from anju.tickets.hooks import PaperItem
from anju.tickets.models import PriceItem
from anju.tickets.states import ConsentBy
from anju.ui.forms import Form

PRICED, FREE = 3, 2  # lines of a quote: from the price list, and of one's own
GONE = "这位同事此刻不当值,请重新选择。"


class SeenForm(Form):
    """What carries the edition that one looked at."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class OrderForm(Form):
    """A further work order of a ticket; `known` is how many it had when the page was made."""

    task = forms.CharField(
        label="要做什么",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="师傅看得到的就是这一句。",
    )
    department = forms.ModelChoiceField(
        label="部门", queryset=Department.objects.none(), required=False, empty_label="按派单规则"
    )
    is_paid = forms.BooleanField(label="有偿服务(先报价、业主同意后开工)", required=False)
    known = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "department", departments_of(project))

    @property
    def draft(self) -> OrderDraft:
        """The work order that was asked for; the form is valid."""
        said = self.cleaned_data
        return OrderDraft(said["task"], department=said["department"], is_paid=said["is_paid"])


class AssignForm(SeenForm):
    """Whom of those on duty a work order is given to."""

    to = forms.ChoiceField(
        label="派给", widget=forms.RadioSelect, error_messages={"invalid_choice": GONE}
    )
    reason = forms.CharField(label="说明", max_length=150, required=False)

    field_order = ("to", "reason", "seen")

    def __init__(
        self, *args: Any, crew: Sequence[tuple[User, Worker]], now: datetime, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.people = {str(user.pk): user for user, _ in crew}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(user.pk), _said(worker, now)) for user, worker in crew]

    @property
    def chosen(self) -> User:
        """Who was chosen; the form is valid."""
        return self.people[self.cleaned_data["to"]]


class DispatchForm(SeenForm):
    """To which department a work order goes."""

    department = forms.ModelChoiceField(
        label="改派到",
        queryset=Department.objects.none(),
        required=False,
        empty_label="按派单规则重选",
    )
    reason = forms.CharField(
        label="原因", max_length=150, required=False, help_text="已经接单的,改派要写原因。"
    )

    field_order = ("department", "reason", "seen")

    def __init__(self, *args: Any, project: Project, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "department", departments_of(project))


class DisturbForm(Form):
    """Whether a work disturbs those who live around it."""

    disturbs = forms.ChoiceField(
        label="这项作业会影响住户吗",
        choices=[("yes", "会影响:公共区域先摆告示牌并拍照才能开工"), ("no", "不影响")],
        widget=forms.RadioSelect,
    )


class UrgeForm(Form):
    """What is said when urging."""

    words = forms.CharField(
        label="催办的话", max_length=150, required=False, help_text="例如“业主在家等着”。可以不写。"
    )


class CheckForm(Form):
    """What was seen when checking."""

    note = forms.CharField(label="检查情况", max_length=200, required=False)


class FinishForm(Form):
    """What came of a work."""

    result = forms.CharField(
        label="处理结果", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    materials = forms.CharField(label="用料", max_length=300, required=False)
    done = forms.MultipleChoiceField(
        label="检查表(纸质单上打了勾的)",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "检查表刚刚改过,请重新勾选。"},
    )
    gap_reason = forms.CharField(
        label="没有打勾的原因",
        max_length=200,
        required=False,
        help_text="纸质单上有没打勾的,写明原因,计入七个一统计。",
    )

    def __init__(self, *args: Any, items: Sequence[PaperItem] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if not items:
            del self.fields["done"], self.fields["gap_reason"]
            return
        field = self.fields["done"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each.item_id), f"{each.stage}:{each.text}") for each in items]

    @property
    def ticked(self) -> list[int]:
        """The things that the paper says are done; the form is valid."""
        return [int(each) for each in self.cleaned_data.get("done", ())]


class QuoteForm(Form):
    """What a paid work will cost: lines of the price list, and material of one's own."""

    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, prices: Iterable[PriceItem], **more: Any) -> None:
        super().__init__(*args, **more)
        self.prices = {str(item.pk): item for item in prices}
        choices = [("", "请选择")] + [
            (pk, f"{item.service} {spoken(item.price)}/{item.measure}")
            for pk, item in self.prices.items()
        ]
        for number in range(1, PRICED + 1):
            self.fields[f"item_{number}"] = forms.ChoiceField(
                label=f"价目表项目 {number}", choices=choices, required=False
            )
            self.fields[f"quantity_{number}"] = _quantity()
        for number in range(1, FREE + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"其他材料 {number}", max_length=60, required=False
            )
            self.fields[f"price_{number}"] = forms.DecimalField(
                label="单价(元)",
                min_value=Decimal(0),
                decimal_places=2,
                max_digits=12,
                required=False,
            )
            self.fields[f"amount_{number}"] = _quantity()
        self.order_fields([name for name in self.fields if name != "note"])
        self._dress_again()

    def _dress_again(self) -> None:
        for field in self.fields.values():
            plain = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = plain

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The fields line by line, as the page lays them out."""
        priced = [[self[f"item_{n}"], self[f"quantity_{n}"]] for n in range(1, PRICED + 1)]
        free = [
            [self[f"name_{n}"], self[f"price_{n}"], self[f"amount_{n}"]] for n in range(1, FREE + 1)
        ]
        return [*priced, *free]

    @property
    def lines(self) -> list[LineDraft]:
        """The lines that were filled in; the form is valid."""
        said = self.cleaned_data
        drafts = [
            LineDraft(_one(said[f"quantity_{number}"]), item=self.prices[said[f"item_{number}"]])
            for number in range(1, PRICED + 1)
            if said[f"item_{number}"]
        ]
        for number in range(1, FREE + 1):
            if said[f"name_{number}"] or said[f"price_{number}"] is not None:
                drafts.append(
                    LineDraft(
                        _one(said[f"amount_{number}"]),
                        name=said[f"name_{number}"],
                        price=said[f"price_{number}"],
                    )
                )
        return drafts


class ConsentForm(Form):
    """How the owner agreed to a price, or that they did not."""

    consent_by = forms.ChoiceField(
        label="业主的答复",
        choices=[*ConsentBy.choices, ("NO", "业主不同意")],
        widget=forms.RadioSelect,
    )

    @property
    def consent(self) -> ConsentBy | None:
        """How they agreed, or None; the form is valid."""
        said = self.cleaned_data["consent_by"]
        return None if said == "NO" else ConsentBy(said)


def _quantity() -> forms.DecimalField:
    return forms.DecimalField(
        label="数量", min_value=Decimal("0.01"), decimal_places=2, max_digits=9, required=False
    )


def _one(quantity: Decimal | None) -> Decimal:
    return Decimal(1) if quantity is None else quantity


def _said(worker: Worker, now: datetime) -> str:
    """Return a colleague as one chooses them: 赵志强 · 手上 2 单 · 上一单 30 分钟前."""
    parts = [worker.name, f"手上 {worker.load} 单"]
    if worker.idle_since is not None:
        parts.append(f"上一单 {spoken_age(worker.idle_since, now=now)}")
    if not worker.is_skilled:
        parts.append("未登记这项技能")
    return " · ".join(parts)
