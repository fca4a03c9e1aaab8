"""Who belongs to which unit, space and vehicle, and since when: history is kept, never edited."""

from datetime import date
from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from anju.core.masking import mask_plate
from anju.estate.models import ParkingSpace, StorageRoom, Unit
from anju.organization.models import Project
from anju.residents.models.people import Person


def _period() -> Func:
    return Func(F("starts_on"), F("ends_on"), function="DATERANGE", output_field=DateRangeField())


def spoken_period(starts_on: date | None, ends_on: date | None) -> str:
    """Return a period as people say it: 2020-03-01 起, 2019-01-01 至 2020-03-01, 一直."""
    if starts_on and ends_on:
        return f"{starts_on:%Y-%m-%d} 至 {ends_on:%Y-%m-%d}"
    if ends_on:
        return f"至 {ends_on:%Y-%m-%d}"
    return f"{starts_on:%Y-%m-%d} 起" if starts_on else "起始日期不详"


def _lasts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name=name
    )


def _covers(day: date) -> Q:
    begun = Q(starts_on=None) | Q(starts_on__lte=day)
    return begun & (Q(ends_on=None) | Q(ends_on__gt=day))


class OccupancyRole(models.TextChoices):
    OWNER = "OWNER", "业主"
    TENANT = "TENANT", "租户"
    FAMILY = "FAMILY", "家属"
    AGENT = "AGENT", "代理人"
    SHOP_STAFF = "SHOP_STAFF", "店员"


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    """Words for sets of occupancies."""

    def of(self, project: Project) -> "OccupancyQuerySet":
        return self.filter(project=project)

    def on(self, day: date) -> "OccupancyQuerySet":
        """Those that hold on a day."""
        return self.filter(_covers(day))

    def owners(self) -> "OccupancyQuerySet":
        return self.filter(role=OccupancyRole.OWNER)

    def in_order(self) -> "OccupancyQuerySet":
        """Owners first, then tenants, family, agents, shop staff; each as they were entered."""
        ranks = [When(role=role, then=Value(rank)) for rank, role in enumerate(OccupancyRole)]
        ranked = self.annotate(role_rank=Case(*ranks, output_field=models.IntegerField()))
        return ranked.order_by("role_rank", "pk")


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

    objects = OccupancyQuerySet.as_manager()

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
        return f"{self.unit} {self.role_name} {self.person.masked_name}"

    @property
    def role_name(self) -> str:
        return str(OccupancyRole(self.role).label)

    @property
    def share(self) -> Fraction | None:
        """An owner's part of the unit; None for everybody else."""
        if self.share_part is None or self.share_of is None:
            return None
        return Fraction(self.share_part, self.share_of)

    @property
    def share_name(self) -> str:
        """The share as people write it, 1/2; empty for the whole and for everybody else."""
        return "" if self.share in (None, 1) else f"{self.share_part}/{self.share_of}"

    @property
    def lasts(self) -> str:
        return spoken_period(self.starts_on, self.ends_on)

    def holds_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day < self.ends_on
        )


class HoldingGround(models.TextChoices):
    OWNED = "OWNED", "产权"
    RENTED = "RENTED", "租用"


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Words for sets of holdings."""

    def on(self, day: date) -> "HoldingQuerySet":
        """Those that hold on a day."""
        return self.filter(_covers(day))


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

    objects = HoldingQuerySet.as_manager()

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
        return f"{self.thing} {self.ground_name}"

    @property
    def thing(self) -> ParkingSpace | StorageRoom:
        """The space or storage room that is held."""
        found = self.space or self.storage
        assert found is not None, "the database holds it to one"
        return found

    @property
    def ground_name(self) -> str:
        return str(HoldingGround(self.ground).label)

    @property
    def lasts(self) -> str:
        return spoken_period(self.starts_on, self.ends_on)

    def holds_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day < self.ends_on
        )


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
