"""Tickets that belong together: merged, split, linked, followed by another; and changed."""

from collections.abc import Sequence
from secrets import token_urlsafe

from django.http.response import HttpResponseBase

from anju.archives.models import File
from anju.archives.uploading import store_all
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.residents.permissions import ResidentPermission
from anju.tickets.commands.joining import link_tickets, merge_tickets, split_ticket
from anju.tickets.commands.sequels import take_sequel
from anju.tickets.commands.taking import change_ticket
from anju.tickets.contents import Promised
from anju.tickets.facts import facts_of_ticket
from anju.tickets.forms.ticket_acting import MergeForm, NumberForm, PartForm
from anju.tickets.forms.ticket_change import ChangeForm
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.categories import tree_of
from anju.tickets.queries.neighbours import merge_candidates, people_around
from anju.tickets.queries.promising import usual_promise
from anju.tickets.queries.ticket_parts import moves_with, ticket_in, unfinished_of
from anju.tickets.states import MatterKind
from anju.tickets.views.editing import edit, url_of
from anju.tickets.views.ticket_shown import (
    act,
    another_ticket,
    caller_name_of,
    posted,
    ticket_or_404,
    url_of_ticket,
)
from anju.ui.responses import done, page

UNKNOWN = "没有找到这个编号的工单,请核对后再填。"


@staff_view(May.CLOSE)
def merge(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Let a ticket be absorbed by another: first its number, then what moves, then yes."""
    found = ticket_or_404(request, ticket_id)
    number = request.POST.get("number") or request.GET.get("number", "")
    into = another_ticket(request, number)
    form = MergeForm(posted(request), initial={"number": number})
    if into is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            merge_tickets(ticket=found, into=into, reason=reason, by=request.by, at=request.at)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = url_of_ticket(request, into)
            return done(request, to=to, said=f"{found.number} 已并入 {into.number}。")
    orders, helps = moves_with(request.project, found)
    asking = NumberForm({"number": number} if number else None)
    if number and into is None and asking.is_valid():
        asking.add_error("number", UNKNOWN)
    context = {
        "ticket": found,
        "caller_name": caller_name_of(found, request),
        "into": into,
        "into_name": caller_name_of(into, request) if into else "",
        "asking": asking,
        "form": form,
        "orders": orders,
        "helps": helps,
        "candidates": [] if into else merge_candidates(request.project, found),
        "back": url_of_ticket(request, found),
    }
    status = max(form.status, asking.status)
    return page(request, "tickets/merge.html", context, status=status)


@staff_view(May.ANSWER)
def link(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Say that two tickets belong together."""
    found = ticket_or_404(request, ticket_id)
    form = NumberForm(posted(request))
    other: Ticket | None = None
    if form.is_valid():
        other = another_ticket(request, form.cleaned_data["number"])
        if other is None:
            form.add_error("number", UNKNOWN)

    def save() -> str:
        assert other is not None, "an unknown number was refused"
        link_tickets(earlier=found, later=other, by=request.by, at=request.at)
        return f"已与 {other.number} 关联。"

    return act(request, found, form, title="关联工单", verb="关联", save=save)


@staff_view(May.TAKE)
def split(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Make a ticket of its own of a part of this one."""
    found = ticket_or_404(request, ticket_id)
    orders = unfinished_of(request.project, found)
    form = _part_form(request, found, orders)
    if form.is_valid():
        said = form.cleaned_data
        wanted = set(said.get("orders", ()))
        try:
            new = split_ticket(
                ticket=found,
                words=said["words"],
                kind=MatterKind(said["kind"]),
                out=Promised(said["until"]),
                orders=[order for order in orders if str(order.pk) in wanted],
                taker=request.user,
                once=said["once"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = url_of_ticket(request, new)
            return done(request, to=to, said=f"已从 {found.number} 拆出 {new.number}。")
    return act(request, found, form, title="拆分工单", verb="拆分", save=_never)


@staff_view(May.TAKE)
def sequel(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Take what came after a ticket that is too long over to be opened again."""
    found = ticket_or_404(request, ticket_id)
    form = _part_form(request, found, ())
    if form.is_valid():
        said = form.cleaned_data
        try:
            new = take_sequel(
                ticket=found,
                words=said["words"],
                kind=MatterKind(said["kind"]),
                out=Promised(said["until"]),
                taker=request.user,
                once=said["once"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = url_of_ticket(request, new)
            return done(request, to=to, said=f"{new.number} 已登记,与 {found.number} 关联。")
    return act(request, found, form, title="新建关联工单", verb="登记", save=_never)


@staff_view(May.ANSWER)
def change(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Change what a ticket says; if a colleague saved in between, both texts are shown."""
    found = ticket_or_404(request, ticket_id)
    reads_names = request.access.may(ResidentPermission.READ_NAMES)
    form = ChangeForm(
        posted(request),
        project=request.project,
        ticket=found,
        tree=tree_of(request.project),
        people=_people(request, found),
        reads_names=reads_names,
        initial=ChangeForm.of(found, reads_names=reads_names),
    )
    files = _uploaded(request, form)

    def save() -> str:
        change_ticket(
            ticket=found,
            matter=form.matter([file.token for file in files]),
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            by=request.by,
            at=request.at,
        )
        return f"{found.number} 已修改。"

    def theirs() -> tuple[int, dict[str, object]]:
        now = ticket_in(request.project, found.pk) or found
        return now.edition, now.said()

    context = {
        "ticket": found,
        "caller_name": caller_name_of(found, request),
        "files": files,
        "draft_key": f"tickets.{found.pk}.change",
        "upload_url": url_of(request, "upload"),
        "is_correction": found.taken_by_id == request.user.pk
        and found.may_be_corrected(request.at),
    }
    return edit(
        request,
        form,
        template="tickets/change.html",
        to=url_of_ticket(request, found),
        save=save,
        theirs=theirs,
        context=context,
    )


def _part_form(request: StaffRequest, found: Ticket, orders: Sequence[WorkOrder]) -> PartForm:
    usual = usual_promise(request.project, facts_of_ticket(found, at=request.at), at=request.at)
    initial = PartForm.of(found, usual, token_urlsafe(16))
    return PartForm(posted(request), orders=orders, initial=initial)


def _people(request: StaffRequest, found: Ticket) -> list[tuple[str, str]]:
    """Return who may be the caller: as now, or of the unit; named as this viewer may see them."""
    names = request.access.may(ResidentPermission.READ_NAMES)
    around = people_around(request.project, found, day=local_date(request.at))
    return [(str(each.pk), each.name if names else each.masked_name) for each in around]


def _uploaded(request: StaffRequest, form: ChangeForm) -> list[File]:
    """Return the files a posted form names; one that is not taken becomes the form's error."""
    if not form.is_bound:
        return []
    form.is_valid()
    try:
        return store_all(request, "files", project=request.project, by=request.by, at=request.at)
    except DomainError as refusal:
        form.refuse(refusal)
        return []


def _never() -> str:
    raise AssertionError("the view has saved it before")
