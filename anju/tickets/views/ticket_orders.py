"""The desk's hand on work orders: made, given to people and departments, urged, checked, priced."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase

from anju.core.money import spoken
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets import hooks
from anju.tickets.commands.checking import check_order, return_order
from anju.tickets.commands.dispatching import assign_order, dispatch_order, order_work
from anju.tickets.commands.disturbing import set_disturbs
from anju.tickets.commands.quoting import decide_quote, quote_order
from anju.tickets.commands.working import accept_order, cancel_order, finish_order, urge_order
from anju.tickets.forms.ticket_acting import ReasonForm
from anju.tickets.forms.ticket_orders import (
    AssignForm,
    CheckForm,
    ConsentForm,
    DispatchForm,
    DisturbForm,
    FinishForm,
    OrderForm,
    QuoteForm,
    SeenForm,
    UrgeForm,
)
from anju.tickets.models import WorkOrder, path_of
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.crews import workers_of
from anju.tickets.queries.neighbours import dispatch_of
from anju.tickets.queries.prices import price_list
from anju.tickets.queries.ticket_parts import newest_order, open_quote
from anju.tickets.refusals import NotAllowedNow
from anju.tickets.views.editing import url_of
from anju.tickets.views.ticket_shown import (
    act,
    order_or_404,
    posted,
    ticket_or_404,
)
from anju.ui.forms import Form


@staff_view(May.DISPATCH)
def order(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Make a further work order of a ticket (分解) and dispatch it at once."""
    found = ticket_or_404(request, ticket_id)
    count, newest = newest_order(request.project, found)
    form = OrderForm(posted(request), project=request.project, initial={"known": count})

    def save() -> str:
        draft = form.draft
        if _is_again(form, count, newest):
            return f"{newest} 已经派出,没有重复派工。"
        made = order_work(ticket=found, draft=draft, by=request.by, at=request.at)
        return f"{made.number} 已派出:{made.why}。"

    return act(
        request,
        found,
        form,
        title="派工",
        verb="派出",
        save=save,
        hint=dispatch_of(request.project, found, at=request.at).sentence,
    )


@staff_view(May.DISPATCH)
def assign(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Give a work order to somebody on duty, or hand it on to a colleague (改派)."""
    found = order_or_404(request, order_id)
    crew = []
    if found.department is not None:
        ids = tuple(each.pk for each in path_of(found.ticket.category))
        crew = workers_of(request.project, found.department, ids, request.at)
    crew = [each for each in crew if each[0].pk != found.assignee_id]
    crew.sort(key=lambda each: (not each[1].is_skilled, each[1].load, each[0].name_key))
    form = AssignForm(posted(request), crew=crew, now=request.at, initial={"seen": found.edition})

    def save() -> str:
        said = form.cleaned_data
        assign_order(
            order=found,
            to=form.chosen,
            reason=said["reason"],
            seen=said["seen"],
            by=request.by,
            at=request.at,
        )
        return f"{found.number} 已派给{form.chosen.name}。"

    title = "改派" if found.assignee_id else "派人"
    return _act(request, found, form, title=title, verb=title, save=save, is_empty=not crew)


@staff_view(May.DISPATCH)
def dispatch(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Send a work order to another department, or let the rules choose again."""
    found = order_or_404(request, order_id)
    form = DispatchForm(posted(request), project=request.project, initial={"seen": found.edition})

    def save() -> str:
        said = form.cleaned_data
        sent = dispatch_order(
            order=found,
            department=said["department"],
            reason=said["reason"],
            seen=said["seen"],
            by=request.by,
            at=request.at,
        )
        return f"{found.number} 已改派:{sent.why}。"

    hint = dispatch_of(request.project, found.ticket, at=request.at).sentence
    return _act(request, found, form, title="改派部门", verb="改派", save=save, hint=hint)


@staff_view(May.DISPATCH)
def urge(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Urge whoever has a work order; they are told."""
    found = order_or_404(request, order_id)
    form = UrgeForm(posted(request))

    def save() -> str:
        words = form.cleaned_data["words"]
        urge_order(order=found, words=words, by=request.by, at=request.at)
        whom = found.assignee.name if found.assignee else "当班人员"
        return f"已催办,{whom}会收到消息。"

    return _act(request, found, form, title="催办", verb="催办", save=save)


@staff_view(May.DISPATCH)
def accept_for(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Take a work order on for an outside department, which told the desk by telephone."""
    found = order_or_404(request, order_id)
    form = SeenForm(posted(request))

    def save() -> str:
        _refuse_inside(found)
        accept_order(
            order=found, worker=request.user, for_department=True, by=request.by, at=request.at
        )
        return f"{found.number} 已代{found.department}接单。"

    return _act(request, found, form, title="代为接单", verb="代为接单", save=save)


@staff_view(May.DISPATCH)
def finish_for(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Report the work of an outside department done, as it told the desk."""
    found = order_or_404(request, order_id)
    form = FinishForm(posted(request), items=hooks.paper_items(found))

    def save() -> str:
        _refuse_inside(found)
        said = form.cleaned_data
        with transaction.atomic():
            hooks.take_paper(found, form.ticked, request.by, request.at)
            finish_order(
                order=found,
                result=said["result"],
                materials=said["materials"],
                gap_reason=said.get("gap_reason", ""),
                by=request.by,
                at=request.at,
            )
        return f"{found.number} 已报完成,请检查后答复业主。"

    return _act(request, found, form, title="代报完成", verb="代报完成", save=save)


@staff_view(May.DISPATCH)
def disturb(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Say whether the work of an order disturbs those around it (C6.17.1)."""
    found = order_or_404(request, order_id)
    form = DisturbForm(posted(request), initial={"disturbs": "yes" if found.disturbs else "no"})

    def save() -> str:
        disturbs = form.cleaned_data["disturbs"] == "yes"
        set_disturbs(order=found, disturbs=disturbs, by=request.by, at=request.at)
        return f"{found.number} 已改为{'会' if disturbs else '不会'}影响住户。"

    to = url_of(request, "order", found.pk)
    return _act(request, found, form, title="是否影响住户", verb="保存", save=save, to=to)


@staff_view(May.CHECK)
def check(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Find a done work good."""
    found = order_or_404(request, order_id)
    form = CheckForm(posted(request))

    def save() -> str:
        note = form.cleaned_data["note"]
        check_order(order=found, note=note, by=request.by, at=request.at)
        return f"{found.number} 检查通过。"

    return _act(request, found, form, title="检查派工单", verb="检查通过", save=save)


@staff_view(May.CHECK)
def send_back(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Send done work back to be done again (返工)."""
    found = order_or_404(request, order_id)
    form = ReasonForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        return_order(order=found, reason=reason, by=request.by, at=request.at)
        return f"{found.number} 已退回返工。"

    return _act(request, found, form, title="退回返工", verb="退回返工", save=save, is_end=True)


@staff_view(May.DISPATCH)
def cancel(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Call a work order off that is no longer needed."""
    found = order_or_404(request, order_id)
    form = ReasonForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        cancel_order(order=found, reason=reason, by=request.by, at=request.at)
        return f"{found.number} 已取消。"

    return _act(request, found, form, title="取消派工单", verb="取消派工单", save=save, is_end=True)


@staff_view(May.ANSWER)
def quote(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Offer a price for a work order from the price list of the day."""
    found = order_or_404(request, order_id)
    rows = price_list(request.project, local_date(request.at))
    prices = [row.now for row in rows if row.now is not None]
    form = QuoteForm(posted(request), prices=prices)

    def save() -> str:
        note = form.cleaned_data["note"]
        offered = quote_order(
            order=found, lines=form.lines, note=note, by=request.by, at=request.at
        )
        return f"已报价 {spoken(offered.total)},等业主同意。"

    return _act(
        request,
        found,
        form,
        title="报价",
        verb="报价",
        save=save,
        template="tickets/quote.html",
    )


@staff_view(May.ANSWER)
def decide(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Record whether the owner agreed to a price, and how."""
    found = order_or_404(request, order_id)
    offered = open_quote(request.project, found)
    if offered is None:
        raise Http404
    form = ConsentForm(posted(request))

    def save() -> str:
        consent = form.consent
        decide_quote(quote=offered, consent_by=consent, by=request.by, at=request.at)
        return "业主已同意报价,可以开工。" if consent else "业主不同意报价,已记下。"

    return _act(request, found, form, title="业主答复报价", verb="保存", save=save, quote=offered)


def _act(request: StaffRequest, found: WorkOrder, form: Form, **more: Any) -> HttpResponseBase:
    """Ask for what a step with a work order needs."""
    return act(request, found.ticket, form, order=found, **more)


def _is_again(form: OrderForm, count: int, newest: WorkOrder | None) -> bool:
    """Tell whether the same form came twice: it knew fewer orders, and the newest says the same."""
    known = form.cleaned_data["known"]
    task = form.cleaned_data["task"].strip()
    return known is not None and known < count and newest is not None and newest.task == task


def _refuse_inside(found: WorkOrder) -> None:
    if found.department is None or found.department.party_id is None:
        raise NotAllowedNow("只有外包单位的派工单由前台代办,本公司部门请由承办人自己操作。")
