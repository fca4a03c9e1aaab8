"""有偿服务价目: what a paid service costs from a day on."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from anju.core.money import spoken
from anju.tickets.models.entries import Entry, EntryQuerySet
from anju.tickets.states import Material


class PriceQuerySet(EntryQuerySet):
    """Words for sets of prices."""

    def in_order(self) -> "PriceQuerySet":
        return self.order_by("rank", "service_key", "service", "-valid_from", "-pk")


class PriceItem(Entry):
    """A price of a service from a day on; a new price is a new row, and none is ever changed."""

    service = models.CharField("服务项目", max_length=40)
    service_key = models.CharField(max_length=200, editable=False)
    measure = models.CharField("计价单位", max_length=10)
    price = models.DecimalField("单价", max_digits=12, decimal_places=2)
    material = models.CharField(
        "材料", max_length=10, choices=Material.choices, default=Material.EXTRA
    )
    note = models.CharField("备注", max_length=120, blank=True)
    valid_from = models.DateField("生效日期")
    rank = models.PositiveSmallIntegerField("排序", default=500)

    objects = PriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "service",
                "valid_from",
                condition=Q(retired_at=None),
                name="price_once_per_service_and_day",
            ),
            models.CheckConstraint(condition=Q(price__gte=Decimal(0)), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(material__in=Material.values), name="price_material_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {spoken(self.price)}/{self.measure}"

    def said(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "price": spoken(self.price),
            "measure": self.measure,
            "material": Material(self.material).label,
            "note": self.note,
            "valid_from": self.valid_from,
        }
