"""The message in a ticket's composer: by which channel, of which text, now or in the morning."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.contacts.contents import worded
from anju.contacts.language import Remark, looked_over
from anju.contacts.models import MessageTemplate
from anju.contacts.queries.reach import Reach, reach_of
from anju.contacts.queries.templates import template_in, template_list
from anju.contacts.queries.terms import decent_moment, rests_now
from anju.contacts.states import SPOKEN, WRITTEN, Channel
from anju.organization.doors import StaffRequest
from anju.residents.models import Person
from anju.tickets.contents import Message
from anju.tickets.forms.ticket_talking import TalkForm
from anju.tickets.models import Ticket
from anju.tickets.queries.ticket_page import TicketPage
from anju.tickets.reaching import values_of
from anju.tickets.states import ContactWay, Level


@dataclass(frozen=True, slots=True)
class Offered:
    """What the composer offers for a message to an owner in register.

    :param texts: the texts in writing, filled in as far as the ticket knows.
    :param decent: from when it disturbs nobody; None while now is such a time.
    """

    texts: list[tuple[MessageTemplate, str]]
    decent: datetime | None
    remarks: list[Remark]


def talk_form(request: StaffRequest, ticket: Ticket) -> TalkForm:
    """Return the composer's form, with the way that the owner prefers chosen."""
    data = request.POST if request.method == "POST" else None
    return TalkForm(data, initial=usual_way(request, ticket))


def usual_way(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    """Return way and channel to begin with, and whether a message had better wait till morning."""
    person = ticket.person
    if person is None:
        return {"way": ContactWay.CALL, "channel": ""}
    reach = reach_of(person)
    is_urgent = ticket.is_emergency or ticket.level == Level.URGENT
    waits = not is_urgent and rests_now(request.project, person, request.at)
    return {
        "way": _way(person, reach),
        "channel": reach.channel if reach.channel in WRITTEN else _written(reach),
        "in_the_morning": waits,
    }


def offered(request: StaffRequest, shown: TicketPage, form: TalkForm) -> Offered | None:
    """Return what the composer offers for a message; None where nobody is in register."""
    ticket = shown.ticket
    person = ticket.person
    if person is None or not person.is_active:
        return None
    promised = shown.promise.due_at if shown.promise and not shown.is_broken else None
    values = values_of(ticket, promised=promised)
    texts = [
        (each, worded(each, values, project=request.project, person=person).text)
        for each in template_list(request.project)
        if each.channel in WRITTEN and each.passes_quiet
    ]
    rests = rests_now(request.project, person, request.at)
    return Offered(
        texts=texts,
        decent=decent_moment(request.project, person, request.at) if rests else None,
        remarks=looked_over(request.project, str(form["words"].value() or "")),
    )


def message_of(request: StaffRequest, ticket: Ticket, form: TalkForm) -> Message | None:
    """Return how the words go out in writing; None if they do not. The form is valid."""
    said = form.cleaned_data
    if form.contact_way != ContactWay.MESSAGE or not said["channel"] or ticket.person is None:
        return None
    later = None
    if said["in_the_morning"]:
        later = decent_moment(request.project, ticket.person, request.at)
    return Message(
        channel=Channel(said["channel"]),
        template=template_in(request.project, said["template"]) if said["template"] else None,
        is_confirmed=said["is_confirmed"],
        not_before=later,
    )


def _way(person: Person, reach: Reach) -> ContactWay:
    """Return the way that a person prefers; a call where they said nothing."""
    if not person.preferred_channel or reach.channel == Channel.PHONE:
        return ContactWay.CALL
    return ContactWay.VISIT if reach.channel in SPOKEN else ContactWay.MESSAGE


def _written(reach: Reach) -> Channel:
    return Channel.SMS if reach.mobile is not None else Channel.WECHAT
