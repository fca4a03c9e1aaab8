"""Retiring and restoring an entry of any part, and the history of a part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.timeline import lines
from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.categories import restore_category, retire_category
from anju.tickets.commands.checklists import restore_checklist, retire_checklist
from anju.tickets.commands.prices import retire_price
from anju.tickets.commands.remits import restore_remit, retire_remit
from anju.tickets.forms.categories import ReasonForm
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.categories import category_in
from anju.tickets.queries.checklists import checklist_in
from anju.tickets.queries.histories import PARTS, history_of
from anju.tickets.queries.prices import price_in
from anju.tickets.queries.remits import remit_in
from anju.tickets.views.editing import edit, url_of
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@dataclass(frozen=True, slots=True)
class Retirable:
    """How the entries of a part are found, retired and restored (None: they never come back)."""

    argument: str
    find: Callable[..., Any]
    retire: Callable[..., Any]
    restore: Callable[..., Any] | None
    lead: str


RETIRABLE = {
    "categories": Retirable(
        "category",
        category_in,
        retire_category,
        restore_category,
        "连同下面的分类一起停用:不再提示,已登记的事项不变。",
    ),
    "remits": Retirable(
        "remit", remit_in, retire_remit, restore_remit, "停用后按更宽的一条;都没有就上报。"
    ),
    "checklists": Retirable(
        "checklist",
        checklist_in,
        retire_checklist,
        restore_checklist,
        "不再用于新工单,已派出的工单不变。",
    ),
    "prices": Retirable(
        "item", price_in, retire_price, None, "从价目表撤下,以后的价格一并取消;历史价格保留。"
    ),
}
TITLES = {
    "categories": "事项分类",
    "remits": "责任范围",
    "dispatch": "派单规则",
    "checklists": "检查表",
    "prices": "价目表",
}


@staff_view(May.MANAGE_CATALOGUE)
def retire(request: StaffRequest, part: str, entry_id: int) -> HttpResponseBase:
    """Retire an entry, with the reason."""
    how, entry = _entry_or_404(request, part, entry_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        how.retire(**{how.argument: entry}, by=request.by, at=request.at, **form.cleaned_data)
        return f"“{entry}”已停用。"

    context = {"title": f"停用:{entry}", "lead": how.lead, "verb": "停用", "is_end": True}
    to = url_of(request, part)
    return edit(request, form, template="tickets/edit.html", to=to, save=save, context=context)


@staff_view(May.MANAGE_CATALOGUE)
@require_POST
def restore(request: StaffRequest, part: str, entry_id: int) -> HttpResponseBase:
    """Bring a retired entry back."""
    how, entry = _entry_or_404(request, part, entry_id)
    if how.restore is None:
        raise Http404
    to = url_of(request, part)
    try:
        how.restore(**{how.argument: entry}, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=f"{to}?show=retired", said=str(refusal), tone="error")
    return done(request, to=to, said=f"“{entry}”已恢复。")


@staff_view(May.READ_CATALOGUE)
def history(request: StaffRequest, part: str) -> HttpResponseBase:
    """Show what was changed in a part, by whom, from what to what."""
    if part not in PARTS:
        raise Http404
    events = one_page(request, history_of(request.project, part))
    context = {
        "title": TITLES[part],
        "page": events,
        "lines": lines(events.object_list),
        "back": url_of(request, part),
    }
    return page(request, "tickets/history.html", context)


def _entry_or_404(request: StaffRequest, part: str, entry_id: int) -> tuple[Retirable, Any]:
    how = RETIRABLE.get(part)
    entry = how.find(request.project, entry_id) if how else None
    if how is None or entry is None:
        raise Http404
    return how, entry
