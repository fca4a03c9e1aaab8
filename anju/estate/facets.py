"""The estate's own ways to colour the chart."""

from collections.abc import Collection, Mapping
from datetime import date

from anju.estate.hooks import Facet, FacetValue
from anju.estate.models import DeliveryState, OccupancyState, UnitUse
from anju.estate.queries.chart import values_of_units
from anju.organization.models import Project


def _delivery(project: Project, buildings: Collection[int], day: date) -> Mapping[int, str]:
    return values_of_units(project, buildings, "delivery")


def _occupancy(project: Project, buildings: Collection[int], day: date) -> Mapping[int, str]:
    return values_of_units(project, buildings, "occupancy")


def _use(project: Project, buildings: Collection[int], day: date) -> Mapping[int, str]:
    return values_of_units(project, buildings, "use")


FACETS = (
    Facet(
        "occupancy",
        "使用",
        (
            FacetValue(OccupancyState.OWN, "自用", "good"),
            FacetValue(OccupancyState.LET, "出租", "info", "down"),
            FacetValue(OccupancyState.VACANT, "空置", "warn", "up"),
            FacetValue(OccupancyState.UNKNOWN, "入住不详", "plain", "dots"),
        ),
        _occupancy,
    ),
    Facet(
        "delivery",
        "交付",
        (
            FacetValue(DeliveryState.DELIVERED, "已交付", "good"),
            FacetValue(DeliveryState.WAITING, "未交付", "warn", "up"),
            FacetValue(DeliveryState.UNKNOWN, "交付不详", "plain", "dots"),
        ),
        _delivery,
    ),
    Facet(
        "use",
        "用途",
        (
            FacetValue(UnitUse.HOME, "住宅", "good"),
            FacetValue(UnitUse.SHOP, "商铺", "info", "cols"),
            FacetValue(UnitUse.OFFICE, "办公", "warn", "rows"),
        ),
        _use,
    ),
)
