"""Reading what narrows the list of tickets."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from anju.core.periods import SHANGHAI
from anju.estate.models import Building
from anju.organization.models import Project, User
from anju.tickets.ages import AGES
from anju.tickets.queries.categories import named_tree
from anju.tickets.queries.lists import HAPPENED, LIVING, Wanted
from anju.tickets.states import MatterKind, Source, TicketState
from anju.ui.forms import DayInput, Form

PROMISES = (("today", "今天到期的承诺"), ("tomorrow", "明天到期的承诺"), ("broken", "已破诺"))
OPINIONS = (("bad", "意见卡不满意"), ("unasked", "不满意卡待回访"))
FOLLOW_UPS = (("due", "待回访"), ("late", "回访逾期"))
_DAY = timedelta(days=1)


class TicketsForm(Form):
    """What the list of tickets may be narrowed by; all of it stands in the address.

    A part that makes no sense is left out, and the rest narrows.
    """

    words = forms.CharField(label="查找", required=False, max_length=40)
    state = forms.ChoiceField(label="状态", required=False)
    kind = forms.ChoiceField(label="类型", required=False)
    source = forms.ChoiceField(label="来源", required=False)
    category = forms.TypedChoiceField(label="分类", required=False, coerce=int, empty_value=None)
    building = forms.TypedChoiceField(label="楼栋", required=False, coerce=int, empty_value=None)
    holder = forms.TypedChoiceField(label="负责人", required=False, coerce=int, empty_value=None)
    first_day = forms.DateField(label="自", required=False, widget=DayInput())
    last_day = forms.DateField(label="至", required=False, widget=DayInput())

    # What figures elsewhere and the row of short cuts put into the address.
    mine = forms.BooleanField(required=False)
    promise = forms.ChoiceField(required=False, choices=[("", ""), *PROMISES])
    follow_up = forms.ChoiceField(required=False, choices=[("", ""), *FOLLOW_UPS])
    opinion = forms.ChoiceField(required=False, choices=[("", ""), *OPINIONS])
    urged = forms.BooleanField(required=False)
    returned = forms.BooleanField(required=False)
    unassigned = forms.BooleanField(required=False)
    unchecked = forms.BooleanField(required=False)
    raised = forms.BooleanField(required=False)
    major = forms.BooleanField(required=False)
    late = forms.BooleanField(required=False)
    unit = forms.IntegerField(required=False, min_value=1)
    department = forms.IntegerField(required=False, min_value=0)
    age = forms.ChoiceField(
        required=False, choices=[("", ""), *((each[0], each[1]) for each in AGES)]
    )
    worker = forms.IntegerField(required=False, min_value=1)
    happened = forms.ChoiceField(required=False, choices=[("", ""), *HAPPENED.items()])
    since = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    until = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def __init__(self, *args: Any, project: Project, staff: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project, self.staff = project, staff
        every = [("", "全部状态"), (LIVING, "未结束"), *TicketState.choices]
        self._offer("state", every)
        self._offer("kind", [("", "全部类型"), *MatterKind.choices])
        self._offer("source", [("", "全部来源"), *Source.choices])
        nodes = named_tree(project).nodes()
        self._offer("category", [("", "全部分类"), *((n.category.pk, n.choice) for n in nodes)])
        buildings = Building.objects.filter(project=project).order_by("code_key", "pk")
        self._offer("building", [("", "全部楼栋"), *((each.pk, each.name) for each in buildings)])
        self._offer("holder", [("", "全部负责人"), *((each.pk, each.name) for each in staff)])
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = field.label or name

    def wanted(self) -> Wanted:
        """Return what is asked for, from what could be read of the address."""
        self.is_valid()
        facts = dict(self.cleaned_data)
        first, last = facts.pop("first_day", None), facts.pop("last_day", None)
        if first and not facts.get("since"):
            facts["since"] = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
        if last and not facts.get("until"):
            facts["until"] = datetime(last.year, last.month, last.day, tzinfo=SHANGHAI) + _DAY
        return Wanted.of({name: value for name, value in facts.items() if value is not None})

    def is_narrowed(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.wanted().query())

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
