"""What belongs to the estate beside units: spaces, storage rooms, public places, meters."""

from django.db import models
from django.db.models import Q

from anju.estate.models.buildings import Building, Unit, area
from anju.organization.models import Project


class SpaceKind(models.TextChoices):
    GROUND = "GROUND", "地上车位"
    UNDERGROUND = "UNDERGROUND", "地下车位"


class ParkingSpace(models.Model):
    """One parking space (车位) of a car park; `lot` is the car park's number, `1` if only one."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="parking_spaces")
    lot = models.CharField("停车场", max_length=20, default="1")
    code = models.CharField("车位编号", max_length=20)
    code_key = models.CharField(max_length=80, editable=False)
    kind = models.CharField(
        "车位类型", max_length=12, choices=SpaceKind.choices, default=SpaceKind.UNDERGROUND
    )
    area = area("面积")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "lot", "code", name="parking_space_code_once"),
            models.CheckConstraint(condition=Q(kind__in=SpaceKind.values), name="space_kind_known"),
        ]
        indexes = [models.Index(fields=["project", "lot", "code_key"], name="space_by_code")]

    def __str__(self) -> str:
        return f"车位 {self.code}"


class StorageRoom(models.Model):
    """A storage room (储藏室) of a building or the project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="storage_rooms")
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="storage_rooms"
    )
    code = models.CharField("储藏室编号", max_length=20)
    code_key = models.CharField(max_length=80, editable=False)
    area = area("面积")

    class Meta:
        constraints = [models.UniqueConstraint("project", "code", name="storage_room_code_once")]

    def __str__(self) -> str:
        return f"储藏室 {self.code}"


class PlaceKind(models.TextChoices):
    LOBBY = "LOBBY", "大堂、门厅"
    LIFT = "LIFT", "电梯"
    STAIRS = "STAIRS", "楼道"
    GARAGE = "GARAGE", "车库"
    GARDEN = "GARDEN", "园区、绿地"
    ROAD = "ROAD", "道路、广场"
    GATE = "GATE", "出入口"
    ROOF = "ROOF", "屋面"
    PLANT = "PLANT", "设备房"
    OTHER = "OTHER", "其他公共部位"


class Place(models.Model):
    """A public place (公共部位) where something can be out of order without being in a unit."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="places")
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="places"
    )
    name = models.CharField("名称", max_length=40)
    name_key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(
        "类别", max_length=10, choices=PlaceKind.choices, default=PlaceKind.OTHER
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "name", name="place_name_once"),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class MeterKind(models.TextChoices):
    WATER = "WATER", "水表"
    POWER = "POWER", "电表"
    HEAT = "HEAT", "热量表"
    GAS = "GAS", "燃气表"


class Meter(models.Model):
    """A meter (计量表) as a thing: readings come with billing.

    `digits` is how many whole digits the counter has before it rolls over; use is the difference
    of readings × `multiplier`.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="meters")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="meters")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="meters")
    kind = models.CharField("类型", max_length=10, choices=MeterKind.choices)
    number = models.CharField("表号", max_length=30)
    multiplier = models.DecimalField("倍率", max_digits=8, decimal_places=2, default=1)
    digits = models.PositiveSmallIntegerField("位数", default=5)
    installed_on = models.DateField("安装日期", null=True, blank=True)
    removed_on = models.DateField("拆除日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "kind", "number", name="meter_number_once"),
            models.CheckConstraint(condition=Q(kind__in=MeterKind.values), name="meter_kind_known"),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(place=None), name="meter_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0, digits__gte=3, digits__lte=9), name="meter_can_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{MeterKind(self.kind).label} {self.number}"
