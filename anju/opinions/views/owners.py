"""What an owner reaches by a signed link, without login: the opinion card and the progress page.

Opening changes nothing, since previews fetch links; only a press of a button does.
"""

from typing import Any

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError
from anju.opinions.commands.cards import change_card, give_card
from anju.opinions.forms.cards import CardForm
from anju.opinions.models import OpinionCard
from anju.opinions.queries.cards import (
    CARD,
    PROGRESS,
    card_ends,
    card_for,
    may_be_given,
    order_across_projects,
)
from anju.opinions.queries.progress import (
    progress_ends,
    progress_of,
    ticket_across_projects,
    worker_called,
)
from anju.opinions.queries.telling import next_contact
from anju.opinions.refusals import AlreadyGiven
from anju.opinions.states import CardWay
from anju.opinions.views.networks import refuse_too_often
from anju.organization.doors import LinkRequest, link_view
from anju.tickets.commands.urging import urge_ticket
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import OrderState, TicketState
from anju.ui.responses import page
from anju.ui.sentences import Gone

_ENDED = (TicketState.CANCELLED, TicketState.MERGED)


@csrf_exempt
@link_view(CARD)
def card(request: LinkRequest) -> HttpResponseBase:
    """Ask for an owner's opinion once; thank them, and let them change it for a day.

    The link is the proof, and there is no session, so no CSRF token and no cookie either.

    :raises Gone: 30 days after the end of the work, and for work that was called off.
    """
    order = _order_or_gone(request)
    given = card_for(order.ticket, order)
    changes = given is not None and given.may_change(request.at) and "change" in _asked(request)
    if request.method == "POST":
        refuse_too_often(request)
        return _take(request, order, given)
    if given is None and not may_be_given(order):
        return _show(request, order, "opinions/early.html", {})
    if given is not None and not changes:
        return _thank(request, order, given)
    form = CardForm(initial=CardForm.of(given) if given else {})
    return _show(request, order, "opinions/card.html", {"form": form, "given": given})


@link_view(PROGRESS)
def progress(request: LinkRequest) -> HttpResponseBase:
    """Show an owner how their matter stands; any number of visits.

    :raises Gone: 7 days after it was closed.
    """
    ticket = _ticket_or_gone(request)
    context = {
        "progress": progress_of(ticket.project, ticket, at=request.at),
        "next": next_contact(ticket.project, ticket, at=request.at),
        "is_again": "again" in request.GET,
        "project": ticket.project,
        **_look(request),
    }
    return page(request, "opinions/progress.html", context)


@csrf_exempt
@require_POST
@link_view(PROGRESS)
def urge(request: LinkRequest) -> HttpResponseBase:
    """Count an owner's urging (催单); within ten minutes it is the same press."""
    ticket = _ticket_or_gone(request)
    refuse_too_often(request)
    is_new = urge_ticket(ticket=ticket, at=request.at)
    return _back(request, "progress_links:progress", *(() if is_new else ("again=1",)))


def _take(request: LinkRequest, order: WorkOrder, given: OpinionCard | None) -> HttpResponseBase:
    """Keep what was answered; a second press with the same answers is the same card."""
    form = CardForm(request.POST)
    if form.is_valid():
        try:
            if given is None:
                give_card(
                    ticket=order.ticket,
                    order=order,
                    answers=form.answers,
                    way=CardWay.LINK,
                    at=request.at,
                )
            else:
                change_card(card=given, answers=form.answers, at=request.at)
        except AlreadyGiven:
            pass  # somebody of the household was faster: their card is shown
        except DomainError as refusal:
            form.refuse(refusal)
        if form.is_valid():
            return _back(request, "opinion_links:card")
    context = {"form": form, "given": given}
    return _show(request, order, "opinions/card.html", context, status=422)


def _thank(request: LinkRequest, order: WorkOrder, given: OpinionCard) -> HttpResponseBase:
    context = {
        "card": given,
        "may_change": given.may_change(request.at),
        "asks_why": given.is_bad and not given.words and given.may_change(request.at),
        "next": next_contact(order.project, order.ticket, at=request.at) if given.is_bad else "",
    }
    return _show(request, order, "opinions/thanks.html", context)


def _show(
    request: LinkRequest,
    order: WorkOrder,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponseBase:
    who = worker_called(order.assignee) if order.assignee else ""
    said = {"order": order, "who": who, "project": order.project, **_look(request), **context}
    return page(request, template, said, status=status)


def _order_or_gone(request: LinkRequest) -> WorkOrder:
    order = order_across_projects(request.link.id)
    if order is None:
        raise Http404
    ends = card_ends(order)
    is_over = order.state == OrderState.CANCELLED or order.ticket.state in _ENDED
    if is_over or (ends is not None and request.at >= ends):
        raise Gone("这张意见卡已经过期,谢谢您。还有意见,请打客服电话或到前台,我们一样会记下。")
    return order


def _ticket_or_gone(request: LinkRequest) -> Ticket:
    ticket = ticket_across_projects(request.link.id)
    if ticket is None:
        raise Http404
    ends = progress_ends(ticket)
    if ends is not None and request.at >= ends:
        raise Gone("这件事已经办结,进度页不再显示。还有问题,请打客服电话或到前台。")
    return ticket


def _asked(request: LinkRequest) -> Any:
    return request.POST if request.method == "POST" else request.GET


def _look(request: LinkRequest) -> dict[str, Any]:
    """Return how large the page is written; the address carries it, so no cookie is needed."""
    return {"is_big": _asked(request).get("big") == "1", "now": request.at}


def _back(request: LinkRequest, name: str, *more: str) -> HttpResponseBase:
    assert request.resolver_match is not None
    token = request.resolver_match.kwargs["token"]
    query = "&".join([*more, *(["big=1"] if _asked(request).get("big") == "1" else [])])
    url = reverse(name, args=[token])
    return HttpResponseRedirect(f"{url}?{query}" if query else url)
