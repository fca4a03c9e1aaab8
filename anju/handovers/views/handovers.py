"""The hand-overs: the list, one of them, and what who comes and who is above do with it."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.handovers.commands.signing import object_to, relieve, settle
from anju.handovers.forms.signing import FilterForm, ObjectionForm, SettleForm
from anju.handovers.leavings import read_left
from anju.handovers.models import Handover
from anju.handovers.permissions import HandoverPermission as May
from anju.handovers.queries.handovers import handover_in, handover_list
from anju.handovers.states import HandoverState
from anju.handovers.verbs import HandoverVerb
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

COLUMNS: list[Column[Handover]] = [
    Column("日期", lambda row: row.day, 12),
    Column("班次", lambda row: row.shift_name, 10),
    Column("部门", lambda row: row.department.name, 14),
    Column("状态", lambda row: _state(row), 12),
    Column("交班人", lambda row: row.signed_by_name or row.outgoing.name, 14),
    Column("交班时间", lambda row: row.signed_at, 18),
    Column("接班人", lambda row: row.relieved_by_name, 14),
    Column("接班时间", lambda row: row.relieved_at, 18),
    Column("未了事项", lambda row: len(row.left), 10),
    Column("收据张数", lambda row: row.receipts, 10),
    Column("现金", lambda row: row.cash, 12),
    Column("异议次数", lambda row: len(row.objections.all()), 10),
    Column("主管处理", lambda row: row.settled_why, 30),
]


@staff_view(May.READ)
def handovers(request: StaffRequest) -> HttpResponseBase:
    """List the hand-overs, the newest first."""
    form = FilterForm(request.GET)
    found = handover_list(request.project, **form.wanted())
    context = {"page": one_page(request, found), "form": form, "is_narrowed": any(request.GET)}
    live = [f"project:{request.project.pk}:handovers"]
    return page(request, "handovers/handovers.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the list out as a workbook."""
    wanted = FilterForm(request.GET).wanted()
    rows = list(handover_list(request.project, **wanted))
    record_export(
        HandoverVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={
            "状态": wanted["state"],
            "从": str(wanted["since"] or ""),
            "到": str(wanted["until"] or ""),
        },
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}交接班记录", COLUMNS, rows)


@staff_view(May.READ)
def handover(request: StaffRequest, handover_id: int) -> HttpResponseBase:
    """Show one hand-over as it was signed, and the step that is next."""
    found = _handover_or_404(request, handover_id)
    context = {
        "handover": found,
        "left": read_left(found.left),
        "is_own": found.outgoing_id == request.user.pk,
        "lines": timeline(found),
    }
    live = [f"handovers.handover:{found.pk}"]
    return page(request, "handovers/handover.html", context, part="shown", live=live)


@staff_view(May.READ)
def print_handover(request: StaffRequest, handover_id: int) -> HttpResponseBase:
    """Show a hand-over as a sheet of paper with both signatures."""
    found = _handover_or_404(request, handover_id)
    context = {"handover": found, "left": read_left(found.left)}
    return page(request, "handovers/print.html", context)


@staff_view(May.SIGN)
def take_over(request: StaffRequest, handover_id: int) -> HttpResponseBase:
    """Sign that the shift is taken over, by whoever is signed in here now."""
    found = _handover_or_404(request, handover_id)
    if request.method == "POST":
        relieve(handover=found, incoming=request.user, by=request.by, at=request.at)
        said = f"您已接班,{len(found.left)} 项未了事项由这一班继续。"
        return done(request, to=_url(found), said=said)
    return done(request, to=_url(found))


@staff_view(May.SIGN)
def dispute(request: StaffRequest, handover_id: int) -> HttpResponseBase:
    """Send a hand-over back with what is not right."""
    found = _handover_or_404(request, handover_id)
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        try:
            object_to(
                handover=found,
                incoming=request.user,
                words=form.cleaned_data["words"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(found), said="异议已提出,交班人会收到消息。")
    context = {"handover": found, "form": form}
    return page(request, "handovers/dispute.html", context, status=form.status)


@staff_view(May.SETTLE)
def settle_handover(request: StaffRequest, handover_id: int) -> HttpResponseBase:
    """End a hand-over that nobody took over, saying how the desk is covered."""
    found = _handover_or_404(request, handover_id)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            settle(handover=found, why=form.cleaned_data["why"], by=request.by, at=request.at)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(found), said="已处理,不再提示未接班。")
    context = {"handover": found, "form": form}
    return page(request, "handovers/settle.html", context, status=form.status)


def _state(row: Handover) -> str:
    label = HandoverState(row.state).label
    return f"{label}(未接班)" if row.is_unrelieved else label


def _handover_or_404(request: StaffRequest, handover_id: int) -> Handover:
    found = handover_in(request.project, handover_id)
    if found is None:
        raise Http404
    return found


def _url(found: Handover) -> str:
    return reverse("handovers:handover", args=[found.project.code, found.pk])
