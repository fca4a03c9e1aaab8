"""The questions of an opinion card, for owners and for who keys in a paper one."""

from dataclasses import dataclass
from typing import Any

from django import forms

from anju.opinions.contents import Answers
from anju.opinions.models import OpinionCard
from anju.opinions.states import Seven
from anju.tickets.models import WorkOrder
from anju.tickets.states import Rating
from anju.ui.forms import Form

_RATINGS = [("", "没有填"), *Rating.choices]
_SEVENS = [("", "没有填"), *Seven.choices]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the owner's page draws it: a tap on one of a few big buttons."""

    name: str
    asks: str
    hint: str
    choices: list[tuple[str, str, bool]]
    error: str


def _mark(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=_RATINGS, required=False, widget=forms.RadioSelect
    )


class CardForm(Form):
    """What a card asks; only the first must be answered."""

    overall = forms.ChoiceField(
        label="总体满意吗",
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请点一下总体评价,其他的可以不填。"},
    )
    attitude = _mark("师傅的态度")
    speed = _mark("来得快不快")
    quiet = _mark("作业时安静吗")
    tidy = _mark("现场收拾干净了吗")
    seven = forms.ChoiceField(
        label="“七个一”做到了吗", choices=_SEVENS, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="想对我们说的话",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    HINTS = {
        "seven": "一块工作牌、一个工具包、一个水壶、一双鞋套、一块清洁布、一块抹布、一张意见卡"
    }

    @property
    def answers(self) -> Answers:
        """What was answered; the form is valid."""
        said = {name: self.cleaned_data[name] for name in CardForm.base_fields}
        return Answers(**{**said, "overall": Rating(said["overall"])})

    @property
    def questions(self) -> list[Question]:
        """The questions that are answered by a tap."""
        return [self._question(name) for name in CardForm.base_fields if name != "words"]

    def _question(self, name: str) -> Question:
        field, bound = self.fields[name], self[name]
        chosen = str(bound.value() or "")
        offered = Seven.choices if name == "seven" else Rating.choices
        choices = [(str(value), str(label), str(value) == chosen) for value, label in offered]
        errors = "".join(str(each) for each in bound.errors)
        return Question(name, str(field.label), self.HINTS.get(name, ""), choices, errors)

    @staticmethod
    def of(card: OpinionCard) -> dict[str, Any]:
        """Return a card's answers as the initial values."""
        return {name: getattr(card, name) for name in CardForm.base_fields}


class PaperCardForm(CardForm):
    """A paper card keyed in: the same questions, and which work it is about."""

    order = forms.ChoiceField(label="哪项工作", required=False)
    field_order = ("order",)

    def __init__(self, *args: Any, orders: list[WorkOrder], **more: Any) -> None:
        super().__init__(*args, **more)
        self.orders = orders
        field = self.fields["order"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), str(each)) for each in orders]
        if not orders:
            del self.fields["order"]

    @property
    def work(self) -> WorkOrder | None:
        """The work that the card is about; the form is valid."""
        chosen = self.cleaned_data.get("order", "")
        found = next((each for each in self.orders if str(each.pk) == chosen), None)
        return found or next(iter(self.orders), None)
