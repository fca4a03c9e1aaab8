"""派工单: the page of one work order, and the steps of whoever works on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.hooks import Title
from anju.audit.timeline import timeline
from anju.clocks.queries.clocks import clocks_about
from anju.clocks.states import PauseReason
from anju.core.errors import DomainError
from anju.core.masking import mask_name
from anju.drafts.commands import drop_draft
from anju.organization.access import Access
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.tickets import hooks
from anju.tickets.commands import deferring, working
from anju.tickets.forms.orders import DeferForm, FinishForm, WhyForm
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.board import nearest_clocks
from anju.tickets.queries.categories import named_tree
from anju.tickets.queries.orders import last_quotes, order_seen
from anju.tickets.queries.presence import presence_in
from anju.tickets.refusals import NotYours
from anju.tickets.states import UNFINISHED, OrderState
from anju.tickets.views.editing import url_of
from anju.ui.forms import Form
from anju.ui.responses import done, page


@dataclass(frozen=True, slots=True)
class Button:
    """A step that may be taken now; `is_form` leads to a page that asks something first."""

    verb: str
    label: str
    note: str = ""
    is_form: bool = True


NEXT = {
    OrderState.WAITING: Button("accept_order", "抢单", is_form=False),
    OrderState.ASSIGNED: Button("accept_order", "接单", is_form=False),
    OrderState.ACCEPTED: Button("start_order", "到场开工", is_form=False),
    OrderState.STARTED: Button("finish_order", "完成"),
    OrderState.DEFERRED: Button("resume_order", "继续处理", is_form=False),
}
_BACK = Button("hand_back_order", "交回", "本部门换人做")
_REFUSE = Button("refuse_order", "退回", "不属于本部门,请前台改派")
_DEFER = Button("defer_order", "延期", "等材料、等业主,到日子自动恢复")
SMALLER = {
    OrderState.ASSIGNED: (_BACK, _REFUSE),
    OrderState.ACCEPTED: (_DEFER, _BACK, Button("finish_order", "直接完成")),
    OrderState.STARTED: (_DEFER, _BACK),
}


@staff_view(May.READ_ORDERS)
def order(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Show one work order: what to do where, why it came here, and the next step."""
    found = _order_or_404(request, order_id)
    if not request.access.may(May.READ) and (work := hooks.work_page(request.project, found)):
        return HttpResponseRedirect(work)
    state, hands = OrderState(found.state), _may_work(request.access, found)
    ticket = found.ticket
    context = {
        "order": found,
        "ticket": ticket,
        "who": who_of(ticket, request.access),
        "path": named_tree(request.project).said(ticket.category_id or 0),
        "next": NEXT.get(state) if hands else None,
        "smaller": SMALLER.get(state, ()) if hands else (),
        "desk": _desk_steps(request.access, state),
        "is_unfinished": state in UNFINISHED,
        "parts": hooks.order_details(request.project, found, request.access),
        "is_here": found.assignee_id in presence_in(request.project, request.at).ids,
        "quote": last_quotes(request.project, [found]).get(found.pk),
        "nearest": nearest_clocks(request.project, [found]).get(found.pk),
        "clocks": clocks_about(found, project=request.project),
        # Every line is about this order; its title would lead field staff to a page not theirs.
        "lines": [replace(line, title=Title("")) for line in timeline(found)],
    }
    live = [f"tickets.workorder:{found.pk}"]
    return page(request, "tickets/order.html", context, part="shown", live=live)


@staff_view(May.WORK)
@require_POST
def accept(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Take a work order on, or grab it."""
    found = _order_or_404(request, order_id)
    return _at_once(
        request,
        found,
        lambda: working.accept_order(
            order=found, worker=request.user, by=request.by, at=request.at
        ),
        said=f"已接单:{found.task}。",
    )


@staff_view(May.WORK)
@require_POST
def start(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Say that one is on site and begins."""
    found = _order_or_404(request, order_id)

    def step() -> object:
        _refuse_other_hands(request, found)
        return working.start_order(order=found, by=request.by, at=request.at)

    return _at_once(request, found, step, said="已记下到场时间,开工。")


@staff_view(May.WORK)
@require_POST
def resume(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Take a deferred work order up again."""
    found = _order_or_404(request, order_id)

    def step() -> object:
        _refuse_other_hands(request, found)
        return deferring.resume_order(order=found, by=request.by, at=request.at)

    return _at_once(request, found, step, said="已恢复处理。")


@staff_view(May.WORK)
def finish(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Report the work done; what is typed is kept as a draft meanwhile."""
    found = _order_or_404(request, order_id)
    form = FinishForm(request.POST or None, still_open=hooks.still_open(found))
    key = f"tickets.finish.{found.pk}"

    def step(facts: dict[str, Any]) -> str:
        working.finish_order(order=found, by=request.by, at=request.at, **facts)
        drop_draft(project=request.project, user=request.user, key=key)
        return f"已完成:{found.task}。前台检查后答复业主。"

    return _asked(request, found, form, step, title="完成", draft_key=key)


@staff_view(May.WORK)
def refuse(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Send a work order back to the desk: not ours."""
    found = _order_or_404(request, order_id)

    def step(facts: dict[str, Any]) -> str:
        working.refuse_order(order=found, by=request.by, at=request.at, **facts)
        return "已退回前台,由前台改派。"

    lead = "不属于本部门的活退回前台改派。自己做不了、同事能做的,请用“交回”。"
    form = WhyForm(request.POST or None)
    return _asked(request, found, form, step, title="退回", lead=lead, gone=True)


@staff_view(May.WORK)
def hand_back(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Give a work order back, for a colleague to take."""
    found = _order_or_404(request, order_id)

    def step(facts: dict[str, Any]) -> str:
        working.hand_back_order(order=found, by=request.by, at=request.at, **facts)
        return "已交回,系统会另派同事,不再派给您。"

    lead = "交回后由本部门其他当班同事接手,不会再派给您。"
    form = WhyForm(request.POST or None)
    return _asked(request, found, form, step, title="交回", lead=lead, gone=True)


@staff_view(May.WORK)
def defer(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Put a work order off to a day."""
    found = _order_or_404(request, order_id)
    form = DeferForm(request.POST or None, initial=DeferForm.of(request.at))

    def step(facts: dict[str, Any]) -> str:
        facts["cause"] = PauseReason(facts["cause"])
        deferring.defer_order(order=found, by=request.by, at=request.at, **facts)
        return f"已延期至 {facts['until']:%Y-%m-%d},到日子自动恢复。"

    lead = "到那一天自动恢复,提前能做时请点“继续处理”。对业主的承诺不会因此暂停。"
    return _asked(request, found, form, step, title="延期", lead=lead)


def who_of(ticket: Ticket, access: Access) -> str:
    """Return who a ticket is from, as this viewer may see it."""
    if ticket.person is not None:
        return sight.full_title(ticket.person, access)
    if ticket.is_unnamed:
        return "不愿留名"
    return ticket.caller_name if sight.reads_names(access) else mask_name(ticket.caller_name)


def _at_once(
    request: StaffRequest, found: WorkOrder, step: Callable[[], object], *, said: str
) -> HttpResponseBase:
    """Take a step that asks nothing; a refusal is said on the order's page."""
    to = url_of(request, "order", found.pk)
    try:
        step()
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=said)


def _asked(
    request: StaffRequest,
    found: WorkOrder,
    form: Form,
    step: Callable[[dict[str, Any]], str],
    *,
    title: str,
    lead: str = "",
    draft_key: str = "",
    gone: bool = False,
) -> HttpResponseBase:
    """Take a step that asks something first; a refusal keeps what was typed.

    :param gone: the order is no longer one's own then; the way leads to one's list.
    """
    status = form.status
    if form.is_valid():
        try:
            _refuse_other_hands(request, found)
            said = step(dict(form.cleaned_data))
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            to = url_of(request, "my_orders") if gone else url_of(request, "order", found.pk)
            return done(request, to=to, said=said)
    context = {
        "order": found,
        "form": form,
        "title": title,
        "lead": lead,
        "draft_key": draft_key,
        "back": url_of(request, "order", found.pk),
    }
    return page(request, "tickets/order_step.html", context, status=status)


def _desk_steps(access: Access, state: OrderState) -> list[tuple[str, str]]:
    """Return what the desk may do with an order in this state, as address and label."""
    steps: list[tuple[str, str]] = []
    if state in UNFINISHED and access.may(May.DISPATCH):
        steps += [("assign_order", "派人"), ("dispatch_order", "改派部门")]
        steps += [("urge_order", "催办"), ("disturb_order", "是否影响住户")]
        steps += [("cancel_order", "取消派工")]
    if state == OrderState.DONE and access.may(May.CHECK):
        steps += [("check_order", "检查通过"), ("return_order", "退回返工")]
    return steps


def _may_work(access: Access, found: WorkOrder) -> bool:
    """Tell whether somebody may take the next step of an order by right and by hand."""
    if not access.may(May.WORK):
        return False
    if found.state == OrderState.WAITING:
        return found.is_grab
    absent = {each.id for each in access.lent.values()}
    in_hand = found.assignee_id == access.user.pk or found.assignee_id in absent
    if found.state == OrderState.ASSIGNED:
        return found.assignee_id == access.user.pk
    return in_hand or access.may(May.DISPATCH)


def _refuse_other_hands(request: StaffRequest, found: WorkOrder) -> None:
    """Refuse to work on what somebody else has.

    :raises NotYours: naming who has it.
    """
    absent = {each.id for each in request.access.lent.values()}
    mine = found.assignee_id in {request.user.pk, *absent}
    if not mine and not request.access.may(May.DISPATCH):
        has = f"在{found.assignee.name}手上" if found.assignee else "还没有派给您"
        raise NotYours(f"{found.number}{has},要接手请联系前台改派。")


def _order_or_404(request: StaffRequest, order_id: int) -> WorkOrder:
    found = order_seen(request.access, order_id, request.at)
    if found is None:
        raise Http404
    return found
