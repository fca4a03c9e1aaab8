"""How cards, samples and praise are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.opinions.models import DrawnTicket, FollowUpDraw, OpinionCard, Praise


def _cards(ids: Collection[int]) -> dict[int, Title]:
    found = OpinionCard.objects.filter(pk__in=ids).select_related("project", "ticket", "order")
    return {
        card.pk: Title(
            f"{card.order.number if card.order else card.ticket.number} {card}",
            reverse("tickets:ticket", args=[card.project.code, card.ticket_id]),
        )
        for card in found
    }


def _draws(ids: Collection[int]) -> dict[int, Title]:
    found = FollowUpDraw.objects.filter(pk__in=ids).select_related("project")
    return {
        draw.pk: Title(str(draw), reverse("opinions:draw", args=[draw.project.code, draw.pk]))
        for draw in found
    }


def _drawn(ids: Collection[int]) -> dict[int, Title]:
    found = DrawnTicket.objects.filter(pk__in=ids).select_related("project", "ticket")
    return {
        each.pk: Title(
            f"{each.ticket.number} 回访",
            reverse("tickets:ticket", args=[each.project.code, each.ticket_id]),
        )
        for each in found
    }


def _praise(ids: Collection[int]) -> dict[int, Title]:
    found = Praise.objects.filter(pk__in=ids).select_related("project")
    return {
        praise.pk: Title(str(praise), reverse("opinions:praise", args=[praise.project.code]))
        for praise in found
    }


TITLES = {
    "opinions.opinioncard": _cards,
    "opinions.followupdraw": _draws,
    "opinions.drawnticket": _drawn,
    "opinions.praise": _praise,
}
