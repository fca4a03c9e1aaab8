"""The call log, one call with what was reported of it, and its whole number for a reason."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.audit.hooks import describe
from anju.audit.timeline import timeline
from anju.organization.commands.revealing import record_export
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.models import Person
from anju.telephony.commands.marking import end_as_misdial, hold_call, put_call_away, resume_call
from anju.telephony.commands.revealing import reveal_number
from anju.telephony.forms.calls import FilterForm, RevealForm
from anju.telephony.models import Call
from anju.telephony.permissions import TelephonyPermission as May
from anju.telephony.queries.calls import (
    Wanted,
    call_in,
    call_log,
    calls_with_numbers,
    events_of,
    people_of_numbers,
)
from anju.telephony.states import CallState, Cause
from anju.telephony.verbs import TelephonyVerb
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, is_htmx, page

COLUMNS: list[Column[Call]] = [
    Column("时间", lambda row: row.started_at, 18),
    Column("方向", lambda row: row.get_direction_display(), 8),
    Column("号码", lambda row: row.masked_number, 16),
    Column("状态", lambda row: state_of(row), 10),
    Column("接听人", lambda row: row.answered_by.name if row.answered_by else "", 12),
    Column("接听时间", lambda row: row.answered_at, 18),
    Column("结束时间", lambda row: row.ended_at, 18),
    Column("通话时长", lambda row: row.talked, 12),
    Column("保持次数", lambda row: len(row.holds), 10),
    Column("结束原因", lambda row: Cause(row.cause).label if row.cause else "", 12),
    Column("队列", lambda row: row.queue, 16),
]


@staff_view(May.READ)
def calls(request: StaffRequest) -> HttpResponseBase:
    """List the calls; the list follows the telephone by itself."""
    wanted, form = _wanted(request)
    shown = one_page(request, call_log(request.project, wanted))
    people = people_of_numbers(request.project, [row.number for row in shown])
    context = {
        "page": shown,
        "form": form,
        "wanted": wanted,
        "rows": [(row, _names(request, people.get(row.number, []))) for row in shown],
    }
    return page(request, "telephony/calls.html", context, part="rows", live=_live(request))


@staff_view(May.EXPORT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Hand the log out as a workbook, numbers masked."""
    wanted, _ = _wanted(request)
    rows = list(call_log(request.project, wanted))
    record_export(
        TelephonyVerb.EXPORTED,
        subject=request.project,
        project_id=request.project.pk,
        rows=len(rows),
        filters={
            "关键字": "(已填)" if wanted.words else "",
            "方向": wanted.direction,
            "状态": wanted.state,
            "日期": wanted.day,
        },
        by=request.by,
        at=request.at,
    )
    return xlsx(f"{request.project.name}通话记录", COLUMNS, rows)


@staff_view(May.READ)
def call(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Show one call: who, when, how long, what came of it, and what was reported."""
    found = call_or_404(request, call_id)
    people = people_of_numbers(request.project, [found.number]).get(found.number, [])
    others = calls_with_numbers(request.project, [found.number], most=6) if found.number else []
    context = {
        "call": found,
        "events": events_of(request.project, found),
        "people": people,
        "others": [each for each in others if each.pk != found.pk],
        "subject": _subject(found),
        "lines": timeline(found),
    }
    live = [f"telephony.call:{found.pk}"]
    return page(request, "telephony/call.html", context, part="shown", live=live)


@staff_view(May.REVEAL)
def reveal(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Show the whole number for a stated reason, once, on the page."""
    found = call_or_404(request, call_id)
    if not found.number:
        raise Http404
    form, whole = RevealForm(request.POST or None), ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        whole = reveal_number(of=found, reason=reason, by=request.by, at=request.at)
    context = {"call": found, "form": form, "whole": whole}
    return page(request, "telephony/reveal.html", context, status=form.status)


@require_POST
@staff_view(May.ANSWER)
def hold(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Let the other side wait, as the hold dialog says; the card follows by itself."""
    found = call_or_404(request, call_id)
    hold_call(call=found, user=request.user, by=request.by, at=request.at)
    return HttpResponse(status=204)


@require_POST
@staff_view(May.ANSWER)
def resume(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Come back to who waits; the card follows by itself."""
    found = call_or_404(request, call_id)
    resume_call(call=found, user=request.user, by=request.by, at=request.at)
    return HttpResponse(status=204)


@require_POST
@staff_view(May.ANSWER)
def misdial(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """End a call as one that was for somebody else."""
    found = call_or_404(request, call_id)
    end_as_misdial(call=found, user=request.user, by=request.by, at=request.at)
    return _back(request, found, said="已按误拨结束,不登记、不回电。")


@require_POST
@staff_view(May.ANSWER)
def put_away(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Take a call that is over off the screen."""
    found = call_or_404(request, call_id)
    put_call_away(call=found, user=request.user, by=request.by, at=request.at)
    return _back(request, found, said="已收起。")


def state_of(call: Call) -> str:
    """Return what a list says of where a call stands."""
    if call.is_misdial:
        return "误拨"
    if call.state == CallState.MISSED and not call.is_missed:
        return "未打通"
    return CallState(call.state).label


def call_or_404(request: StaffRequest, call_id: int) -> Call:
    """Return a call of the project."""
    found = call_in(request.project, call_id)
    if found is None:
        raise Http404
    return found


def _back(request: StaffRequest, call: Call, *, said: str) -> HttpResponseBase:
    """Answer with nothing under htmx, where the card follows by itself; else with the call."""
    if is_htmx(request):
        return HttpResponse(status=204)
    to = reverse("telephony:call", args=[request.project.code, call.pk])
    return done(request, to=to, said=said)


def _subject(call: Call) -> object:
    if call.subject_id is None:
        return None
    return describe(call.subject_type, [call.subject_id]).get(call.subject_id)


def _names(request: StaffRequest, people: list[Person]) -> str:
    names = [sight.called(person, request.access) for person in people[:2]]
    more = f"等 {len(people)} 人" if len(people) > 2 else ""
    return "、".join(names) + more


def _wanted(request: StaffRequest) -> tuple[Wanted, FilterForm]:
    form = FilterForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    wanted = Wanted(
        words=said.get("words", "").strip(),
        direction=said.get("direction", ""),
        state=said.get("state", ""),
        day=said.get("day"),
    )
    return wanted, form


def _live(request: StaffRequest) -> list[str]:
    return [f"project:{request.project.pk}:telephony"]
