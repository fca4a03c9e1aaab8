"""Reading what comes in about the duty table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of, staff_of
from anju.rosters.models import ChangeKind, ChangeReason, Shift, Tone
from anju.rosters.queries.lists import CellPeople, live_shifts
from anju.ui.forms import DayInput, Form


class TimeInput(forms.TimeInput):
    """Hour and minute, picked by the browser's own control."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People to tick, each with what they do otherwise that day."""

    widget = forms.CheckboxSelectMultiple
    others: Mapping[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        other = self.others.get(obj.pk, "")
        return f"{obj.name}(当天还有{other})" if other else str(obj.name)


class ShiftField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Shifts under their departments."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.department.name} {obj}"


class ArrangeForm(Form):
    """Who is in a cell from its day on; `seen` is who was when the form was drawn."""

    people = PeopleField(label="每周当值的人", queryset=User.objects.none(), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, cell: CellPeople, **kwargs: Any) -> None:
        taken = [user.pk for user in cell.taken]
        initial = {"people": taken, "seen": ",".join(map(str, taken))}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, PeopleField)
        field.others = cell.others
        field.queryset = User.objects.filter(pk__in=[user.pk for user in cell.people]).by_name()
        self._cell = cell

    def moved(self) -> tuple[list[User], list[User]]:
        """Return who was ticked and who was unticked since the form was drawn."""
        ticked = {user.pk for user in self.cleaned_data["people"]}
        seen = {int(word) for word in self.cleaned_data["seen"].split(",") if word.isdecimal()}
        people = self._cell.people
        return (
            [user for user in people if user.pk in ticked - seen],
            [user for user in people if user.pk in seen - ticked],
        )


class CopyForm(Form):
    """Which week is copied."""

    source = forms.DateField(
        label="照哪一周", widget=DayInput(), help_text="选那一周里的任意一天,默认是前一周。"
    )


class ChangeForm(Form):
    """Who rests or works on which date, and why."""

    day = forms.DateField(label="日期", widget=DayInput())
    user = forms.ModelChoiceField(label="谁", queryset=User.objects.none(), empty_label="请选择")
    kind = forms.ChoiceField(label="当天", choices=ChangeKind.choices, widget=forms.RadioSelect)
    shift = ShiftField(
        label="班次",
        queryset=Shift.objects.none(),
        required=False,
        empty_label="全天(只用于休息)",
    )
    substitute = forms.ModelChoiceField(
        label="顶班人",
        queryset=User.objects.none(),
        required=False,
        empty_label="不安排顶班",
        help_text="休息时选;空出来的班由这位同事上。",
    )
    reason = forms.ChoiceField(label="原因", choices=ChangeReason.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, project: Project, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("user", "substitute"):
            _queryset(self, name, staff_of(project, on=today))
        _queryset(self, "shift", live_shifts(project))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ChangeKind.WORK:
            if "shift" in cleaned and not cleaned["shift"]:
                self.add_error("shift", "请选择上哪个班次。")
            if cleaned.get("substitute"):
                self.add_error("substitute", "顶班人只在登记休息时选。")
        return cleaned


class ShiftForm(Form):
    """Name, hours and colour of a shift; for one in use, from when new hours hold."""

    department = forms.ModelChoiceField(
        label="部门", queryset=Department.objects.none(), empty_label="请选择"
    )
    name = forms.CharField(label="班次名称", max_length=20, help_text="例如早班、晚班、值班。")
    starts = forms.TimeField(label="开始", widget=TimeInput())
    ends = forms.TimeField(
        label="结束",
        widget=TimeInput(),
        help_text="早于开始就是到次日;与开始相同就是整整一昼夜。",
    )
    tone = forms.ChoiceField(label="颜色", choices=Tone.choices)
    rank = forms.IntegerField(label="排序", min_value=1, max_value=999, help_text="小的排在前面。")
    since = forms.DateField(
        label="新时间自哪天起",
        widget=DayInput(),
        help_text="只在改了时间时有用;这一天以前的值班仍按原来的时间。",
    )

    def __init__(self, *args: Any, project: Project, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            _queryset(self, "department", departments_of(project))
            del self.fields["since"]
        else:
            del self.fields["department"]

    @staticmethod
    def of(shift: Shift, today: date) -> dict[str, object]:
        """Return a shift as this form's initial values."""
        fields = ("name", "starts", "ends", "tone", "rank")
        return {**{name: getattr(shift, name) for name in fields}, "since": today}


class RetireForm(Form):
    """From when nobody takes the shift."""

    since = forms.DateField(
        label="自哪天起不再排", widget=DayInput(), help_text="这一天以前的值班保留。"
    )


def _queryset(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
