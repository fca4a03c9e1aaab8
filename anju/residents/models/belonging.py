"""Who belongs to which unit, space and vehicle, and since when: history is kept, never edited."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from anju.core.masking import mask_plate
from anju.estate.models import ParkingSpace, StorageRoom, Unit
from anju.organization.models import Project
from anju.residents.models.people import Person


def _period() -> Func:
    return Func(F("starts_on"), F("ends_on"), function="DATERANGE", output_field=DateRangeField())


def _lasts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name=name
    )


class OccupancyRole(models.TextChoices):
    OWNER = "OWNER", "业主"
    TENANT = "TENANT", "租户"
    FAMILY = "FAMILY", "家属"
    AGENT = "AGENT", "代理人"
    SHOP_STAFF = "SHOP_STAFF", "店员"


class Occupancy(models.Model):
    """A person's relation to a unit for a half-open period; no start is "since before we know".

    An owner has a share, `share_part / share_of` (1/1 alone, 1/3 each of three); the shares of a
    unit's owners never exceed the whole on any day.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="occupancies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="occupancies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="occupancies")
    role = models.CharField("关系", max_length=10, choices=OccupancyRole.choices)
    share_part = models.PositiveIntegerField(null=True, blank=True)
    share_of = models.PositiveIntegerField(null=True, blank=True)
    lives_in = models.BooleanField("在此居住", default=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=OccupancyRole.values), name="occupancy_role_known"
            ),
            _lasts("occupancy_lasts"),
            models.CheckConstraint(
                condition=Q(
                    role=OccupancyRole.OWNER,
                    share_part__gte=1,
                    share_of__gte=F("share_part"),
                )
                | (~Q(role=OccupancyRole.OWNER) & Q(share_part=None, share_of=None)),
                name="occupancy_owner_has_share",
            ),
            ExclusionConstraint(
                name="occupancy_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["project", "unit"], name="occupancy_of_unit"),
            models.Index(fields=["project", "person"], name="occupancy_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()} {self.person.masked_name}"


class HoldingGround(models.TextChoices):
    OWNED = "OWNED", "产权"
    RENTED = "RENTED", "租用"


class Holding(models.Model):
    """A person has a parking space or a storage room, owned or rented, for a period."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    space = models.ForeignKey(
        ParkingSpace, models.PROTECT, null=True, blank=True, related_name="holdings"
    )
    storage = models.ForeignKey(
        StorageRoom, models.PROTECT, null=True, blank=True, related_name="holdings"
    )
    ground = models.CharField(
        "方式", max_length=10, choices=HoldingGround.choices, default=HoldingGround.OWNED
    )
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        constraints = [
            _lasts("holding_lasts"),
            models.CheckConstraint(
                condition=Q(ground__in=HoldingGround.values), name="holding_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=False, storage=None)
                | Q(space=None, storage__isnull=False),
                name="holding_of_one_thing",
            ),
            ExclusionConstraint(
                name="holding_space_once",
                expressions=[
                    ("space", RangeOperators.EQUAL),
                    ("ground", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(space__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space or self.storage} {self.get_ground_display()}"


class Vehicle(models.Model):
    """A vehicle of a person (车辆); the plate is plain capitals: 浙A12345."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="vehicles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="vehicles")
    space = models.ForeignKey(
        ParkingSpace, models.PROTECT, null=True, blank=True, related_name="vehicles"
    )
    plate = models.CharField("车牌号", max_length=12)
    brand = models.CharField("品牌", max_length=30, blank=True)
    colour = models.CharField("颜色", max_length=10, blank=True)
    left_on = models.DateField("注销日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project", "plate", name="vehicle_plate_once", condition=Q(left_on=None)
            )
        ]
        ordering = ["plate", "pk"]

    def __str__(self) -> str:
        return mask_plate(self.plate)


class Pet(models.Model):
    """An animal of a household (宠物)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="pets")
    person = models.ForeignKey(Person, models.CASCADE, related_name="pets")
    kind = models.CharField("种类", max_length=20)
    name = models.CharField("名字", max_length=20, blank=True)
    licence = models.CharField("登记证号", max_length=30, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.kind
