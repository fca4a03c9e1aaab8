"""派工单 on paper: one or several work orders, and all of a department's day."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_date
from segno import make_qr

from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.models import Department
from anju.organization.queries.staff import departments_of
from anju.tickets.forms.board import read_chosen
from anju.tickets.models import Quote, WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.categories import Tree, named_tree
from anju.tickets.queries.checklists import Sheet, sheets
from anju.tickets.queries.orders import (
    departments_of_worker,
    last_quotes,
    orders_chosen,
    orders_of_day,
)
from anju.tickets.states import ChecklistUse
from anju.tickets.views.orders import who_of
from anju.ui.responses import page


@dataclass(frozen=True, slots=True)
class Paper:
    """One work order as it is printed."""

    order: WorkOrder
    who: str
    path: str
    quote: Quote | None
    sheet: Sheet | None
    qr: str


@staff_view(May.READ_ORDERS)
def print_order(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Print one work order."""
    return _print(request, [order_id])


@staff_view(May.READ_ORDERS)
def print_orders(request: StaffRequest) -> HttpResponseBase:
    """Print several work orders (`id`), one a page."""
    return _print(request, list(read_chosen(request.GET.getlist("id"))))


@staff_view(May.READ_ORDERS)
def day_list(request: StaffRequest) -> HttpResponseBase:
    """Print all that a department has on a day, in order of time."""
    offered = _departments(request)
    if not offered:
        raise Http404
    wanted = request.GET.get("department", "")
    department = next((each for each in offered if str(each.pk) == wanted), None)
    if wanted and department is None:
        raise Http404
    department, day = department or offered[0], _day(request)
    orders = orders_of_day(request.project, department, day)
    context = {
        "departments": offered,
        "department": department,
        "day": day,
        "rows": [(order, who_of(order.ticket, request.access)) for order in orders],
    }
    return page(request, "tickets/day_list.html", context)


def _print(request: StaffRequest, ids: list[int]) -> HttpResponseBase:
    orders = orders_chosen(request.access, ids, request.at)
    if not orders:
        raise Http404
    tree, quotes = named_tree(request.project), last_quotes(request.project, orders)
    # The eldest list of a use is its general one: 七个一 indoors; the others are for special works.
    eldest = sorted(sheets(request.project), key=lambda sheet: -sheet.checklist.pk)
    by_use = {ChecklistUse(sheet.checklist.use): sheet for sheet in eldest}
    papers = [_paper(request, order, tree, quotes, by_use) for order in orders]
    return page(request, "tickets/order_sheet.html", {"papers": papers})


def _paper(
    request: StaffRequest,
    order: WorkOrder,
    tree: Tree,
    quotes: dict[int, Quote],
    by_use: dict[ChecklistUse, Sheet],
) -> Paper:
    ticket = order.ticket
    address = reverse("tickets:order", args=[request.project.code, order.pk])
    public = settings.ANJU_PUBLIC_URL
    whole = f"{public}{address}" if public else request.build_absolute_uri(address)
    use = ChecklistUse.INDOOR if ticket.unit else ChecklistUse.OUTDOOR
    return Paper(
        order=order,
        who=who_of(ticket, request.access),
        path=tree.said(ticket.category_id or 0),
        quote=quotes.get(order.pk),
        sheet=by_use.get(use),
        qr=make_qr(whole, error="m").svg_data_uri(scale=4),
    )


def _departments(request: StaffRequest) -> list[Department]:
    """Return the departments whose day one may print: all with READ, else one's own first."""
    every = list(departments_of(request.project))
    mine = departments_of_worker(request.project, request.user, request.at)
    if not request.access.may(May.READ):
        every = [each for each in every if each.pk in mine]
    return sorted(every, key=lambda each: each.pk not in mine)


def _day(request: StaffRequest) -> date:
    try:
        return parse_date(request.GET.get("day", "")) or local_date(request.at)
    except ValueError:
        return local_date(request.at)
