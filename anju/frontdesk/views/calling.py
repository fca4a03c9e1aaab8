"""The telephone beside every page: who is on the line, and the intake that begins from it."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.frontdesk.commands import begin_from_call
from anju.frontdesk.queries.bar import SLOTS, Slot, slots_of
from anju.frontdesk.queries.callers import calls_shown
from anju.organization.doors import StaffRequest, staff_view
from anju.telephony.permissions import TelephonyPermission
from anju.telephony.queries.calls import call_in
from anju.tickets.permissions import DeskPermission as May
from anju.ui.responses import done, page

BOTH_BUSY = "两份登记都还没有保存。请先保存一份,或按误拨结束一份,再从来电卡登记;来电卡还在。"


@staff_view(TelephonyPermission.ANSWER)
def calls(request: StaffRequest) -> HttpResponseBase:
    """Show the calls at hand; the region follows the telephone by itself."""
    asked = request.GET.get("call", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    shown = calls_shown(request.project, request.user, first=first, at=request.at)
    context = {"shown": shown, "access": request.access, "now": request.at, "first": first}
    return page(request, "frontdesk/calls.html", context)


@require_POST
@staff_view(May.TAKE)
def take_call(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Begin an intake from a call in the slot that is free; what is typed in the other stays."""
    call = call_in(request.project, call_id)
    if call is None:
        raise Http404
    slot = _free_slot(request, call_id)
    if slot is None:
        return done(request, to=_url(request, SLOTS[0]), said=BOTH_BUSY, tone="error")
    fields = {name: request.POST.get(name, "")[:40] for name in ("person", "unit")}
    begin_from_call(
        call=call,
        user=request.user,
        slot=slot.key,
        version=slot.draft.version if slot.draft is not None else 0,
        fields=fields,
        by=request.by,
        at=request.at,
    )
    return done(request, to=_url(request, slot.number))


def _free_slot(request: StaffRequest, call_id: int) -> Slot | None:
    """Return the slot that holds this call already, else one with nothing in it.

    The page says by `busy` which slot is being typed in and not yet saved.
    """
    slots = slots_of(request.project, request.user)
    for slot in slots:
        if str(slot.fields.get("call", "")) == str(call_id):
            return slot
    busy = request.POST.get("busy", "")
    free = [
        slot
        for slot in slots
        if not slot.about and not slot.fields.get("call") and str(slot.number) != busy
    ]
    return free[0] if free else None


def _url(request: StaffRequest, slot: int) -> str:
    return f"{reverse('frontdesk:desk', args=[request.project.code])}?slot={slot}"
