"""意见卡 for staff: the list, a paper one keyed in, the QR code on a worker's screen, its link."""

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError
from anju.opinions.commands.cards import give_card
from anju.opinions.commands.sending import send_card_link, thank_owner
from anju.opinions.forms.cards import PaperCardForm
from anju.opinions.models import OpinionCard
from anju.opinions.permissions import OpinionPermission as May
from anju.opinions.queries.cards import (
    card_for,
    card_list,
    card_qr,
    card_url,
    started_orders,
)
from anju.opinions.queries.progress import worker_called
from anju.opinions.states import CardWay, Seven
from anju.opinions.verbs import OpinionVerb
from anju.opinions.views.visits import EXPORT_LIMIT, ticket_or_404, url_of_ticket
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission
from anju.tickets.queries.ticket_parts import order_in
from anju.tickets.states import Rating
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page


def _mark(value: str) -> str:
    return Rating(value).label if value else ""


COLUMNS: list[Column[OpinionCard]] = [
    Column("填写时间", lambda row: row.given_at, 18),
    Column("工单编号", lambda row: row.ticket.number, 16),
    Column("派工单号", lambda row: row.order.number if row.order else "", 18),
    Column("部门", lambda row: _department(row), 12),
    Column("承办人", lambda row: _worker(row), 12),
    Column("位置", lambda row: row.ticket.where, 16),
    Column("总体", lambda row: _mark(row.overall), 10),
    Column("态度", lambda row: _mark(row.attitude), 10),
    Column("速度", lambda row: _mark(row.speed), 10),
    Column("安静", lambda row: _mark(row.quiet), 10),
    Column("整洁", lambda row: _mark(row.tidy), 10),
    Column("七个一", lambda row: Seven(row.seven).label if row.seven else "", 10),
    Column("意见", lambda row: row.words, 40),
    Column("来源", lambda row: CardWay(row.way).label, 12),
]


@staff_view(May.READ)
def cards(request: StaffRequest) -> HttpResponseBase:
    """List the opinion cards, the newest first."""
    rating = request.GET.get("rating", "")
    context = {
        "page": one_page(request, card_list(request.project, rating=rating)),
        "rating": rating,
        "ratings": [("", "全部"), *Rating.choices],
    }
    live = [f"project:{request.project.pk}:opinions"]
    return page(request, "opinions/cards.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export_cards(request: StaffRequest) -> HttpResponseBase:
    """Hand the cards out as a workbook."""
    rating = request.GET.get("rating", "")
    rows = list(card_list(request.project, rating=rating)[:EXPORT_LIMIT])
    record_export(
        OpinionVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"评价": Rating(rating).label if rating in Rating.values else ""},
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}意见卡", COLUMNS, rows)


@staff_view(DeskPermission.FOLLOW_UP)
def key_card(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Key in a paper card: the same questions as on the link."""
    ticket = ticket_or_404(request, ticket_id)
    orders = [each for each in started_orders(request.project, ticket)]
    form = PaperCardForm(request.POST if request.method == "POST" else None, orders=orders)
    if form.is_valid():
        try:
            card = give_card(
                ticket=ticket,
                order=form.work,
                answers=form.answers,
                way=CardWay.PAPER,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = "意见卡已录入,主管已收到提醒。" if card.is_bad else "意见卡已录入。"
            return done(request, to=url_of_ticket(request, ticket), said=said)
    context = {"form": form, "ticket": ticket, "title": "录入意见卡", "verb": "录入"}
    return page(request, "opinions/ask.html", context, status=form.status)


@staff_view(DeskPermission.READ_ORDERS)
def show_card(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Show the QR code of a work's card on the worker's screen, for the owner to scan."""
    order = _order_or_404(request, order_id)
    base = base_of(request)
    given = card_for(order.ticket, order)
    context = {
        "order": order,
        "qr": card_qr(order, base),
        "url": card_url(order, base),
        "given": given,
        "who": worker_called(order.assignee) if order.assignee else "",
    }
    live = [f"tickets.ticket:{order.ticket_id}"]
    return page(request, "opinions/show_card.html", context, part="shown", live=live)


@staff_view(DeskPermission.ANSWER)
@require_POST
def send_card(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Send the owner the link of a card, by the channel that they prefer."""
    order = _order_or_404(request, order_id)
    to = url_of_ticket(request, order.ticket)
    try:
        sent = send_card_link(
            order=order, url=card_url(order, base_of(request)), by=request.by, at=request.at
        )
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    to = reverse("contacts:outreach", args=[request.project.code, sent.pk])
    return done(
        request, to=to, said=f"{order.number} 的意见卡链接已交给{sent.get_channel_display()}。"
    )


@staff_view(DeskPermission.ANSWER)
@require_POST
def thank(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Thank the owner for their good words, by the channel that they prefer."""
    ticket = ticket_or_404(request, ticket_id)
    orders = started_orders(request.project, ticket)
    names = {worker_called(each.assignee) for each in orders if each.assignee}
    try:
        sent = thank_owner(
            ticket=ticket, names="、".join(sorted(names)), by=request.by, at=request.at
        )
    except DomainError as refusal:
        return done(request, to=url_of_ticket(request, ticket), said=str(refusal), tone="error")
    to = reverse("contacts:outreach", args=[request.project.code, sent.pk])
    return done(request, to=to, said="感谢的话已交给系统。")


def base_of(request: StaffRequest) -> str:
    """Return what stands before an address: nothing with a public address, else our own host."""
    return "" if settings.ANJU_PUBLIC_URL else request.build_absolute_uri("/").rstrip("/")


def _order_or_404(request: StaffRequest, order_id: int) -> WorkOrder:
    found = order_in(request.project, order_id)
    if found is None:
        raise Http404
    return found


def _department(card: OpinionCard) -> str:
    return card.order.department.name if card.order and card.order.department else ""


def _worker(card: OpinionCard) -> str:
    return card.order.assignee.name if card.order and card.order.assignee else ""
