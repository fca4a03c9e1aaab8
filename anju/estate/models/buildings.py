"""Building (栋), entrance (单元) and unit (房屋): the addresses of a project."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from anju.organization.models import Project


def area(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Return a field of square metres, empty where nobody knows."""
    return models.DecimalField(label, max_digits=9, decimal_places=2, null=True, blank=True)


class Building(models.Model):
    """A building of the project; `code` is plain (`3`), `name` what people call it (`3栋`)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="buildings")
    code = models.CharField("楼栋编号", max_length=12)
    code_key = models.CharField(max_length=80, editable=False)
    name = models.CharField("楼栋名称", max_length=30)
    floors_above = models.PositiveSmallIntegerField("地上层数", null=True, blank=True)
    floors_below = models.PositiveSmallIntegerField("地下层数", default=0)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("project", "code", name="building_code_once")]
        indexes = [models.Index(fields=["project", "code_key", "id"], name="building_by_code")]

    def __str__(self) -> str:
        return self.name


class Entrance(models.Model):
    """A staircase of a building (单元); buildings without any have none. Never called unit."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="entrances")
    building = models.ForeignKey(Building, models.PROTECT, related_name="entrances")
    code = models.CharField("单元编号", max_length=12)
    code_key = models.CharField(max_length=80, editable=False)
    floors = models.PositiveSmallIntegerField("总层数", null=True, blank=True)
    has_lift = models.BooleanField("有电梯", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "building", "code", name="entrance_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.building.name}{self.code}单元"


class UnitUse(models.TextChoices):
    HOME = "HOME", "住宅"
    SHOP = "SHOP", "商铺"
    OFFICE = "OFFICE", "办公"


class DeliveryState(models.TextChoices):
    UNKNOWN = "UNKNOWN", "交付不详"
    WAITING = "WAITING", "未交付"
    DELIVERED = "DELIVERED", "已交付"


class OccupancyState(models.TextChoices):
    """How a unit is used today, as the office knows it; who lives there is in `residents`."""

    UNKNOWN = "UNKNOWN", "入住不详"
    OWN = "OWN", "自用"
    LET = "LET", "出租"
    VACANT = "VACANT", "空置"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Words for sets of units."""

    def of(self, project: Project) -> "UnitQuerySet":
        return self.filter(project=project)

    def by_code(self) -> "UnitQuerySet":
        return self.order_by("code_key", "pk")

    def locked(self) -> "UnitQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Unit(models.Model):
    """A flat, shop or office with its own door (房屋).

    `code` is the whole address, `1-2-301`, or `S-12` in a building without entrances; areas are
    square metres: built (建筑面积), inner (套内面积) and billed (计费面积, built unless agreed).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="units")
    building = models.ForeignKey(Building, models.PROTECT, related_name="units")
    entrance = models.ForeignKey(
        Entrance, models.PROTECT, null=True, blank=True, related_name="units"
    )
    room = models.CharField("房号", max_length=12)
    code = models.CharField("房屋编号", max_length=40)
    code_key = models.CharField(max_length=80, editable=False)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    use = models.CharField("用途", max_length=10, choices=UnitUse.choices, default=UnitUse.HOME)
    area_built = area("建筑面积")
    area_inner = area("套内面积")
    area_billed = area("计费面积")
    layout = models.CharField("户型", max_length=30, blank=True)
    delivery = models.CharField(
        "交付状态",
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.UNKNOWN,
    )
    delivered_on = models.DateField("交付日期", null=True, blank=True)
    occupancy = models.CharField(
        "使用状态",
        max_length=10,
        choices=OccupancyState.choices,
        default=OccupancyState.UNKNOWN,
    )
    standing_note = models.CharField("固定交代", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "code", name="unit_code_once"),
            models.CheckConstraint(condition=Q(use__in=UnitUse.values), name="unit_use_known"),
            models.CheckConstraint(
                condition=Q(delivery__in=DeliveryState.values)
                & (Q(delivered_on=None) | Q(delivery=DeliveryState.DELIVERED)),
                name="unit_delivery_fits_date",
            ),
            models.CheckConstraint(
                condition=Q(occupancy__in=OccupancyState.values), name="unit_occupancy_known"
            ),
            models.CheckConstraint(
                condition=(Q(area_built=None) | Q(area_built__gt=0))
                & (Q(area_inner=None) | Q(area_inner__gt=0))
                & (Q(area_billed=None) | Q(area_billed__gt=0)),
                name="unit_areas_positive",
            ),
            models.CheckConstraint(
                condition=Q(area_built=None)
                | Q(area_inner=None)
                | Q(area_inner__lte=F("area_built")),
                name="unit_inner_within_built",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "code_key", "id"], name="unit_by_code"),
            models.Index(fields=["project", "building", "code_key"], name="unit_of_building"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def spoken(self) -> str:
        """The address as people say it: 1栋2单元301."""
        entrance = f"{self.entrance.code}单元" if self.entrance else ""
        return f"{self.building.name}{entrance}{self.room}"
