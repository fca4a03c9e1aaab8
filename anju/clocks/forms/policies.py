"""Reading a policy's form: target, calendar, conditions, stages."""

from collections.abc import Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Any
from unicodedata import normalize

from django import forms
from django.forms import formset_factory
from django.http import QueryDict

from anju.clocks.contents import PolicyDraft
from anju.clocks.forms.calendars import Rows
from anju.clocks.forms.conditions import ConditionsForm, written_conditions
from anju.clocks.models import WorkCalendar
from anju.clocks.reckoning.errors import ReckoningRefused
from anju.clocks.reckoning.moments import BOUND, read_time, written_time
from anju.clocks.reckoning.targets import Duration, Promise, Stage, Target, Unit
from anju.clocks.rungs import ACTS, HOLDER, Rung
from anju.ui.forms import Form

MINUTES, PROMISE, BY_HAND = "minutes", "promise", "by_hand"
MOST_STAGES = 12
MOST = BOUND  # 400 days


class TimeField(forms.CharField):
    """A time of day as minutes after 00:00; 24:00 is the end of the day."""

    def __init__(self, *, label: str, help_text: str = "", required: bool = False) -> None:
        widget = forms.TextInput(attrs={"placeholder": "17:30", "class": "num"})
        super().__init__(
            label=label, required=required, max_length=5, help_text=help_text, widget=widget
        )

    def clean(self, value: Any) -> Any:
        text = normalize("NFKC", str(super().clean(value))).strip()
        if not text:
            return None
        try:
            return read_time(text.zfill(5))
        except ReckoningRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class PolicyForm(Form):
    """Name, target and calendar of a policy."""

    name = forms.CharField(label="名称", max_length=40, help_text="例如:紧急 15 分钟内接单。")
    way = forms.ChoiceField(
        label="到期时间怎么定",
        choices=[
            (MINUTES, "若干工作分钟以后"),
            (PROMISE, "第几个工作日的几点以前(承诺)"),
            (BY_HAND, "由人工填写"),
        ],
    )
    minutes = forms.IntegerField(label="工作分钟", required=False, min_value=1, max_value=MOST)
    day = forms.IntegerField(
        label="第几个工作日",
        required=False,
        min_value=1,
        max_value=400,
        help_text="1 是收到之日的下一个工作日。",
    )
    at = TimeField(label="几点以前")
    cutoff = TimeField(label="当天截止", help_text="这一分钟以后收到的按次日收到计;不设则不填。")
    calendar = forms.ChoiceField(label="日历")

    def __init__(self, *args: Any, calendars: Sequence[WorkCalendar], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["calendar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(calendar.code, calendar.name) for calendar in calendars]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        way = cleaned.get("way")
        if way == MINUTES and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", "请填写多少个工作分钟。")
        if way == PROMISE:
            if not cleaned.get("day") and "day" not in self.errors:
                self.add_error("day", "请填写第几个工作日。")
            if cleaned.get("at") is None and "at" not in self.errors:
                self.add_error("at", "请填写几点以前。")
        return cleaned

    def target(self) -> Target | None:
        """Return the target, None where a person says the time; the form is valid."""
        said = self.cleaned_data
        if said["way"] == MINUTES:
            return Duration(said["minutes"])
        if said["way"] == PROMISE:
            return Promise(said["day"], said["at"], said["cutoff"])
        return None


class StageForm(Form):
    """One stage: when, whom it tells, what it asks for."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    side = forms.ChoiceField(
        label="时间", choices=[("at", "到期时"), ("after", "到期后"), ("before", "到期前")]
    )
    minutes = forms.IntegerField(label="分钟", required=False, min_value=1, max_value=MOST)
    unit = forms.ChoiceField(
        label="计法", choices=[(Unit.WORKING.value, "工作时间"), (Unit.CALENDAR.value, "自然时间")]
    )
    tell = forms.ChoiceField(label="通知", required=False)
    acts = forms.MultipleChoiceField(
        label="并且",
        choices=list(ACTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, recipients: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tell"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "(不用这一级)"), *recipients]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_used = bool(cleaned.get("tell"))
        if is_used and cleaned.get("side") != "at" and not cleaned.get("minutes"):
            self.add_error("minutes", "请填写提前或超过多少分钟。")
        return cleaned

    def rung(self) -> Rung | None:
        """Return the stage, None for a row that is not used."""
        said = self.cleaned_data
        if not said.get("tell"):
            return None
        sign = {"at": 0, "after": 1, "before": -1}[said["side"]]
        stage = Stage(sign * (said["minutes"] or 0), Unit(said["unit"]))
        key = said["key"] or f"stage-{token_hex(3)}"
        return Rung(key, stage, said["tell"], tuple(said["acts"]))


class PolicyEditor:
    """The whole form of a policy; `read` gives the draft it describes."""

    def __init__(
        self,
        data: QueryDict | None,
        draft: PolicyDraft | None,
        *,
        calendars: Sequence[WorkCalendar],
        recipients: Sequence[tuple[str, str]],
        is_promise: bool,
    ) -> None:
        self.is_bound = bool(data)
        self.calendars = {calendar.code: calendar for calendar in calendars}
        initial = _initial(draft) if draft else _new(is_promise)
        self.form = PolicyForm(data or None, calendars=calendars, initial=initial)
        conditions = draft.conditions if draft else {}
        self.conditions = ConditionsForm(data or None, initial=written_conditions(conditions))
        rungs = draft.rungs if draft else (Rung("handler", Stage(0), HOLDER),)
        self.stages = _stages(len(rungs))(
            data or None,
            prefix="stages",
            form_kwargs={"recipients": recipients},
            initial=[_stage_initial(rung) for rung in rungs],
        )

    @property
    def status(self) -> int:
        """422 when what came in cannot be taken, else 200."""
        is_wrong = self.form.errors or self.conditions.errors or not self.stages.is_valid()
        return 422 if self.is_bound and is_wrong else 200

    def read(self) -> PolicyDraft | None:
        """Return the policy, or None with the errors at their fields."""
        if not self.is_bound:
            return None
        valid = [self.form.is_valid(), self.conditions.is_valid(), self.stages.is_valid()]
        if not all(valid):
            return None
        try:
            rungs = [row.rung() for row in self.stages.forms]
            return PolicyDraft(
                name=self.form.cleaned_data["name"].strip(),
                target=self.form.target(),
                calendar=self.calendars[self.form.cleaned_data["calendar"]],
                conditions=self.conditions.conditions(),
                rungs=tuple(rung for rung in rungs if rung is not None),
            )
        except ReckoningRefused as refusal:
            self.form.refuse(refusal)
            return None


def recipients_of(
    posts: Iterable[tuple[str, str]], departments: Iterable[str]
) -> list[tuple[str, str]]:
    """Return whom a stage may tell, as choices."""
    return [
        (HOLDER, "承办人"),
        *((f"post:{code}", f"岗位:{name}") for code, name in posts),
        *((f"department:{name}", f"部门:{name}") for name in departments),
    ]


def _new(is_promise: bool) -> dict[str, Any]:
    way = {"way": PROMISE, "day": 1, "at": "17:30"} if is_promise else {"way": MINUTES}
    return {**way, "calendar": "desk"}


def _initial(draft: PolicyDraft) -> Mapping[str, Any]:
    said: dict[str, Any] = {"name": draft.name, "calendar": draft.calendar.code, "way": BY_HAND}
    if isinstance(draft.target, Duration):
        return said | {"way": MINUTES, "minutes": draft.target.minutes}
    if isinstance(draft.target, Promise):
        cutoff = draft.target.cutoff
        return said | {
            "way": PROMISE,
            "day": draft.target.day,
            "at": written_time(draft.target.at),
            "cutoff": "" if cutoff is None else written_time(cutoff),
        }
    return said


def _stage_initial(rung: Rung) -> dict[str, Any]:
    minutes = rung.stage.minutes
    return {
        "key": rung.key,
        "side": "at" if not minutes else ("after" if minutes > 0 else "before"),
        "minutes": abs(minutes) or None,
        "unit": rung.stage.unit.value,
        "tell": rung.tell,
        "acts": list(rung.acts),
    }


def _stages(count: int) -> type[Rows]:
    made = formset_factory(
        StageForm,
        formset=Rows,
        extra=max(0, min(2, MOST_STAGES - count)),
        max_num=MOST_STAGES,
        validate_max=True,
    )
    assert issubclass(made, Rows)
    return made
