"""我的派工: what a worker has before them, on a phone, and what their department is asked."""

from django.http.response import HttpResponseBase

from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.board import nearest_clocks
from anju.tickets.queries.orders import my_work
from anju.tickets.views.editing import live_topics
from anju.tickets.views.orders import who_of
from anju.ui.responses import page


@staff_view(May.READ_ORDERS)
def my_orders(request: StaffRequest) -> HttpResponseBase:
    """List one's own work orders in order of time, those to grab, and what one is asked."""
    work = my_work(request.access, request.at)
    clocks = nearest_clocks(request.project, [*work.held, *work.free])

    def rows(orders: list[WorkOrder]) -> list[tuple[WorkOrder, str, object]]:
        return [(each, who_of(each.ticket, request.access), clocks.get(each.pk)) for each in orders]

    context = {
        "held": rows(work.held),
        "free": rows(work.free),
        "done": rows(work.done),
        "asked": work.asked,
    }
    live = live_topics(request)
    return page(request, "tickets/my_orders.html", context, part="rows", live=live)
