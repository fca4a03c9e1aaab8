"""回访: whom to ask today, who was asked, the sample and how it was drawn."""

from secrets import token_hex
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.clocks.queries.policies import setting
from anju.clocks.states import Setting
from anju.core.errors import DomainError
from anju.opinions.commands.drawing import draw_week, pick_ticket
from anju.opinions.drawing import Candidate, drawn
from anju.opinions.forms.praise import DrawForm, PickForm
from anju.opinions.permissions import OpinionPermission as May
from anju.opinions.queries.draws import draw_in, draws_of, undrawn_weeks
from anju.opinions.queries.visits import (
    SHOWS,
    Visit,
    clocks_due,
    follow_ups_of,
    late_count,
    visits_of,
    way_of,
    weeks_in_time,
)
from anju.opinions.verbs import OpinionVerb
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.models import FollowUp, Ticket
from anju.tickets.queries.ticket_parts import ticket_in
from anju.tickets.states import MatterKind, Rating
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

EXPORT_LIMIT = 20_000

DUE_COLUMNS: list[Column[Visit]] = [
    Column("工单编号", lambda row: row.ticket.number, 16),
    Column("摘要", lambda row: row.ticket.summary, 36),
    Column("位置", lambda row: row.ticket.where, 16),
    Column("业主", lambda row: row.who, 12),
    Column("因何回访", lambda row: row.why, 24),
    Column("应由", lambda row: row.ought, 16),
    Column("最晚", lambda row: row.clock.due_at, 18),
    Column("逾期", lambda row: row.is_late, 8),
]
DONE_COLUMNS: list[Column[FollowUp]] = [
    Column("回访时间", lambda row: row.at, 18),
    Column("工单编号", lambda row: row.ticket.number, 16),
    Column("类型", lambda row: MatterKind(row.ticket.kind).label, 8),
    Column("摘要", lambda row: row.ticket.summary, 36),
    Column("位置", lambda row: row.ticket.where, 16),
    Column("方式", way_of, 20),
    Column("评价", lambda row: Rating(row.rating).label, 10),
    Column("业主怎么说", lambda row: row.words, 40),
    Column("回访人", lambda row: row.by_name, 14),
]


@staff_view(May.READ)
def follow_ups(request: StaffRequest) -> HttpResponseBase:
    """List whom to ask: due today, overdue, all; and who was asked."""
    show = _show(request)
    context: dict[str, Any] = {
        "show": show,
        "shows": SHOWS.items(),
        "late": late_count(request.project, at=request.at),
        "weeks": weeks_in_time(request.project, at=request.at),
        "way_of": way_of,
    }
    if show == "done":
        context["page"] = one_page(request, follow_ups_of(request.project))
    else:
        clocks = one_page(request, clocks_due(request.project, show=show, at=request.at))
        context["page"] = clocks
        rows = list(clocks.object_list)
        context["rows"] = visits_of(request.project, rows, request.access, at=request.at)
    live = [f"project:{request.project.pk}:tickets"]
    return page(request, "opinions/follow_ups.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export_follow_ups(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    show, project = _show(request), request.project
    if show == "done":
        said = list(follow_ups_of(project)[:EXPORT_LIMIT])
        _note(request, len(said), show)
        return xlsx(f"{project.name}回访记录", DONE_COLUMNS, said)
    clocks = clocks_due(project, show=show, at=request.at)[:EXPORT_LIMIT]
    rows = visits_of(project, clocks, request.access, at=request.at)
    _note(request, len(rows), show)
    return xlsx(f"{project.name}待回访清单", DUE_COLUMNS, rows)


@staff_view(May.READ)
def draws(request: StaffRequest) -> HttpResponseBase:
    """Show the samples that were drawn, and the weeks that were not."""
    weeks = undrawn_weeks(request.project, at=request.at)
    context = {
        "draws": draws_of(request.project),
        "form": DrawForm(weeks=weeks) if weeks and request.access.may(May.SAMPLE) else None,
        "share": setting(request.project, Setting.REPAIR_SAMPLE_PERCENT),
    }
    return page(request, "opinions/draws.html", context)


@staff_view(May.SAMPLE)
@require_POST
def draw(request: StaffRequest) -> HttpResponseBase:
    """Draw the sample of a week by hand; a week is drawn once."""
    form = DrawForm(request.POST, weeks=())
    to = reverse("opinions:draws", args=[request.project.code])
    if not form.is_valid():
        return done(request, to=to, said="请选择要抽的一周。", tone="error")
    try:
        made = draw_week(
            project=request.project,
            day=form.cleaned_data["week"],
            seed=token_hex(8),
            by=request.by,
            at=request.at,
        )
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    to = reverse("opinions:draw", args=[request.project.code, made.pk])
    return done(request, to=to, said=f"已抽取{made}。")


@staff_view(May.READ)
def shown_draw(request: StaffRequest, draw_id: int) -> HttpResponseBase:
    """Show one sample: from what, by which seed, what came out, and that it comes out again."""
    found = draw_in(request.project, draw_id)
    if found is None:
        raise Http404
    candidates = [Candidate.of(each) for each in found.candidates]
    again = drawn(candidates, seed=found.seed, share=found.share)
    kept = [each.ticket_id for each in found.tickets.all()]
    context = {"draw": found, "is_right": [each.id for each in again] == kept}
    return page(request, "opinions/draw.html", context)


@staff_view(May.SAMPLE)
def pick(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Put one more ticket on the list by hand, saying why."""
    ticket = ticket_or_404(request, ticket_id)
    form = PickForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            is_new = pick_ticket(ticket=ticket, reason=reason, by=request.by, at=request.at)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = (
                f"{ticket.number} 已列入回访。" if is_new else f"{ticket.number} 已经在回访名单里。"
            )
            return done(request, to=url_of_ticket(request, ticket), said=said)
    context = {"form": form, "ticket": ticket, "title": "加选回访", "verb": "列入回访"}
    return page(request, "opinions/ask.html", context, status=form.status)


def ticket_or_404(request: StaffRequest, ticket_id: int) -> Ticket:
    """Return a ticket of this project."""
    found = ticket_in(request.project, ticket_id)
    if found is None:
        raise Http404
    return found


def url_of_ticket(request: StaffRequest, ticket: Ticket) -> str:
    """Return the address of a ticket's page."""
    return reverse("tickets:ticket", args=[request.project.code, ticket.pk])


def _show(request: StaffRequest) -> str:
    show = request.GET.get("show", "")
    return show if show in SHOWS else ""


def _note(request: StaffRequest, rows: int, show: str) -> None:
    record_export(
        OpinionVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=rows,
        filters={"范围": SHOWS[show]},
        by=request.by,
        at=request.at,
    )
