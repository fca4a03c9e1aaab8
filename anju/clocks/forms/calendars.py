"""Reading a calendar's form: the week, closures, own days."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from anju.clocks.reckoning.calendars import Calendar, OwnDay
from anju.clocks.reckoning.errors import ReckoningRefused
from anju.clocks.reckoning.moments import WEEKDAYS
from anju.clocks.reckoning.windows import Closure, Window, read_window
from anju.ui.forms import DayInput, Form, MomentInput

EXAMPLE = "08:30-12:00, 13:30-17:30"
MOST_ROWS = 60
DAYS = tuple(f"day_{number}" for number in range(7))
_SEPARATOR = re.compile(r"[,、;\n]")
_SHORT_HOUR = re.compile(r"(?<!\d)(\d):")


def read_windows(text: str) -> tuple[Window, ...]:
    """Return the windows of one weekday as people type them; empty text is a day off.

    :raises forms.ValidationError: for what is no window, and for windows that overlap.
    """
    plain = normalize("NFKC", text).replace("次日", "")
    parts = [part for part in _SEPARATOR.split(plain) if part.strip()]
    try:
        found = sorted(read_window(_SHORT_HOUR.sub(r"0\1:", part)) for part in parts)
    except ReckoningRefused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    for one, other in pairwise(found):
        if other.begin < one.end:
            raise forms.ValidationError(f"{one} 与 {other} 重叠,请合并成一段或改正。")
    return tuple(found)


def written_windows(those: Iterable[Window]) -> str:
    """Return windows as the field shows them: 08:30-12:00, 13:30-17:30."""
    return ", ".join(window.written for window in those)


class WindowsField(forms.CharField):
    """The working windows of one weekday."""

    def __init__(self, *, label: str) -> None:
        widget = forms.TextInput(attrs={"placeholder": "休息"})
        super().__init__(label=label, required=False, max_length=200, widget=widget)

    def clean(self, value: Any) -> Any:
        return read_windows(str(super().clean(value)))


class CalendarForm(Form):
    """Name, week and rules of a calendar."""

    name = forms.CharField(label="名称", max_length=40)
    code = forms.RegexField(
        regex=r"^[a-z0-9][a-z0-9-]{0,19}$",
        label="代码",
        help_text="小写字母、数字和短横线,例如 night-desk。建立后不能改。",
        error_messages={"invalid": "代码用小写字母、数字和短横线,最多 20 个字符。"},
    )
    follows = forms.BooleanField(label="按国务院放假安排休息和调休", required=False)
    makeup_weekday = forms.TypedChoiceField(
        label="调休上班日按周几的时段",
        choices=[(number, f"周{word}") for number, word in enumerate(WEEKDAYS)],
        coerce=int,
    )
    reason = forms.CharField(
        label="修改说明",
        required=False,
        max_length=200,
        help_text="为什么改;会写进版本记录和受影响时限的说明。",
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason" if is_new else "code"]
        for number, word in enumerate(WEEKDAYS):
            field = WindowsField(label=f"周{word}")
            field.widget.attrs["class"] = "form-control num"
            self.fields[DAYS[number]] = field

    @property
    def week(self) -> list[forms.BoundField]:
        """The seven fields of the week."""
        return [self[name] for name in DAYS]


class ClosureForm(Form):
    """From when until when nobody works, and why."""

    begin = forms.DateTimeField(label="停业开始", widget=MomentInput())
    end = forms.DateTimeField(label="恢复营业", widget=MomentInput())
    name = forms.CharField(label="停业原因", max_length=40)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and end <= begin:
            self.add_error("end", "恢复营业要晚于停业开始,请检查。")
        return cleaned


class OwnDayForm(Form):
    """A date that the calendar itself makes a working day or a day off."""

    on = forms.DateField(label="日期", widget=DayInput())
    is_work = forms.TypedChoiceField(
        label="安排",
        choices=[("1", "调休上班"), ("0", "放假")],
        initial="1",
        coerce=lambda value: value == "1",
    )
    name = forms.CharField(label="名称", max_length=40, required=False)


class Rows(BaseFormSet):  # type: ignore[type-arg]  # no generic at run time
    """Rows that may be taken out; blank ones at the end are for more."""

    @classmethod
    def get_deletion_widget(cls) -> type[forms.Widget]:
        return Checkbox


class Checkbox(forms.CheckboxInput):
    """A checkbox in the house's looks where a form set makes it by itself."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "form-check-input", **(attrs or {})})


def _rows(form: type[Form], extra: int = 1) -> type[Rows]:
    made = formset_factory(
        form, formset=Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, validate_max=True
    )
    assert issubclass(made, Rows)
    return made


class CalendarEditor:
    """The whole form of a calendar; `read` gives the calendar it describes."""

    def __init__(self, data: QueryDict | None, calendar: Calendar | None = None) -> None:
        self.base = calendar
        self.is_bound = bool(data)
        self.form = CalendarForm(
            data or None, is_new=calendar is None, initial=_initial(calendar) if calendar else NEW
        )
        closures = calendar.closures if calendar else ()
        own_days = calendar.own_days if calendar else ()
        self.closures = _rows(ClosureForm)(
            data or None,
            prefix="closures",
            initial=[
                {"begin": _local(calendar, each.begin), "end": _local(calendar, each.end)}
                | {"name": each.name}
                for each in closures
            ],
        )
        self.own_days = _rows(OwnDayForm)(
            data or None,
            prefix="days",
            initial=[
                {"on": day.on, "is_work": "1" if day.is_work else "0", "name": day.name}
                for day in own_days
            ],
        )

    @property
    def status(self) -> int:
        """422 when what came in cannot be taken, else 200."""
        is_wrong = self.form.errors or not self.closures.is_valid() or not self.own_days.is_valid()
        return 422 if self.is_bound and is_wrong else 200

    def read(self) -> Calendar | None:
        """Return the calendar, or None with the errors at their fields."""
        if not self.is_bound:
            return None
        valid = [self.form.is_valid(), self.closures.is_valid(), self.own_days.is_valid()]
        if not all(valid):
            return None
        said = self.form.cleaned_data
        try:
            return Calendar(
                code=self.base.code if self.base else said["code"],
                name=said["name"].strip(),
                weekly=tuple(said[name] for name in DAYS),
                zone=self.base.zone if self.base else "Asia/Shanghai",
                follows_state_council=said["follows"],
                makeup_weekday=said["makeup_weekday"],
                closures=tuple(
                    Closure(row["begin"], row["end"], row["name"]) for row in _kept(self.closures)
                ),
                own_days=tuple(
                    OwnDay(row["on"], row["is_work"], row["name"]) for row in _kept(self.own_days)
                ),
                lists=self.base.lists if self.base else (),
            )
        except ReckoningRefused as refusal:
            self.form.refuse(refusal)
            return None


NEW: dict[str, Any] = {"makeup_weekday": 0}


def helped(data: QueryDict) -> QueryDict | None:
    """Return what was typed after a helping button (copy Monday, more rows); None for others."""
    typed = data.copy()
    match data.get("do"):
        case "copy":
            for name in DAYS[1:5]:
                typed[name] = data.get(DAYS[0], "")
        case "more-closures" | "more-days" as button:
            name = f"{button.removeprefix('more-')}-TOTAL_FORMS"
            count = data.get(name, "0")
            typed[name] = str(min(MOST_ROWS, int(count) + 2)) if count.isdigit() else "2"
        case _:
            return None
    return typed


def _initial(calendar: Calendar) -> dict[str, Any]:
    week = {DAYS[day]: written_windows(those) for day, those in enumerate(calendar.weekly)}
    return {
        "name": calendar.name,
        "follows": calendar.follows_state_council,
        "makeup_weekday": calendar.makeup_weekday,
        **week,
    }


def _local(calendar: Calendar | None, at: Any) -> Any:
    return calendar.local(at) if calendar else at


def _kept(rows: Rows) -> list[dict[str, Any]]:
    """Return the rows that are filled in and not taken out."""
    return [row for row in rows.cleaned_data if row and not row.get("DELETE")]
