"""The page of a ticket put together, and what its actions share: finding it, going back to it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.clocks.permissions import ClocksPermission
from anju.core.masking import mask_name
from anju.organization.doors import StaffRequest
from anju.residents.permissions import ResidentPermission
from anju.tickets import hooks
from anju.tickets.forms.ticket_talking import OUTCOMES, TalkForm
from anju.tickets.models import Ticket, WorkOrder, path_of
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.categories import SEPARATOR
from anju.tickets.queries.owner_lines import owner_line
from anju.tickets.queries.stories import SHOWS, entries_of, story_of
from anju.tickets.queries.ticket_page import TicketPage, ticket_page
from anju.tickets.queries.ticket_parts import order_in, ticket_by_number, ticket_in
from anju.tickets.views.editing import edit, url_of
from anju.tickets.views.ticket_message import offered, talk_form
from anju.tickets.views.ticket_offers import offers_of, order_offers
from anju.ui.forms import Form
from anju.ui.lists import one_page
from anju.ui.responses import page

ENTRIES = 30
SAYS = {
    "contact": ("联系业主", "记下联系"),
    "answer": ("答复结果", "答复业主"),
    "note": ("内部备注", "存备注"),
}
BACK = {"board": "tickets:board", "tickets": "tickets:tickets", "orders": "tickets:my_orders"}


def ticket_or_404(request: StaffRequest, ticket_id: int) -> Ticket:
    """Return a ticket of this project."""
    found = ticket_in(request.project, ticket_id)
    if found is None:
        raise Http404
    return found


def order_or_404(request: StaffRequest, order_id: int) -> WorkOrder:
    """Return a work order of this project."""
    found = order_in(request.project, order_id)
    if found is None:
        raise Http404
    return found


def posted(request: StaffRequest) -> QueryDict | None:
    """Return what was posted, also when no field of it is filled in; None for a visit."""
    return request.POST if request.method == "POST" else None


def url_of_ticket(request: StaffRequest, ticket: Ticket | int) -> str:
    """Return the address of a ticket's page."""
    number = ticket if isinstance(ticket, int) else ticket.pk
    return url_of(request, "ticket", number)


def way_back(request: StaffRequest, ticket: Ticket | int) -> str:
    """Return where an action goes on to: the list it was begun from, else the ticket's page."""
    name = BACK.get(request.POST.get("back") or request.GET.get("back", ""))
    if name:
        return reverse(name, args=[request.project.code])
    return url_of_ticket(request, ticket)


def caller_name_of(ticket: Ticket, request: StaffRequest) -> str:
    """Return the name as it was said, masked for those who may not read names."""
    if not ticket.caller_name or request.access.may(ResidentPermission.READ_NAMES):
        return ticket.caller_name
    return mask_name(ticket.caller_name)


def act(
    request: StaffRequest,
    ticket: Ticket,
    form: Form,
    *,
    title: str,
    verb: str,
    save: Callable[[], str],
    template: str = "tickets/act.html",
    order: WorkOrder | None = None,
    to: str = "",
    **more: Any,
) -> HttpResponseBase:
    """Ask for what a step needs, take it, and go on to where it was begun.

    :param title: what is being done; `verb`: the words of the button.
    :param save: does the command and returns what to say.
    """
    context: Mapping[str, Any] = {
        "title": title,
        "verb": verb,
        "ticket": ticket,
        "order": order,
        "caller_name": caller_name_of(ticket, request),
        "back_name": request.POST.get("back") or request.GET.get("back", ""),
        **more,
    }
    to = to or way_back(request, ticket)
    if first := next(iter(form.visible_fields()), None):
        first.field.widget.attrs["autofocus"] = True
    return edit(request, form, template=template, to=to, save=save, context=context)


def show_ticket(
    request: StaffRequest,
    ticket: Ticket,
    *,
    talk: TalkForm | None = None,
    say: str = "",
    status: int = 200,
) -> HttpResponseBase:
    """Answer with the page of a ticket; a composer that was refused keeps what was typed."""
    shown = ticket_page(request.project, ticket, at=request.at)
    offers = offers_of(shown, request.access)
    parts = hooks.order_parts(
        request.project, [each.order for each in shown.orders], request.access
    )
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    events = story_of(request.project, shown, show=show, may=request.access.may)
    story = one_page(request, events, per=ENTRIES)
    context = {
        "ticket": ticket,
        "shown": shown,
        "line": owner_line(shown.standing, now=request.at),
        "orders": [
            (each, order_offers(each, request.access), parts.get(each.order.pk, ()))
            for each in shown.orders
        ],
        "offers": offers,
        "page": story,
        "story": entries_of(request.project, shown, list(story.object_list)),
        "show": show,
        "shows": SHOWS.items(),
        "caller_name": caller_name_of(ticket, request),
        "phones": shown.phones,
        "category_path": SEPARATOR.join(each.name for each in path_of(ticket.category)),
        "may_reveal": request.access.may(ResidentPermission.REVEAL_PHONE),
        "may_hand_set": request.access.may(ClocksPermission.HAND_SET),
        "may_read_orders": request.access.may(May.READ_ORDERS),
        "may_answer": request.access.may(May.ANSWER),
        "panels": hooks.ticket_panels(ticket, request.access, request.at),
        **composer(request, ticket, shown, offers.says, talk, say),
    }
    live = [f"tickets.ticket:{ticket.pk}"]
    template = "tickets/ticket.html"
    return page(request, template, context, part="shown", status=status, live=live)


def composer(
    request: StaffRequest,
    ticket: Ticket,
    shown: TicketPage,
    says: list[str],
    talk: TalkForm | None,
    say: str,
) -> dict[str, Any]:
    """Return what the composer needs; the tab that was asked for, else the first."""
    promise = shown.promise if shown.promise and not shown.is_broken else None
    chosen = say if say in says else (says[0] if says else "")
    form = talk or talk_form(request, ticket)
    return {
        "talk": form,
        "message": offered(request, shown, form) if says else None,
        "say": chosen,
        "says": [(name, *SAYS[name], url_of(request, _ADDRESS[name], ticket.pk)) for name in says],
        "keeps": promise,
        "outcomes": OUTCOMES,
        "draft_key": draft_key(ticket),
    }


def draft_key(ticket: Ticket) -> str:
    """Return under what a composer's draft is kept."""
    return f"tickets.{ticket.pk}"


def another_ticket(request: StaffRequest, number: str) -> Ticket | None:
    """Return another ticket of this project by its number as it was typed."""
    return ticket_by_number(request.project, number) if number.strip() else None


def refuse_without(request: StaffRequest, right: Any) -> None:
    """Refuse who lacks a further right beside the door's."""
    if not request.access.may(right):
        raise PermissionDenied


_ADDRESS = {"contact": "contact_owner", "answer": "answer_ticket", "note": "note_ticket"}
