"""What a desk holds of an erased person: their name and number, and every word about them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anju.archives.commands import detach_file
from anju.archives.queries import files_of
from anju.core.actors import Actor
from anju.residents.models import Person
from anju.search.indexing import index
from anju.tickets.finding import ticket_entry
from anju.tickets.models import Contact, FollowUp, HelpRequest, Quote, Ticket, WorkOrder
from anju.tickets.states import MatterKind
from anju.tickets.trail import record
from anju.tickets.verbs import DeskVerb as Verb

FORGOTTEN = "(已删除)"


@transaction.atomic
def forget_caller(*, person: Person, by: Actor, at: datetime) -> int:
    """Empty the tickets of an erased person of all words; returns how many tickets there were.

    Kind, category, place, moments and grades stay, so that figures stay right; so does that
    somebody answered, and how it was rated. Entries merged into this one count with it.
    """
    entries = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    tickets = list(
        Ticket.objects.filter(project=person.project_id, person__in=entries).with_places().locked()
    )
    for ticket in tickets:
        for file in files_of(ticket):
            detach_file(subject=ticket, file=file, by=by, at=at)
        _empty(ticket)
        index(ticket.project, ticket_entry(ticket))
        record(Verb.FORGOTTEN, subject=ticket, project_id=ticket.project_id, by=by, at=at)
    return len(tickets)


def _empty(ticket: Ticket) -> None:
    """Empty one ticket and all that hangs on it; its event is `forget_caller`'s."""
    kind = MatterKind(ticket.kind).label
    ticket.caller_name = ticket.caller_phone = ticket.wish = ""
    ticket.words = FORGOTTEN
    ticket.summary = f"{ticket.category.name if ticket.category else kind}{FORGOTTEN}"
    for name in ("answer", "cause", "prevention", "end_reason", "raised_why"):
        if getattr(ticket, name):
            setattr(ticket, name, FORGOTTEN)
    ticket.edition += 1
    ticket.save()
    Contact.objects.filter(ticket=ticket).update(words=FORGOTTEN, outcome="")
    FollowUp.objects.filter(ticket=ticket).update(words="")
    orders = WorkOrder.objects.filter(ticket=ticket)
    orders.update(task=ticket.summary, why="")
    for name in ("result", "defer_reason", "refuse_reason"):
        orders.exclude(**{name: ""}).update(**{name: FORGOTTEN})
    orders.update(materials="")
    Quote.objects.filter(order__ticket=ticket).update(note="")
    helps = HelpRequest.objects.filter(ticket=ticket)
    helps.update(question=FORGOTTEN)
    helps.exclude(reply="").update(reply=FORGOTTEN)
