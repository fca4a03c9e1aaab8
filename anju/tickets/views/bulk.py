"""Changing chosen work orders: what will happen to which, then each by itself."""

from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.changing import MOST_AT_ONCE, BulkChange, Step, obstacle, said_now
from anju.tickets.commands.bulk import change_order
from anju.tickets.forms.board import ChangeForm, read_chosen
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.orders import orders_chosen
from anju.tickets.queries.presence import Presence, loads_of, presence_in
from anju.tickets.views.editing import url_of
from anju.ui.responses import done, page

TEMPLATE = "tickets/board_change.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One chosen order: what stands against the change, or what came of it."""

    order: WorkOrder
    seen: int
    obstacle: str = ""
    refusal: str = ""
    is_done: bool = False


@staff_view(May.DISPATCH)
def change(request: StaffRequest) -> HttpResponseBase:
    """Give, send on, urge or cancel the chosen work orders (`id`, `do`), with a look beforehand.

    Every order is changed in a transaction of its own; what cannot be is named and left alone.
    """
    sent = request.POST if request.method == "POST" else request.GET
    step = _step(sent)
    chosen = read_chosen(sent.getlist("id"))
    orders = orders_chosen(request.access, list(chosen), request.at)
    if not orders:
        to = _back(request, sent)
        return done(request, to=to, said="请先选择派工单,再点要做的事。", tone="warning")
    presence = presence_in(request.project, request.at)
    form = ChangeForm(
        request.POST or None,
        step=step,
        project=request.project,
        presence=presence,
        loads=loads_of(request.project),
        initial={"since": request.at.isoformat()},
    )
    rows = [Row(order, chosen[order.pk] or order.edition) for order in orders]
    if form.is_valid() and ("apply" in request.POST or len(rows) == 1):
        return _apply(request, form, rows)
    decided = form.change() if form.is_valid() else None
    if decided is None and step == Step.URGE:
        decided = BulkChange(step=step)
    if decided is not None:
        rows = _weighed(rows, decided, presence)
    return _show(request, sent, form, rows, decided, status=form.status)


def _apply(request: StaffRequest, form: ChangeForm, rows: list[Row]) -> HttpResponseBase:
    """Change one after the other; go back if all went well, else say which did not and why."""
    decided, since = form.change(), form.since_when(request.at)
    outcome: list[Row] = []
    for row in rows:
        try:
            change_order(
                order=row.order,
                change=decided,
                seen=row.seen,
                since=since,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            outcome.append(Row(row.order, row.seen, refusal=str(refusal)))
        else:
            outcome.append(Row(row.order, row.seen, is_done=True))
    changed = sum(row.is_done for row in outcome)
    if changed == len(outcome):
        to = _back(request, request.POST)
        which = rows[0].order.number if changed == 1 else f"{changed} 张派工单"
        return done(request, to=to, said=f"{which}已{decided.said}。")
    if len(outcome) == 1:
        form.refuse(DomainError(outcome[0].refusal))
        now = [Row(row.order, row.order.edition) for row in rows]
        return _show(request, request.POST, form, now, None, status=409)
    context = {
        "step": decided.step,
        "rows": outcome,
        "changed": changed,
        "left": len(outcome) - changed,
        "said": decided.said,
        "back": _back(request, request.POST),
    }
    return page(request, "tickets/board_changed.html", context)


def _show(
    request: StaffRequest,
    sent: QueryDict,
    form: ChangeForm,
    rows: list[Row],
    decided: BulkChange | None,
    *,
    status: int,
) -> HttpResponseBase:
    context = {
        "step": form.step,
        "form": form,
        "rows": rows,
        "decided": decided if len(rows) > 1 else None,
        "ready": sum(not row.obstacle for row in rows),
        "too_many": len(sent.getlist("id")) > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "back_query": sent.get("back", ""),
        "back": _back(request, sent),
    }
    return page(request, TEMPLATE, context, status=status)


def _weighed(rows: list[Row], decided: BulkChange, presence: Presence) -> list[Row]:
    """Return the rows with what stands against each; one that moved since it was chosen is left."""

    def weigh(row: Row) -> str:
        if row.seen != row.order.edition and decided.step != Step.URGE:
            return f"勾选以后同事已处理,现在{said_now(row.order)}"
        return obstacle(row.order, decided, presence.is_in)

    return [Row(row.order, row.seen, obstacle=weigh(row)) for row in rows]


def _step(sent: QueryDict) -> Step:
    try:
        return Step(sent.get("do", ""))
    except ValueError as error:
        raise Http404 from error


def _back(request: StaffRequest, sent: QueryDict) -> str:
    """Return the way back: the board as it was narrowed."""
    query, board = QueryDict(sent.get("back", "")).urlencode(), url_of(request, "board")
    return f"{board}?{query}" if query else board
