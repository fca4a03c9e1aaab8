"""Reading what comes in about who belongs to a unit."""

import re
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from django import forms

from anju.residents.models import Occupancy, OccupancyRole
from anju.residents.models.shares import spoken_share
from anju.ui.forms import DayInput, Form


class ShareField(forms.CharField):
    """A part of the whole as people write it: 1/2, 50%, 全部."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "产权份额")
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Fraction | None:
        text = re.sub(r"\s", "", normalize("NFKC", str(super().clean(value) or "")))
        if not text:
            return None
        if text in ("全部", "1", "100%"):
            return Fraction(1)
        if found := re.fullmatch(r"(\d{1,6})/(\d{1,6})", text):
            part, of = int(found[1]), int(found[2])
        elif found := re.fullmatch(r"(\d{1,2}(?:\.\d{1,2})?)%", text):
            part, of = int(Fraction(found[1]) * 100), 10_000
        elif found := re.fullmatch(r"(\d{1,6})分之(\d{1,6})", text):
            part, of = int(found[2]), int(found[1])
        else:
            raise forms.ValidationError("份额写成 1/2、50% 或“全部”。")
        if not 0 < part <= of:
            raise forms.ValidationError("份额要大于 0、不超过全部,例如 1/2。")
        return Fraction(part, of)


class OccupancyForm(Form):
    """A person's relation to a unit: role, an owner's share, period."""

    role = forms.ChoiceField(label="关系", choices=OccupancyRole.choices)
    share = ShareField(required=False, help_text="业主才填;独有写“全部”,共有写 1/2。")
    lives_in = forms.BooleanField(label="在此居住", required=False, initial=True)
    starts_on = forms.DateField(
        label="开始日期", required=False, widget=DayInput(), help_text="不清楚可不填。"
    )
    ends_on = forms.DateField(
        label="结束日期",
        required=False,
        widget=DayInput(),
        help_text="仍在的不填;不再入住的第一天。",
    )
    note = forms.CharField(label="备注", max_length=100, required=False)

    @staticmethod
    def of(occupancy: Occupancy) -> dict[str, object]:
        """Return an entry as this form's initial values."""
        return {
            "role": occupancy.role,
            "share": spoken_share(occupancy.share) if occupancy.share else "",
            "lives_in": occupancy.lives_in,
            "starts_on": occupancy.starts_on,
            "ends_on": occupancy.ends_on,
            "note": occupancy.note,
        }


class CorrectForm(OccupancyForm):
    """An entry put right, with the reason."""

    reason = forms.CharField(label="更正原因", min_length=2, max_length=100)


class EndForm(Form):
    """When a relation ends."""

    ends_on = forms.DateField(label="结束日期", widget=DayInput(), help_text="不再入住的第一天。")
    reason = forms.CharField(label="说明", max_length=100, required=False)


class StrikeForm(Form):
    """Why an entry never was true."""

    reason = forms.CharField(label="删除原因", min_length=2, max_length=100)


class TransferForm(Form):
    """The day, the new owners' shares, and who leaves with the old owners."""

    on = forms.DateField(
        label="变更日期", widget=DayInput(), help_text="新业主自这一天起;原业主到前一天为止。"
    )
    reason = forms.CharField(
        label="说明", max_length=100, required=False, help_text="例如买卖、继承、赠与。"
    )

    def __init__(
        self, *args: Any, owners: list[tuple[int, str]], running: list[Occupancy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        even = "全部" if len(owners) == 1 else f"1/{len(owners)}"
        self.owners = owners
        for number, name in owners:
            self.fields[f"share_{number}"] = ShareField(
                label=f"{name}的份额", initial=even, widget=forms.TextInput(_LOOK)
            )
            self.fields[f"lives_in_{number}"] = forms.BooleanField(
                label=f"{name}自住", required=False, initial=True, widget=forms.CheckboxInput(_TICK)
            )
        others = [each for each in running if each.role != OccupancyRole.OWNER]
        self.fields["leaving"] = forms.TypedMultipleChoiceField(
            label="同时结束",
            coerce=int,
            required=False,
            choices=[(each.pk, each.pk) for each in others],
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def parts(self) -> dict[int, tuple[Fraction, bool]]:
        """The checked shares by person, and whether they live there."""
        return {
            number: (
                self.cleaned_data[f"share_{number}"],
                self.cleaned_data[f"lives_in_{number}"],
            )
            for number, _ in self.owners
        }


class MoveOutForm(Form):
    """Who moves out, and when."""

    on = forms.DateField(label="迁出日期", widget=DayInput(), help_text="不再入住的第一天。")
    reason = forms.CharField(label="说明", max_length=100, required=False)

    def __init__(self, *args: Any, running: list[Occupancy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupancies"] = forms.TypedMultipleChoiceField(
            label="迁出的人",
            coerce=int,
            choices=[(each.pk, each.pk) for each in running],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "请选择要迁出的人。"},
        )


_LOOK = {"class": "form-control"}
_TICK = {"class": "form-check-input"}
