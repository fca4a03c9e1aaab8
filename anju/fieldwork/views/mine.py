"""我的派工: what a worker has before them, on a phone."""

from django.http.response import HttpResponseBase

from anju.fieldwork.queries.mine import Line, my_day
from anju.fieldwork.views.shown import who_of
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.permissions import DeskPermission as May
from anju.ui.responses import page


@staff_view(May.READ_ORDERS)
def my_orders(request: StaffRequest) -> HttpResponseBase:
    """List one's own work orders in order of time, those to grab, and what one is asked."""
    day = my_day(request.access, request.at)

    def rows(lines: list[Line]) -> list[tuple[Line, str]]:
        return [(line, who_of(line.order.ticket, request)) for line in lines]

    context = {
        "held": rows(day.held),
        "free": rows(day.free),
        "done": rows(day.done),
        "asked": day.asked,
    }
    live = [f"project:{request.project.pk}:tickets", f"project:{request.project.pk}:fieldwork"]
    return page(request, "fieldwork/my_orders.html", context, part="rows", live=live)
