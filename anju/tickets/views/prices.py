"""价目表: the list of a day, new prices, and the sheet for the wall."""

from datetime import timedelta

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.timeline import timeline
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.prices import add_price, change_price
from anju.tickets.forms.texts import PriceForm
from anju.tickets.models import PriceItem
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.prices import (
    earlier_prices,
    latest_price,
    price_in,
    price_list,
    prices_of_service,
)
from anju.tickets.views.editing import edit, live_topics, url_of, wants_retired
from anju.ui.lists import one_page
from anju.ui.responses import page


@staff_view(May.READ_CATALOGUE)
def prices(request: StaffRequest) -> HttpResponseBase:
    """Show today's prices and what comes, or what held before."""
    today = local_date(request.at)
    retired = wants_retired(request)
    rows = earlier_prices(request.project, today) if retired else price_list(request.project, today)
    context = {"page": one_page(request, rows), "is_retired": retired}
    live = live_topics(request)
    return page(request, "tickets/prices.html", context, part="rows", live=live)


@staff_view(May.MANAGE_CATALOGUE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Put a service on the list."""
    initial = {"valid_from": local_date(request.at)}
    form = PriceForm(request.POST or None, is_new=True, initial=initial)

    def save() -> str:
        made = add_price(project=request.project, by=request.by, at=request.at, **form.facts())
        return f"已新增“{made}”。"

    context = {"title": "新增服务价目", "lead": "价目公示后才能收费。"}
    to = url_of(request, "prices")
    return edit(request, form, template="tickets/edit.html", to=to, save=save, context=context)


@staff_view(May.MANAGE_CATALOGUE)
def change(request: StaffRequest, item_id: int) -> HttpResponseBase:
    """Give a service a new price from a day on."""
    found = _price_or_404(request, item_id)
    tomorrow = max(local_date(request.at), found.valid_from) + timedelta(days=1)
    initial = {**PriceForm.of(found), "valid_from": tomorrow}
    form = PriceForm(request.POST or None, is_new=False, initial=initial)

    def save() -> str:
        made = change_price(item=found, by=request.by, at=request.at, **form.facts())
        return f"“{made}”自 {made.valid_from:%Y-%m-%d} 起生效。"

    def theirs() -> tuple[int, dict[str, object]]:
        now = latest_price(request.project, found.service) or found
        return now.edition, now.said()

    context = {
        "title": f"调价:{found.service}",
        "lead": f"现在是{found},自 {found.valid_from:%Y-%m-%d} 起。原来的价格保留备查。",
        "lines": timeline(*prices_of_service(request.project, found.service)),
    }
    return edit(
        request,
        form,
        template="tickets/edit.html",
        to=url_of(request, "prices"),
        save=save,
        theirs=theirs,
        context=context,
    )


@staff_view(May.READ_CATALOGUE)
def print_prices(request: StaffRequest) -> HttpResponseBase:
    """Show today's prices as a sheet for the wall."""
    today = local_date(request.at)
    rows = [row.now for row in price_list(request.project, today) if row.now is not None]
    return page(request, "tickets/price_sheet.html", {"rows": rows, "day": today})


def _price_or_404(request: StaffRequest, item_id: int) -> PriceItem:
    found = price_in(request.project, item_id)
    if found is None or found.retired_at is not None:
        raise Http404
    return found
