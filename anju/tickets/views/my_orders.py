"""我的派工: the worker's list is the page of the floor above, where the work on site is."""

from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from anju.organization.doors import StaffRequest, staff_view
from anju.tickets import hooks
from anju.tickets.permissions import DeskPermission as May


@staff_view(May.READ_ORDERS)
def my_orders(request: StaffRequest) -> HttpResponseBase:
    """Lead an old address to one's own work orders."""
    return HttpResponsePermanentRedirect(hooks.work_page(request.project, None))
