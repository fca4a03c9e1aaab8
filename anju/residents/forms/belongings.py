"""Reading what comes in about what belongs to a person."""

from typing import Any

from django import forms

from anju.estate.models import ParkingSpace
from anju.organization.models import Project
from anju.residents.models.belonging import HoldingGround
from anju.residents.queries.spaces import space_by_code, storage_by_code
from anju.ui.forms import DayInput, Form


class PhoneForm(Form):
    """One telephone number and what it is for."""

    number = forms.CharField(
        label="电话", max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    label = forms.CharField(
        label="说明", max_length=20, required=False, help_text="例如本人、单位、微信同号。"
    )


class ContactForm(Form):
    """Whom to call when something has happened."""

    name = forms.CharField(label="姓名", max_length=60)
    relation = forms.CharField(
        label="与住户的关系", max_length=20, required=False, help_text="例如女儿、邻居。"
    )
    phone = forms.CharField(
        label="电话", max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )


class SpaceField(forms.CharField):
    """A parking space by its number, as people write it."""

    def __init__(self, *, required: bool = False, help_text: str = "") -> None:
        super().__init__(label="车位编号", max_length=20, required=required, help_text=help_text)


class VehicleForm(Form):
    """A vehicle: plate, brand, colour, where it stands."""

    plate = forms.CharField(
        label="车牌号", max_length=20, help_text="例如 浙A12345;新能源 8 位如 浙AD12345。"
    )
    brand = forms.CharField(label="品牌", max_length=30, required=False)
    colour = forms.CharField(label="颜色", max_length=10, required=False)
    space = SpaceField(help_text="固定停在哪个车位,没有则不填。")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_space(self) -> ParkingSpace | None:
        return _space(self.project, self.cleaned_data["space"])


class PetForm(Form):
    """An animal of the household."""

    kind = forms.CharField(label="种类", max_length=20, help_text="例如犬、猫。")
    name = forms.CharField(label="名字", max_length=20, required=False)
    licence = forms.CharField(label="登记证号", max_length=30, required=False)
    note = forms.CharField(label="备注", max_length=100, required=False)


class LeaveForm(Form):
    """From which day on something is not there any more."""

    on = forms.DateField(label="日期", widget=DayInput(), help_text="从这一天起不再有效。")


class HoldingForm(Form):
    """A parking space or a storage room, owned or rented, for a period."""

    space = SpaceField(help_text="车位和储藏室填一项。")
    storage = forms.CharField(label="储藏室编号", max_length=20, required=False)
    ground = forms.ChoiceField(label="方式", choices=HoldingGround.choices)
    starts_on = forms.DateField(label="开始日期", required=False, widget=DayInput())
    ends_on = forms.DateField(
        label="结束日期", required=False, widget=DayInput(), help_text="长期不填。"
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_space(self) -> ParkingSpace | None:
        return _space(self.project, self.cleaned_data["space"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        code = (cleaned.get("storage") or "").strip()
        storage = storage_by_code(self.project, code) if code else None
        if code and storage is None:
            self.add_error("storage", f"没有编号为“{code}”的储藏室,请核对,或先在房屋资料里登记。")
        elif not self.errors and (cleaned.get("space") is None) == (storage is None):
            self.add_error("space", "车位编号和储藏室编号请填一项,也只填一项。")
        cleaned["thing"] = cleaned.get("space") or storage
        return cleaned


def _space(project: Project, code: str) -> ParkingSpace | None:
    if not code.strip():
        return None
    found = space_by_code(project, code)
    if found is None:
        raise forms.ValidationError(
            f"没有编号为“{code.strip()}”的车位,请核对,或先在房屋资料里登记。"
        )
    return found
