"""What a visit leaves behind: things checked, photos, material used."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from anju.archives.models import File
from anju.fieldwork.models.visits import Visit
from anju.fieldwork.states import CheckState, PhotoKind
from anju.organization.models import Project
from anju.tickets.models import ChecklistItem, PriceItem


class VisitCheck(models.Model):
    """One thing to check on a visit: done at a time, or why not, or found wanting.

    `happened_at` is by the device's corrected clock, `received_at` when it reached us.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="checks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+", verbose_name="检查项")
    state = models.CharField("结果", max_length=10, choices=CheckState.choices)
    reason = models.CharField("说明", max_length=200, blank=True)
    happened_at = models.DateTimeField("检查时间")
    received_at = models.DateTimeField("收到时间")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "visit", "item", name="visit_check_once"),
            models.CheckConstraint(
                condition=Q(state=CheckState.TICKED, reason="")
                | (Q(state__in=[CheckState.SKIPPED, CheckState.FAILED]) & ~Q(reason="")),
                name="visit_check_state_fits_reason",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item.text}:{CheckState(self.state).label}"


class VisitPhoto(models.Model):
    """A photo taken on a visit: of the warning board, of a thing checked, before or after."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    kind = models.CharField("照片类别", max_length=10, choices=PhotoKind.choices)
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField("拍摄时间")
    received_at = models.DateTimeField("收到时间")

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "visit", "file", name="visit_photo_once"),
            models.CheckConstraint(
                condition=Q(kind=PhotoKind.CHECK, item__isnull=False)
                | Q(kind__in=[PhotoKind.BOARD, PhotoKind.BEFORE, PhotoKind.AFTER], item=None),
                name="visit_photo_kind_fits_item",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return PhotoKind(self.kind).label


class Material(models.Model):
    """What was used on a visit; naming it again with its unit changes the quantity."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="materials")
    name = models.CharField("材料", max_length=40)
    quantity = models.DecimalField("数量", max_digits=9, decimal_places=2)
    unit = models.CharField("单位", max_length=8, blank=True)
    price_item = models.ForeignKey(
        PriceItem, models.PROTECT, null=True, related_name="+", verbose_name="价目表项目"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "visit", "name", "unit", name="material_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=Decimal(0)), name="material_quantity_positive"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        quantity = f"{self.quantity.normalize():f}"
        return f"{self.name} {quantity} {self.unit}".strip()
