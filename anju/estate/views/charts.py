"""The building chart (房态图): the project in small, one building door by door, on paper."""

from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.periods import local_date
from anju.estate.chart import picture_of
from anju.estate.models import Building
from anju.estate.permissions import EstatePermission as May
from anju.estate.queries.buildings import buildings_of, care_of, entrances_of
from anju.estate.queries.chart import Chart, chart_of
from anju.estate.queries.units import unit_card
from anju.estate.views.found import building_or_404, unit_or_404
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import page


@staff_view(May.READ)
def chart(request: StaffRequest) -> HttpResponseBase:
    """Show all buildings in small, coloured by what was chosen."""
    found = _chart(request)
    context = {
        "chart": found,
        "only": _only(request, found),
        "pictures": [(each, picture_of(each.grid)) for each in found.buildings],
        "base": reverse("estate:chart", args=[request.project.code]),
    }
    return page(request, "estate/chart.html", context, part="shown", live=_topics(request))


@staff_view(May.READ)
def building(request: StaffRequest, building: str) -> HttpResponseBase:
    """Show one building door by door, with who looks after it and what happened to it."""
    found = building_or_404(request, building)
    entrances = list(entrances_of(request.project, found))
    chart = _chart(request, found)
    context = {
        "building": found,
        "buildings": buildings_of(request.project),
        "entrances": entrances,
        "chart": chart,
        "grid": chart.buildings[0].grid,
        "only": _only(request, chart),
        "care": care_of(request.project, found, day=local_date(request.at)),
        "lines": timeline(found, *entrances, limit=20),
        "base": reverse("estate:building", args=[request.project.code, found.code]),
    }
    return page(request, "estate/building.html", context, part="shown", live=_topics(request))


@staff_view(May.READ)
def print_chart(request: StaffRequest, building: str) -> HttpResponseBase:
    """Show one building as a sheet."""
    found = building_or_404(request, building)
    chart = _chart(request, found)
    context = {
        "building": found,
        "chart": chart,
        "grid": chart.buildings[0].grid,
        "day": local_date(request.at),
    }
    return page(request, "estate/print_chart.html", context)


@staff_view(May.READ)
def card(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Show a unit in a few lines, below the chart."""
    found = unit_or_404(request, unit_id)
    day = local_date(request.at)
    context = {"card": unit_card(request.project, found, request.access, day=day)}
    return page(request, "estate/card.html", context, part="card")


def _chart(request: StaffRequest, building: Building | None = None) -> Chart:
    return chart_of(
        request.project,
        request.access,
        facet=request.GET.get("facet", ""),
        day=local_date(request.at),
        building=building,
    )


def _only(request: StaffRequest, chart: Chart) -> int | None:
    """Return the mark of the one value that stands out, None for all."""
    wanted = request.GET.get("only", "")
    return next((line.mark for line in chart.legend if line.value.code == wanted), None)


def _topics(request: StaffRequest) -> list[str]:
    return [f"project:{request.project.pk}:estate"]
