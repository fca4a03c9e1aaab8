"""What is asked on site beside the steps themselves, and how the list of visits is narrowed."""

from datetime import date
from typing import Any

from django import forms

from anju.fieldwork.queries.visits import VisitFilters
from anju.fieldwork.states import VisitState
from anju.organization.models import User
from anju.ui.forms import DayInput, Form


class MoreForm(Form):
    """What a further work is to put right."""

    task = forms.CharField(
        label="要做什么",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="接手的同事看得到的就是这一句。",
    )
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class NoticeForm(Form):
    """The draft of a notice to those whom the work disturbs."""

    title = forms.CharField(label="标题", max_length=60)
    body = forms.CharField(label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class FilterForm(Form):
    """What the list of visits is narrowed to."""

    words = forms.CharField(required=False, max_length=40)
    since = forms.DateField(required=False, widget=DayInput())
    until = forms.DateField(required=False, widget=DayInput())
    worker = forms.ChoiceField(required=False)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "全部状态"), ("OPEN", "进行中"), *VisitState.choices],
    )
    kept = forms.ChoiceField(
        required=False,
        choices=[("", "检查项不限"), ("yes", "全做到"), ("no", "有没做到的")],
    )

    def __init__(self, *args: Any, workers: list[User], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部人员"), *((str(each.pk), each.name) for each in workers)]

    def wanted(self, *, since: date) -> VisitFilters:
        """Return what is asked for; nonsense asks nothing, no day asks from `since` on."""
        self.is_valid()
        said = self.cleaned_data
        return VisitFilters(
            since=said.get("since") or since,
            until=said.get("until"),
            worker=int(said["worker"]) if said.get("worker") else None,
            state=said.get("state", ""),
            kept=said.get("kept", ""),
            words=said.get("words", "").replace("\0", ""),
        )
