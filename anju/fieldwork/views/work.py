"""One work order in a worker's hand: the way of the visit step by step, a call, its photos."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.archives.queries import attached_file
from anju.archives.sending import send
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.fieldwork.commands.offering import call_owner
from anju.fieldwork.queries.finding import order_of_step
from anju.fieldwork.queries.places import doors_of
from anju.fieldwork.queries.sheets import is_at_the_door
from anju.fieldwork.queries.steps import Way, way_of
from anju.fieldwork.queries.visits import usual_materials, visit_in
from anju.fieldwork.states import CHOSEN_CAUSES
from anju.fieldwork.views.shown import is_in_hand, order_or_404, url_of, who_of
from anju.offline import hooks
from anju.offline.taking import take_step
from anju.opinions.queries.cards import card_qr, card_url
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.disturbing import set_disturbs
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.board import nearest_clocks
from anju.tickets.queries.orders import order_seen
from anju.tickets.queries.prices import price_list
from anju.tickets.states import UNFINISHED, OrderState
from anju.ui.responses import done, page

USUAL_MINUTES = 30


@staff_view(May.READ_ORDERS)
def order(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Show one work order to whoever does it: one large next step, and all that it needs."""
    found = order_or_404(request, order_id)
    project, ticket = request.project, found.ticket
    way = way_of(project, found)
    base = request.build_absolute_uri("/").rstrip("/")
    phones = list(ticket.person.phones.all()) if ticket.person else []
    prices = price_list(project, local_date(request.at)) if found.is_paid else []
    context = {
        "order": found,
        "ticket": ticket,
        "way": way,
        "who": who_of(ticket, request),
        "door": doors_of(project, [found], day=local_date(request.at))[found.pk],
        "nearest": nearest_clocks(project, [found]).get(found.pk),
        "is_mine": is_in_hand(request, found) and request.access.may(May.WORK),
        "is_grab": found.state == OrderState.WAITING,
        "is_unfinished": found.state in UNFINISHED,
        "is_public": not is_at_the_door(project, ticket),
        "phones": phones,
        "prices": [row.now for row in prices if row.now is not None],
        "usual_materials": usual_materials(project),
        "usual_minutes": _usual_minutes(request, found, way),
        "causes": [(cause.value, cause.label) for cause in CHOSEN_CAUSES],
        "card_qr": card_qr(found, base),
        "card_url": card_url(found, base),
    }
    live = [f"tickets.workorder:{found.pk}"]
    return page(request, "fieldwork/order.html", context, part="steps", live=live)


@staff_view(May.WORK)
@require_POST
def step(request: StaffRequest, order_id: int, name: str) -> HttpResponseBase:
    """Take one step of a visit, online or as it was kept on the phone."""
    found = order_of_step(request.project, order_id)
    if found is None or f"fieldwork.{name}" not in hooks.steps():
        raise Http404
    seen = order_seen(request.access, order_id, request.at)
    to = url_of(request, "order", order_id) if seen else url_of(request, "my_orders")
    return take_step(request, f"fieldwork.{name}", subject=found, to=to)


@staff_view(May.WORK)
@require_POST
def disturb(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Say on site whether the work disturbs those around it."""
    found = order_or_404(request, order_id)
    to, disturbs = url_of(request, "order", found.pk), request.POST.get("disturbs") == "yes"
    if not is_in_hand(request, found):
        return done(request, to=to, said="派工单不在您手上,请联系前台。", tone="error")
    try:
        set_disturbs(order=found, disturbs=disturbs, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    words = "会影响住户:先摆告示牌并拍照" if disturbs else "不影响住户"
    return done(request, to=to, said=f"已改为{words}。")


@staff_view(May.WORK)
@require_POST
def call(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Show the owner's whole number to whoever has the order in hand, and note the call."""
    found = order_or_404(request, order_id)
    ticket, wanted = found.ticket, request.POST.get("phone", "")
    phones = list(ticket.person.phones.all()) if ticket.person else []
    phone = next((each for each in phones if str(each.pk) == wanted), None)
    if phone is None and not ticket.caller_phone:
        raise Http404
    back = url_of(request, "order", found.pk)
    try:
        number = call_owner(
            order=found, phone=phone, worker=request.user, by=request.by, at=request.at
        )
    except DomainError as refusal:
        return done(request, to=back, said=str(refusal), tone="error")
    context = {"order": found, "who": who_of(ticket, request), "number": number, "back": back}
    context["dialled"] = number.split(" ")[0]
    return page(request, "fieldwork/call.html", context)


@staff_view(May.READ_ORDERS)
def file(request: StaffRequest, visit_id: int, token: str) -> HttpResponseBase:
    """Hand out a photo or the signature of a visit."""
    visit = visit_in(request.project, visit_id)
    if visit is None or order_seen(request.access, visit.order_id, request.at) is None:
        raise Http404
    attached = attached_file(visit, token)
    if attached is None:
        raise Http404
    return send(attached, inline=attached.is_shown_inline)


def _usual_minutes(request: StaffRequest, found: WorkOrder, way: Way) -> int:
    """Return what the form of minutes proposes: since work began, else what is usual."""
    begun = way.visit.started_at if way.visit else None
    if begun is not None:
        return max(1, int((request.at - begun).total_seconds() // 60))
    category = found.ticket.category
    return (category.minutes if category else None) or USUAL_MINUTES
