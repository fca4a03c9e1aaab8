"""借用物品: the register of what the desk lends."""

from datetime import datetime, time, timedelta
from secrets import token_urlsafe

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.core.masking import mask_name
from anju.core.periods import SHANGHAI, local_date
from anju.handovers.commands.lending import lend_thing, return_thing, reveal_borrower
from anju.handovers.forms.lending import LendForm, ReturnForm
from anju.handovers.models import LentThing
from anju.handovers.permissions import HandoverPermission as May
from anju.handovers.queries.lending import lent_in, lent_list, overdue_count
from anju.handovers.states import Condition, ThingKind
from anju.handovers.verbs import HandoverVerb
from anju.organization.access import Access
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.permissions import ResidentPermission
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

SHOWS = ("", "back", "all")
EVENING = time(20)


@staff_view(May.READ)
def lent(request: StaffRequest) -> HttpResponseBase:
    """List what is out, the first due first; or what is back."""
    show, words = _asked(request)
    found = one_page(request, lent_list(request.project, show=show, words=words))
    context = {
        "page": found,
        "rows": [(thing, who_borrowed(thing, request.access)) for thing in found],
        "show": show,
        "words": words,
        "overdue": overdue_count(request.project, request.at),
        "now": request.at,
    }
    live = [f"project:{request.project.pk}:handovers"]
    return page(request, "handovers/lent.html", context, part="rows", live=live)


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the register out as a workbook, numbers masked."""
    show, words = _asked(request)
    rows = list(lent_list(request.project, show=show, words=words))
    record_export(
        HandoverVerb.LENT_EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={"范围": show, "关键字": "(已填)" if words else ""},
        by=request.by,
        at=request.at,
    )
    columns: list[Column[LentThing]] = [
        Column("种类", lambda row: ThingKind(row.kind).label, 10),
        Column("名称或编号", lambda row: row.thing, 18),
        Column("房号", lambda row: row.unit.code if row.unit else "", 12),
        Column("借用人", lambda row: who_borrowed(row, request.access), 14),
        Column("电话", lambda row: row.masked_phone, 16),
        Column("借出时间", lambda row: row.lent_at, 18),
        Column("经手人", lambda row: row.lent_by_name, 12),
        Column("应还时间", lambda row: row.due_at, 18),
        Column("归还时间", lambda row: row.back_at, 18),
        Column("收回人", lambda row: row.back_by_name, 12),
        Column("归还状况", lambda row: Condition(row.condition).label if row.condition else "", 10),
        Column("说明", lambda row: " ".join((row.note, row.back_note)).strip(), 30),
    ]
    return xlsx(f"{request.project.name}借用登记", columns, rows)


@staff_view(May.LEND)
def lend(request: StaffRequest) -> HttpResponseBase:
    """Write down what is lent."""
    initial = {"once": token_urlsafe(12), "due_at": _usual_return(request.at)}
    form = LendForm(request.POST or None, project=request.project, initial=initial)
    if form.is_valid():
        try:
            thing = lend_thing(
                project=request.project,
                loan=form.loan(),
                once=form.cleaned_data["once"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request), said=f"{thing}已借出。")
    return page(request, "handovers/lend.html", {"form": form}, status=form.status)


@staff_view(May.LEND)
def take_back(request: StaffRequest, thing_id: int) -> HttpResponseBase:
    """Write down that a thing is back, and how."""
    found = _thing_or_404(request, thing_id)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            return_thing(
                thing=found,
                condition=Condition(facts["condition"]),
                note=facts["note"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request), said=f"{found}已收回。")
    context = {"thing": found, "who": who_borrowed(found, request.access), "form": form}
    return page(request, "handovers/take_back.html", context, status=form.status)


@staff_view(ResidentPermission.REVEAL_PHONE)
def reveal(request: StaffRequest, thing_id: int) -> HttpResponseBase:
    """Show the borrower's number, to call about the thing; it is kept who looked."""
    found, whole = _thing_or_404(request, thing_id), ""
    if request.method == "POST":
        whole = reveal_borrower(thing=found, by=request.by, at=request.at)
    context = {
        "thing": found,
        "who": who_borrowed(found, request.access),
        "whole": whole,
        "form": ReturnForm(),
    }
    return page(request, "handovers/take_back.html", context)


def who_borrowed(thing: LentThing, access: Access | None) -> str:
    """Return who has a thing as this viewer may see it."""
    if thing.person is not None:
        return sight.called(thing.person, access)
    name = thing.borrower_name
    return name if sight.reads_names(access) or not name else mask_name(name)


def _asked(request: StaffRequest) -> tuple[str, str]:
    show = request.GET.get("show", "")
    return show if show in SHOWS else "", request.GET.get("words", "").strip()[:40]


def _usual_return(at: datetime) -> datetime:
    """Return tonight, or tomorrow night for what is lent in the evening."""
    tonight = datetime.combine(local_date(at), EVENING, SHANGHAI)
    return tonight if at < tonight - timedelta(hours=2) else tonight + timedelta(days=1)


def _thing_or_404(request: StaffRequest, thing_id: int) -> LentThing:
    found = lent_in(request.project, thing_id)
    if found is None:
        raise Http404
    return found


def _url(request: StaffRequest) -> str:
    return reverse("handovers:lent", args=[request.project.code])
