"""The script beside the desk, the hold, the language, and calling out (C6.15, C6.16)."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.clocks.models import Clock
from anju.contacts.commands.contacting import contact
from anju.contacts.queries.terms import rests_now
from anju.contacts.states import Channel, ContactReason
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.frontdesk.commands import remember_language
from anju.frontdesk.forms.calling import OUTCOMES, CallOutForm
from anju.frontdesk.queries.households import homes_of
from anju.frontdesk.queries.speaking import (
    facts_for,
    running_promise,
    speakers,
)
from anju.frontdesk.talking import situation_of
from anju.frontdesk.views.shown import script_shown
from anju.handbook.queries.languages import known_languages
from anju.handbook.queries.speaking import lines_for
from anju.handbook.states import Situation
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.models import Person
from anju.residents.permissions import ResidentPermission
from anju.residents.queries.people import person_in
from anju.telephony.commands.marking import expect_call
from anju.tickets.commands.answering import contact_owner
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.ticket_parts import ticket_in
from anju.tickets.states import ContactWay, TicketState
from anju.ui.forms import Form
from anju.ui.responses import done, page

TEMPLATE = "frontdesk/speaking.html"
LONGEST_LANGUAGE = 20


@staff_view(May.TAKE)
def speak(request: StaffRequest) -> HttpResponseBase:
    """Show the script of a situation (`kind`), filled for a `person` or a `ticket`."""
    ticket = _ticket(request, request.GET.get("ticket", ""))
    person = _person(request, request.GET.get("person", ""))
    if person is None and ticket is not None:
        person = ticket.person
    promise = running_promise(request.project, ticket) if ticket is not None else None
    facts = facts_for(
        request.access,
        person=person,
        matter=ticket.summary if ticket is not None else "",
        promised=promise.due_at if promise is not None else None,
        at=request.at,
    )
    context = script_shown(request, situation_of(request.GET.get("kind", "in")), facts)
    return page(request, TEMPLATE, context, part="panel")


@staff_view(May.TAKE)
def language(request: StaffRequest) -> HttpResponseBase:
    """Show what to say to whom one does not understand, remember what they speak, and who can."""
    given = request.POST if request.method == "POST" else request.GET
    person = _person(request, given.get("person", ""))
    wanted = given.get("language", "").strip()[:LONGEST_LANGUAGE]
    may_remember = person is not None and request.access.may(ResidentPermission.MANAGE)
    remembered, refusal = False, ""
    if request.method == "POST" and wanted and person is not None and may_remember:
        try:
            person = remember_language(person=person, language=wanted, by=request.by, at=request.at)
            remembered = True
        except DomainError as error:
            refusal = str(error)
    spoken = wanted or (person.languages[0] if person is not None and person.languages else "")
    offered = speakers(request.project, spoken, besides=request.user, at=request.at)
    here = next((each.user.name for each in offered if each.is_on_duty), "")
    facts = facts_for(request.access, person=person, language=spoken, colleague=here, at=request.at)
    context = {
        "spoken": lines_for(request.project, Situation.LANGUAGE, facts, at=request.at),
        "person": person,
        "language": spoken,
        "languages": known_languages(request.project),
        "speakers": offered,
        "remembered": remembered,
        "refusal": refusal,
        "may_remember": may_remember,
        "access": request.access,
    }
    return page(request, "frontdesk/language.html", context, part="box")


@staff_view(May.ANSWER)
def call_out(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Lead through a call to the owner of a ticket, and record how it went."""
    ticket = ticket_in(request.project, ticket_id)
    if ticket is None:
        raise Http404
    promise = running_promise(request.project, ticket) if ticket.state == TicketState.OPEN else None
    form = CallOutForm(
        request.POST or None,
        has_promise=promise is not None,
        asks_reason=False,
        initial={"keeps": promise is not None},
    )
    to = reverse("tickets:ticket", args=[request.project.code, ticket.pk])
    if form.is_valid():
        keeps = promise if form.cleaned_data.get("keeps") else None
        try:
            contact_owner(
                ticket=ticket,
                way=ContactWay.CALL,
                words=form.cleaned_data["words"],
                outcome=form.cleaned_data["outcome"],
                keeps=keeps,
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = "通话已记下,承诺已兑现。" if keeps else "通话已记下。"
            return done(request, to=to, said=said)
    situation = Situation.TELLING if promise is not None else Situation.OUTBOUND
    context = {"ticket": ticket, "promise": promise, "back": to}
    return _calling(request, form, ticket.person, situation, context)


@require_POST
@staff_view(May.ANSWER)
def dial(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Expect the call that somebody is about to make about a ticket, so that it is filed there."""
    ticket = ticket_in(request.project, ticket_id)
    if ticket is None:
        raise Http404
    to = reverse("frontdesk:call_out", args=[request.project.code, ticket.pk])
    try:
        expect_call(
            project=request.project,
            number=_number_of(ticket, request.POST.get("phone", "")),
            user=request.user,
            subject=ticket,
            by=request.by,
            at=request.at,
        )
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=f"请拨打,10 分钟内拨出的这通电话会记到 {ticket.number}。")


@staff_view(May.ANSWER)
def call_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Lead through a call that we start, and record how it went."""
    person = _person(request, str(person_id))
    if person is None:
        raise Http404
    form = CallOutForm(request.POST or None, has_promise=False, asks_reason=True)
    to = reverse("residents:person", args=[request.project.code, person.pk])
    if form.is_valid():
        homes = homes_of(request.project, person, local_date(request.at))
        try:
            contact(
                project=request.project,
                person=person,
                unit=homes[0].unit if homes else None,
                reason=ContactReason(form.cleaned_data["reason"]),
                text=form.cleaned_data["words"],
                channel=Channel.PHONE,
                is_started_by_us=True,
                outcome=form.cleaned_data["outcome"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=to, said="通话已记下。")
    return _calling(request, form, person, Situation.OUTBOUND, {"back": to})


def _calling(
    request: StaffRequest,
    form: Form,
    person: Person | None,
    situation: Situation,
    context: dict[str, Any],
) -> HttpResponseBase:
    ticket: Ticket | None = context.get("ticket")
    promise: Clock | None = context.get("promise")
    facts = facts_for(
        request.access,
        person=person,
        matter=ticket.summary if ticket is not None else "",
        promised=promise.due_at if promise is not None else None,
        at=request.at,
    )
    at_home = homes_of(request.project, person, local_date(request.at)) if person else []
    context |= {
        "form": form,
        "person": person,
        "title": sight.full_title(person, request.access) if person else "未登记的来电人",
        "phones": list(person.phones.all()) if person else [],
        "homes": at_home,
        "rests": person is not None and rests_now(request.project, person, request.at),
        "may_reveal": request.access.may(ResidentPermission.REVEAL_PHONE),
        "outcomes": OUTCOMES,
        "now": request.at,
        "access": request.access,
        **script_shown(request, situation, facts),
    }
    return page(request, "frontdesk/call_out.html", context, status=form.status)


def _ticket(request: StaffRequest, number: str) -> Ticket | None:
    return ticket_in(request.project, int(number)) if _is_number(number) else None


def _person(request: StaffRequest, number: str) -> Person | None:
    if not _is_number(number):
        return None
    found = person_in(request.project, int(number), restricted_too=False)
    return found if found is not None and found.is_active else None


def _number_of(ticket: Ticket, phone_id: str) -> str:
    """Return the number by which a ticket's owner is called: the chosen one, else the caller's.

    Empty where there is none.
    """
    phones = ticket.person.phones.all() if ticket.person is not None else ()
    chosen = (each.number for each in phones if str(each.pk) == phone_id)
    return next(chosen, ticket.caller_phone)


def _is_number(text: str) -> bool:
    return text.isdigit() and len(text) < 18
