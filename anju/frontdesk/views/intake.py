"""The desk: one screen for the shift, where a matter is taken and leaves by one of three ways."""

from secrets import token_urlsafe
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.archives.models import File
from anju.archives.uploading import upload_answer
from anju.core.errors import DomainError
from anju.drafts.commands import drop_draft, save_draft
from anju.frontdesk.commands import note_same_matter, take_at_desk
from anju.frontdesk.forms.intake import IntakeForm, initial_of, typed_fields
from anju.frontdesk.queries.bar import SLOTS, Slot, figures_of, slots_of
from anju.frontdesk.queries.outlook import post_of
from anju.frontdesk.views.shown import (
    ahead_of,
    closing_shown,
    draft_matter,
    found_shown,
    household_shown,
    looks,
    read_matter,
    saved_of,
    uploaded,
    url_if_there,
    with_choice,
)
from anju.handovers.permissions import HandoverPermission
from anju.handovers.queries.handovers import desk_line
from anju.organization.doors import StaffRequest, staff_view
from anju.telephony.commands.marking import end_as_misdial
from anju.telephony.models import Call
from anju.telephony.permissions import TelephonyPermission
from anju.telephony.queries.backs import waiting_count
from anju.telephony.queries.calls import call_in
from anju.tickets.contents import Matter
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.ticket_parts import ticket_in
from anju.tickets.states import ContactWay, Source
from anju.ui.responses import done, page, wants_part

TEMPLATE = "frontdesk/desk.html"


@staff_view(May.TAKE)
def desk(request: StaffRequest) -> HttpResponseBase:
    """Show the intake as it was left, or save it; its foot follows colleagues' work by itself."""
    slots = slots_of(request.project, request.user)
    if wants_part(request) or request.headers.get("X-Anju-Live") == "renew":
        return page(request, TEMPLATE, _bar(request, slots), part="bar", live=_live(request))
    slot = slots[_slot_number(request) - 1]
    if request.method != "POST":
        form, matter = draft_matter(request, initial_of(slot.fields))
        shown = IntakeForm(
            initial={**initial_of(slot.fields), "once": token_urlsafe(16)},
            project=request.project,
            at=request.at,
            like=form,
        )
        context = ahead_of(request, form, matter) | _card(request, matter, form)
        return _page(request, slots, slot, shown, {**context, **_saved(request)})
    if looks(request):
        return _chosen(request, slots, slot)
    return _save(request, slots, slot)


@staff_view(May.TAKE)
def drop(request: StaffRequest) -> HttpResponseBase:
    """End an intake without a ticket (误拨); what was typed is shown before it goes."""
    slot = slots_of(request.project, request.user)[_slot_number(request) - 1]
    words = str(request.POST.get("words", slot.fields.get("words", ""))).strip()
    if request.method != "POST" or (words and "sure" not in request.POST):
        if request.method == "POST":
            _keep(request, slot)
        return page(request, "frontdesk/drop.html", {"slot": slot, "words": words})
    call = _call(request, slot)
    if call is not None and call.subject_id is None:
        end_as_misdial(call=call, user=request.user, by=request.by, at=request.at)
    drop_draft(project=request.project, user=request.user, key=slot.key)
    return done(request, to=_url(request, slot), said="已按误拨结束,没有登记工单。")


@require_POST
@staff_view(May.TAKE)
def same(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Go to the ticket that is already there instead of making another; the words go along."""
    found = ticket_in(request.project, ticket_id)
    if found is None:
        raise Http404
    slot = slots_of(request.project, request.user)[_slot_number(request) - 1]
    way = ContactWay.CALL if request.POST.get("source") == Source.PHONE else ContactWay.VISIT
    words = request.POST.get("words", "")
    try:
        note_same_matter(
            ticket=found,
            words=words,
            way=way,
            taker=request.user,
            call=_call(request, slot),
            draft=slot.key,
            by=request.by,
            at=request.at,
        )
    except DomainError as refusal:
        _keep(request, slot)
        return done(request, to=_url(request, slot), said=str(refusal), tone="error")
    said = "这次来访来电已记入" if words.strip() else "已打开"
    to = url_if_there("tickets:ticket", request.project.code, found.pk) or _url(request, slot)
    return done(request, to=to, said=f"没有另建工单,{said} {found.number}。")


@staff_view(May.TAKE)
def upload(request: StaffRequest) -> HttpResponse:
    """Store a photo before the intake it belongs to."""
    return upload_answer(request, project=request.project, by=request.by, at=request.at)


def _save(request: StaffRequest, slots: list[Slot], slot: Slot) -> HttpResponseBase:
    form = IntakeForm(request.POST, project=request.project, at=request.at)
    files = uploaded(request, form)
    if form.is_valid():
        try:
            ticket = _take(request, form, files, slot)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=f"{_url(request, slot)}&saved={ticket.pk}")
    _keep(request, slot)
    matter = read_matter(form)
    context = ahead_of(request, form, matter) | _card(request, matter, form)
    slots = slots_of(request.project, request.user)  # with what was just kept
    return _page(request, slots, slot, form, {**context, "files": files})


def _take(request: StaffRequest, form: IntakeForm, files: list[File], slot: Slot) -> Ticket:
    return take_at_desk(
        project=request.project,
        matter=form.matter(tuple(file.token for file in files)),
        out=form.exit(),
        taker=request.user,
        post=post_of(request.project, request.access, at=request.at),
        beside=form.cleaned_data["beside"],
        call=form.cleaned_data["call"],
        draft=slot.key,
        once=form.cleaned_data["once"],
        by=request.by,
        at=request.at,
    )


def _chosen(request: StaffRequest, slots: list[Slot], slot: Slot) -> HttpResponseBase:
    """Answer a look-up, or a line chosen from one, where no script does it."""
    posted = with_choice(request)
    files = uploaded(request, IntakeForm(posted, project=request.project, at=request.at))
    form, matter = draft_matter(request, posted)
    context = ahead_of(request, form, matter) | _card(request, matter, form)
    context |= found_shown(request)
    initial = {**typed_fields(posted), "once": posted.get("once", "")}
    shown = IntakeForm(initial=initial, project=request.project, at=request.at, like=form)
    return _page(request, slots, slot, shown, {**context, "files": files})


def _card(request: StaffRequest, matter: Matter, form: IntakeForm) -> dict[str, Any]:
    shown = household_shown(request, matter.person, matter.unit)
    return {**shown, "call": form.cleaned_data.get("call")}


def _call(request: StaffRequest, slot: Slot) -> Call | None:
    """Return the telephone call that an intake came by, as posted, else as drafted."""
    number = str(request.POST.get("call") or slot.fields.get("call") or "")
    is_number = number.isdecimal() and len(number) < 18
    return call_in(request.project, int(number)) if is_number else None


def _keep(request: StaffRequest, slot: Slot) -> None:
    """Keep what was refused as the draft, so that a crash now loses nothing either."""
    save_draft(
        project=request.project,
        user=request.user,
        key=slot.key,
        fields=typed_fields(request.POST),
        version=slot.draft.version if slot.draft is not None else 0,
        at=request.at,
    )


def _page(
    request: StaffRequest,
    slots: list[Slot],
    slot: Slot,
    form: IntakeForm,
    context: dict[str, Any],
) -> HttpResponseBase:
    return page(
        request,
        TEMPLATE,
        {
            "form": form,
            "slot": slot,
            "slots": slots,
            "is_fresh": slot.draft is None,
            **context,
            **_bar(request, slots),
        },
        status=form.status,
        live=_live(request),
    )


def _bar(request: StaffRequest, slots: list[Slot]) -> dict[str, Any]:
    return {
        "figures": figures_of(request.project, request.user, request.at),
        "drafts": [each for each in slots if each.about],
        "tickets_url": url_if_there("tickets:tickets", request.project.code),
        "backs": waiting_count(request.project) if _calls_back(request) else None,
        "handover": desk_line(request.project, request.at) if _hands_over(request) else None,
    }


def _saved(request: StaffRequest) -> dict[str, Any]:
    number = request.GET.get("saved", "")
    found = (
        ticket_in(request.project, int(number)) if number.isdigit() and len(number) < 18 else None
    )
    if found is None or found.taken_by_id != request.user.pk:
        return {}
    code = request.project.code
    saved = saved_of(request.project, found, user_id=request.user.pk, at=request.at)
    orders = [(each, url_if_there("tickets:print_order", code, each.pk)) for each in saved.orders]
    url = url_if_there("tickets:ticket", code, found.pk)
    shown = {"saved": saved, "saved_orders": orders, "saved_url": url}
    return {**shown, **closing_shown(request, found)}


def _calls_back(request: StaffRequest) -> bool:
    return request.access.may(TelephonyPermission.ANSWER)


def _hands_over(request: StaffRequest) -> bool:
    return request.access.may(HandoverPermission.READ)


def _live(request: StaffRequest) -> list[str]:
    apps = ("tickets", "telephony", "handovers")
    return [f"project:{request.project.pk}:{app}" for app in apps]


def _slot_number(request: StaffRequest) -> int:
    posted: QueryDict = request.POST if "slot" in request.POST else request.GET
    asked = posted.get("slot", "1")
    return int(asked) if asked in map(str, SLOTS) else SLOTS[0]


def _url(request: StaffRequest, slot: Slot) -> str:
    return f"{reverse('frontdesk:desk', args=[request.project.code])}?slot={slot.number}"
