"""Opinion cards: their links, the cards there are, and what is known of a ticket's opinions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from segno import make_qr

from anju.opinions.models import OpinionCard
from anju.organization.links import link_url
from anju.organization.models import Project
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import HELD, OrderState, Rating

CARD, PROGRESS = "card", "progress"
CARD_DAYS = timedelta(days=30)
PROGRESS_DAYS = timedelta(days=7)


def card_url(subject: WorkOrder, base: str = "") -> str:
    """Return the address of a work order's card; the same order always has the same.

    :param base: what stands before it in a trial without a public address: http://127.0.0.1:8800.
    """
    return _whole(link_url("opinion_links:card", CARD, subject.pk), base)


def progress_url(subject: Ticket, base: str = "") -> str:
    """Return the address of a ticket's progress page."""
    return _whole(link_url("progress_links:progress", PROGRESS, subject.pk), base)


def card_qr(subject: WorkOrder, base: str = "") -> str:
    """Return the QR code of a card as inline SVG."""
    return qr_of(subject, card_url(subject, base))


def qr_of(subject: object, url: str) -> str:
    """Return an address as a QR code, inline SVG of black on white."""
    code: str = make_qr(url, error="m").svg_inline(
        scale=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return code


def card_for(subject: Ticket, order: WorkOrder | None) -> OpinionCard | None:
    """Return the card that there is for a work and its round."""
    cards = OpinionCard.objects.filter(project=subject.project_id, ticket=subject, order=order)
    return cards.filter(round=round_of(subject, order)).select_related("said").first()


def round_of(subject: Ticket, order: WorkOrder | None) -> int:
    """Return which attempt it is; a ticket without work counts how often it was followed up."""
    if order is not None:
        return order.round
    return 1 + subject.follow_ups.filter(is_card=False, rating=Rating.BAD).count()


def order_across_projects(order_id: int) -> WorkOrder | None:
    """Return the work order that a link stands for."""
    orders = WorkOrder.objects.select_related("project", "department", "assignee")
    return orders.select_related("ticket__category__parent__parent").filter(pk=order_id).first()


def may_be_given(subject: WorkOrder) -> bool:
    """Tell whether an owner may say what they think of a work: somebody has it in hand.

    Not only once our records have it begun: who works without a network shows the code at the
    door before the house knows that they came.
    """
    if subject.state == OrderState.CANCELLED:
        return False
    is_in_hand = subject.assignee_id is not None and subject.state in HELD
    return is_in_hand or subject.started_at is not None


def card_ends(subject: WorkOrder) -> datetime | None:
    """Return until when a card may be given; None while the work is not over."""
    return subject.done_at + CARD_DAYS if subject.done_at else None


def cards_of(project: Project, ticket: Ticket) -> list[OpinionCard]:
    """Return a ticket's cards, the newest first."""
    cards = OpinionCard.objects.filter(project=project, ticket=ticket)
    return list(cards.select_related("order").order_by("-given_at", "-pk"))


def card_list(
    project: Project, *, rating: str = "", since: date | None = None
) -> "QuerySet[OpinionCard]":
    """Return the project's cards, the newest first.

    :param rating: of which overall rating; anything else is all.
    """
    cards = OpinionCard.objects.filter(project=project)
    if rating in Rating.values:
        cards = cards.filter(overall=rating)
    if since is not None:
        cards = cards.filter(given_at__date__gte=since)
    cards = cards.select_related("order__assignee", "order__department")
    return cards.select_related(
        "ticket__unit__building", "ticket__unit__entrance", "ticket__place", "ticket__building"
    ).order_by("-given_at", "-pk")


def started_orders(project: Project, ticket: Ticket) -> Sequence[WorkOrder]:
    """Return the works of a ticket that a card may be given for, the last first."""
    orders = WorkOrder.objects.of(project).filter(ticket=ticket, started_at__isnull=False)
    orders = orders.exclude(state=OrderState.CANCELLED)
    return list(orders.select_related("department", "assignee", "ticket").order_by("-pk"))


def _whole(url: str, base: str) -> str:
    return url if url.startswith("http") else f"{base}{url}"
