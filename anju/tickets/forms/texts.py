"""The forms of checklists and prices."""

import re
from typing import Any

from django import forms

from anju.tickets.contents import ItemDraft
from anju.tickets.models import ChecklistItem, PriceItem
from anju.tickets.states import ChecklistUse, Material, Stage
from anju.ui.forms import DayInput, Form

PHOTO = "(拍照)"
LONGEST_ITEM = 80
_PHOTO = re.compile(r"\s*[((]拍照[))]\s*$")


class ItemsField(forms.CharField):
    """The items of a stage, one a line; 「(拍照)」 at the end wants a photo."""

    def __init__(self, *, stage: Stage) -> None:
        super().__init__(
            label=stage.label,
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text="一行一项;末尾写“(拍照)”表示要有照片。",
        )
        self.stage = stage

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        items = [
            ItemDraft(self.stage, _PHOTO.sub("", line), bool(_PHOTO.search(line)))
            for line in lines
            if line
        ]
        if any(not item.text for item in items):
            raise forms.ValidationError("有一行只写了“(拍照)”,请写上要检查什么。")
        long = next((item.text for item in items if len(item.text) > LONGEST_ITEM), None)
        if long is not None:
            raise forms.ValidationError(f"“{long[:12]}…”太长,一项最多 {LONGEST_ITEM} 个字。")
        return items


class ChecklistForm(Form):
    """A checklist with its items by stage."""

    name = forms.CharField(label="名称", max_length=30)
    use = forms.ChoiceField(label="适用", choices=ChecklistUse.choices)
    before_entering = ItemsField(stage=Stage.BEFORE_ENTERING)
    before_starting = ItemsField(stage=Stage.BEFORE_STARTING)
    before_leaving = ItemsField(stage=Stage.BEFORE_LEAVING)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the commands take it; the form is valid."""
        said = self.cleaned_data
        items = [item for stage in Stage for item in said[stage.value.lower()]]
        return {"name": said["name"], "use": ChecklistUse(said["use"]), "items": items}

    @staticmethod
    def of(name: str, use: str, edition: int, items: list[ChecklistItem]) -> dict[str, object]:
        """Return a checklist as this form's initial values."""
        typed = {
            stage.value.lower(): "\n".join(str(item) for item in items if item.stage == stage)
            for stage in Stage
        }
        return {"name": name, "use": use, "seen": edition, **typed}


class PriceForm(Form):
    """A price from a day on."""

    service = forms.CharField(label="服务项目", max_length=40)
    measure = forms.CharField(label="计价单位", max_length=10, help_text="次、个、小时、平方米。")
    price = forms.DecimalField(label="单价(元)", min_value=0, max_digits=12, decimal_places=2)
    material = forms.ChoiceField(label="材料", choices=Material.choices)
    note = forms.CharField(label="备注", max_length=120, required=False)
    valid_from = forms.DateField(
        label="生效日期", widget=DayInput(), help_text="这一天以前仍按原来的价格。"
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["service"]

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the commands take it; the form is valid."""
        return {**self.cleaned_data, "material": Material(self.cleaned_data["material"])}

    @staticmethod
    def of(item: PriceItem) -> dict[str, object]:
        """Return a price as this form's initial values, without the day."""
        fields = ("measure", "price", "material", "note")
        return {name: getattr(item, name) for name in fields}
