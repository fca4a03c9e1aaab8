"""What a worker sets going from the place: another work, a notice to those disturbed."""

from secrets import token_urlsafe

from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.core.periods import spoken_time
from anju.fieldwork.commands.offering import offer_notice, order_more
from anju.fieldwork.forms import MoreForm, NoticeForm
from anju.fieldwork.queries.sheets import checks_of, is_at_the_door, last_visit
from anju.fieldwork.views.shown import is_in_hand, order_or_404, url_of
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.models import WorkOrder
from anju.tickets.permissions import DeskPermission as May
from anju.ui.responses import done, page


@staff_view(May.WORK)
def more(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Have what was found wanting put right by a further work order, or a ticket of its own."""
    found = order_or_404(request, order_id)
    initial = {"task": _proposed(request, found), "once": token_urlsafe(16)}
    form = MoreForm(request.POST if request.method == "POST" else None, initial=initial)
    back = url_of(request, "order", found.pk)
    status = form.status
    if form.is_valid():
        try:
            made = order_more(
                order=found,
                worker=request.user,
                task=form.cleaned_data["task"],
                once=form.cleaned_data["once"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=back, said=f"{made.number} 已派出。")
    is_same = is_at_the_door(request.project, found.ticket)
    lead = "同一工单再派一张派工单。" if is_same else "公共区域另登记一张工单,与本单关联。"
    context = {"form": form, "order": found, "back": back, "title": "另派工单", "verb": "派出"}
    return page(request, "fieldwork/ask.html", {**context, "lead": lead}, status=status)


@staff_view(May.WORK)
def notify(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Draft a notice to those whom the work disturbs, for the desk to edit and publish."""
    found = order_or_404(request, order_id)
    form = NoticeForm(
        request.POST if request.method == "POST" else None, initial=_notice(request, found)
    )
    back = url_of(request, "order", found.pk)
    status = form.status
    if form.is_valid():
        try:
            notice = offer_notice(
                order=found,
                worker=request.user,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            said = f"{notice.number} 已起草,前台修改后发布。"
            return done(request, to=back, said=said)
    context = {
        "form": form,
        "order": found,
        "back": back,
        "title": "通知受影响住户",
        "verb": "交前台发布",
        "lead": "前台会收到消息,核对后发布。请写清地点、做什么、几点到几点。",
        "is_mine": is_in_hand(request, found),
    }
    return page(request, "fieldwork/ask.html", context, status=status)


def _proposed(request: StaffRequest, found: WorkOrder) -> str:
    """Return the words that the failed thing suggests."""
    wanted = request.GET.get("item", "")
    visit = last_visit(request.project, found)
    checks = checks_of(request.project, visit) if visit else {}
    check = checks.get(int(wanted)) if wanted.isdigit() and len(wanted) < 10 else None
    return f"检查不合格:{check.item.text}。{check.reason}"[:200] if check else ""


def _notice(request: StaffRequest, found: WorkOrder) -> dict[str, str]:
    where = found.ticket.where or "公共区域"
    when = spoken_time(request.at, now=request.at)
    return {
        "title": f"{where}作业通知"[:60],
        "body": (
            f"{where}自{when}起进行“{found.task}”作业,现场已摆放警示牌,请绕行并照看好老人和孩子。"
            f"给您带来不便,敬请谅解。如有疑问请联系客户服务中心。"
        ),
    }
