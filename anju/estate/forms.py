"""Reading what comes in about the estate."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms

from anju.core.errors import DomainError
from anju.estate.filling import RoomPlan, read_doors, read_floors
from anju.estate.models import (
    Building,
    DeliveryState,
    Entrance,
    Meter,
    MeterKind,
    OccupancyState,
    ParkingSpace,
    Place,
    PlaceKind,
    SpaceKind,
    StorageRoom,
    Unit,
    UnitUse,
)
from anju.estate.queries.buildings import buildings_of, carers_for, entrances_of
from anju.organization.models import Project, User
from anju.ui.forms import DayInput, Form

R = TypeVar("R")
YES_NO = (("", "不详"), ("yes", "有"), ("no", "没有"))


def _area(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=f"{label}(㎡)",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=help_text,
    )


class BuildingForm(Form):
    """A building."""

    code = forms.CharField(
        label="楼栋编号", max_length=20, help_text="只写编号,如 3、A、东1;写 3栋 也会记成 3。"
    )
    name = forms.CharField(
        label="楼栋名称",
        max_length=30,
        required=False,
        help_text="留空即“3栋”;另有叫法的写在这里。",
    )
    floors_above = forms.IntegerField(label="地上层数", min_value=1, max_value=200, required=False)
    floors_below = forms.IntegerField(label="地下层数", min_value=0, max_value=20, initial=0)
    note = forms.CharField(label="备注", max_length=200, required=False)

    @staticmethod
    def of(building: Building) -> dict[str, object]:
        """Return a building as this form's initial values."""
        names = ("code", "name", "floors_above", "floors_below", "note")
        return {name: getattr(building, name) for name in names}


class EntranceForm(Form):
    """An entrance of a building."""

    code = forms.CharField(
        label="单元编号", max_length=20, help_text="如 1、2、A。没有单元的楼不用登记。"
    )
    floors = forms.IntegerField(label="总层数", min_value=1, max_value=200, required=False)
    has_lift = forms.ChoiceField(label="电梯", choices=YES_NO, required=False)

    @staticmethod
    def of(entrance: Entrance) -> dict[str, object]:
        """Return an entrance as this form's initial values."""
        lift = {None: "", True: "yes", False: "no"}[entrance.has_lift]
        return {"code": entrance.code, "floors": entrance.floors, "has_lift": lift}

    def clean_has_lift(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["has_lift"])


class UnitForm(Form):
    """A unit of a building."""

    entrance = forms.ModelChoiceField(
        label="单元", queryset=Entrance.objects.none(), required=False, empty_label="没有单元"
    )
    room = forms.CharField(label="房号", max_length=20, help_text="单元内的号,如 301、商铺2。")
    floor = forms.IntegerField(
        label="楼层", min_value=-20, max_value=200, required=False, help_text="地下一层写 -1。"
    )
    use = forms.ChoiceField(label="用途", choices=UnitUse.choices)
    layout = forms.CharField(
        label="户型", max_length=30, required=False, help_text="如 三室两厅一卫。"
    )
    area_built = _area("建筑面积")
    area_inner = _area("套内面积")
    area_billed = _area("计费面积", "收物业费按的面积;不知道就留空。")
    delivery = forms.ChoiceField(label="交付状态", choices=DeliveryState.choices)
    delivered_on = forms.DateField(label="交付日期", required=False, widget=DayInput())
    occupancy = forms.ChoiceField(label="使用状态", choices=OccupancyState.choices)
    standing_note = forms.CharField(
        label="固定交代",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每个上门的人都要知道的事,如“家有大型犬,先打电话”。不要写住户的姓名和电话。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, building: Building, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entrances = entrances_of(building.project, building)
        self.fields["entrance"].queryset = entrances  # type: ignore[attr-defined]  # a choice field

    @staticmethod
    def of(unit: Unit) -> dict[str, object]:
        """Return a unit as this form's initial values."""
        initial = {name: getattr(unit, name) for name in UnitForm.base_fields}
        return {**initial, "entrance": unit.entrance_id}


class FillForm(Form):
    """Many rooms of an entrance at once."""

    entrance = forms.ModelChoiceField(
        label="单元", queryset=Entrance.objects.none(), required=False, empty_label="没有单元"
    )
    floor_from = forms.IntegerField(label="从第几层", min_value=1, max_value=120, initial=1)
    floor_to = forms.IntegerField(label="到第几层", min_value=1, max_value=120)
    doors = forms.CharField(
        label="每层户号",
        max_length=120,
        initial="01-04",
        help_text="如 01-04;也可写 01、02、03A。与楼层连成房号:3 层 01 即 301。",
    )
    without = forms.CharField(
        label="跳过的楼层", max_length=120, required=False, help_text="没有的楼层,如 4、13、14。"
    )
    use = forms.ChoiceField(label="用途", choices=UnitUse.choices)

    def __init__(self, *args: Any, building: Building, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entrances = entrances_of(building.project, building)
        self.fields["entrance"].queryset = entrances  # type: ignore[attr-defined]  # a choice field

    def clean_doors(self) -> tuple[str, ...]:
        return _read(read_doors, self.cleaned_data["doors"])

    def clean_without(self) -> frozenset[int]:
        return _read(read_floors, self.cleaned_data["without"])

    def plan(self) -> RoomPlan:
        """Return the plan that the fields say; only of a valid form."""
        facts = self.cleaned_data
        return RoomPlan(facts["floor_from"], facts["floor_to"], facts["doors"], facts["without"])


class SpaceForm(Form):
    """A parking space."""

    code = forms.CharField(label="车位编号", max_length=20)
    lot = forms.CharField(
        label="停车场", max_length=20, initial="1", help_text="只有一个停车场的写 1。"
    )
    kind = forms.ChoiceField(
        label="车位类型", choices=SpaceKind.choices, initial=SpaceKind.UNDERGROUND
    )
    area = _area("面积")

    @staticmethod
    def of(space: ParkingSpace) -> dict[str, object]:
        """Return a parking space as this form's initial values."""
        return {name: getattr(space, name) for name in SpaceForm.base_fields}


class OfProject(Form):
    """A form that chooses among the buildings of a project."""

    building = forms.ModelChoiceField(
        label="楼栋", queryset=Building.objects.none(), required=False, empty_label="不属于哪一栋"
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].queryset = buildings_of(project)  # type: ignore[attr-defined]  # a choice field


class StorageForm(OfProject):
    """A storage room."""

    code = forms.CharField(label="储藏室编号", max_length=20)
    area = _area("面积")

    @staticmethod
    def of(room: StorageRoom) -> dict[str, object]:
        """Return a storage room as this form's initial values."""
        return {"code": room.code, "area": room.area, "building": room.building_id}


class PlaceForm(OfProject):
    """A public place."""

    name = forms.CharField(label="名称", max_length=40, help_text="大家怎么叫就怎么写,如 3栋大堂。")
    kind = forms.ChoiceField(label="类别", choices=PlaceKind.choices)

    @staticmethod
    def of(place: Place) -> dict[str, object]:
        """Return a public place as this form's initial values."""
        return {"name": place.name, "kind": place.kind, "building": place.building_id}


class CounterForm(Form):
    """What is read off a meter's face."""

    number = forms.CharField(label="表号", max_length=30, help_text="照表盘上的写。")
    multiplier = forms.DecimalField(
        label="倍率", max_digits=8, decimal_places=2, initial=1, help_text="没有互感器的填 1。"
    )
    digits = forms.IntegerField(
        label="位数", min_value=3, max_value=9, initial=5, help_text="表盘整数部分有几位。"
    )

    @staticmethod
    def of(meter: Meter) -> dict[str, object]:
        """Return a meter as this form's initial values."""
        return {name: getattr(meter, name) for name in CorrectionForm.base_fields}


class CorrectionForm(CounterForm):
    """What was entered wrongly of a meter."""

    installed_on = forms.DateField(label="安装日期", required=False, widget=DayInput())


class MeterForm(CorrectionForm):
    """A meter to put in."""

    kind = forms.ChoiceField(label="类型", choices=MeterKind.choices)

    field_order = ("kind", "number", "multiplier", "digits", "installed_on")


class ReplacementForm(CounterForm):
    """A new meter in the place of an old one."""

    on = forms.DateField(label="更换日期", widget=DayInput())

    field_order = ("on", "number", "multiplier", "digits")


class RemovalForm(Form):
    """When a meter was taken out."""

    on = forms.DateField(label="拆除日期", widget=DayInput())


class CareForm(Form):
    """Who looks after a building, from which day on."""

    user = forms.ModelChoiceField(
        label="负责人", queryset=User.objects.none(), empty_label="请选择同事"
    )
    starts_on = forms.DateField(
        label="从哪天起", widget=DayInput(), help_text="原来的负责人到这一天为止。"
    )

    def __init__(self, *args: Any, project: Project, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = carers_for(project, day=today)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a choice field


def _read(reader: Callable[[str], R], text: str) -> R:
    """Read a text by the estate's own reader; its refusal becomes the field's error."""
    try:
        return reader(text)
    except DomainError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
