"""What the desk does in one stroke: a matter taken, hung under its common fault, the draft gone."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.drafts.commands import drop_draft, save_draft
from anju.drafts.queries import draft_of
from anju.organization.models import Post, Project, User
from anju.residents.commands.registering import PersonFacts, change_person
from anju.residents.models import Person
from anju.telephony.commands.marking import link_call
from anju.telephony.commands.marking import take_call as mark_taken
from anju.telephony.models import Call
from anju.tickets.commands.answering import contact_owner
from anju.tickets.commands.faults import join_fault, lock_fault, open_fault
from anju.tickets.commands.taking import take_ticket
from anju.tickets.contents import Exit, Matter
from anju.tickets.models import Ticket
from anju.tickets.states import ContactWay, Source

LONGEST_LANGUAGE = 20


@transaction.atomic
def take_at_desk(
    *,
    project: Project,
    matter: Matter,
    out: Exit,
    taker: User,
    post: Post | None,
    beside: Ticket | None = None,
    call: Call | None = None,
    draft: str,
    once: str,
    by: Actor,
    at: datetime,
) -> Ticket:
    """Take a matter and let its draft go; the events are those of the commands of tickets.

    It leaves no event of its own. The same form again returns the ticket that it made.

    :param beside: a ticket about the same fault: both hang under one, made if there is none and
        called by building and category.
    :param call: the telephone call it came by, which keeps what came of it.
    :param draft: the key of the draft it was typed in.
    :raises DomainError: whatever `take_ticket` and the faults refuse; then nothing is saved.
    """
    if beside is not None and beside.fault is not None:
        lock_fault(fault=beside.fault)
    elif beside is not None:
        Ticket.objects.lock(beside.pk)
    ticket = take_ticket(
        project=project,
        matter=matter,
        out=out,
        taker=taker,
        post=post,
        once=once,
        by=by,
        at=at,
    )
    if beside is not None and ticket.fault_id is None and beside.pk != ticket.pk:
        if beside.fault is not None:
            join_fault(ticket=ticket, fault=beside.fault, by=by, at=at)
        else:
            open_fault(
                project=project, title=_fault_title(ticket), tickets=[beside, ticket], by=by, at=at
            )
    if call is not None:
        link_call(call=call, subject=ticket, by=by, at=at)
    drop_draft(project=project, user=taker, key=draft)
    return ticket


@transaction.atomic
def begin_from_call(
    *,
    call: Call,
    user: User,
    slot: str,
    version: int,
    fields: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> None:
    """Lay a call into a slot of the desk, with the person and unit that were chosen.

    It leaves no event of its own; the call keeps who began an intake from it. A slot that holds
    this call already is left as it was typed.
    """
    mark_taken(call=call, user=user, by=by, at=at)
    if version and _holds(call, user, slot):
        return
    known = {name: value for name, value in fields.items() if value}
    typed = {**known, "call": str(call.pk), "source": Source.PHONE.value}
    save_draft(project=call.project, user=user, key=slot, fields=typed, version=version, at=at)


@transaction.atomic
def note_same_matter(
    *,
    ticket: Ticket,
    words: str,
    way: ContactWay,
    taker: User,
    call: Call | None = None,
    draft: str,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what was said about a matter that is already there as a contact of its ticket.

    It leaves no event of its own; nothing typed is lost, and the draft goes.

    :raises DomainError: if the ticket cannot take it; then the draft stays.
    """
    if words.strip():
        outcome = "业主再次反映"
        contact_owner(ticket=ticket, way=way, words=words[:2000], outcome=outcome, by=by, at=at)
    if call is not None:
        link_call(call=call, subject=ticket, by=by, at=at)
    drop_draft(project=ticket.project, user=taker, key=draft)


@transaction.atomic
def remember_language(*, person: Person, language: str, by: Actor, at: datetime) -> Person:
    """Remember that somebody speaks a language (C6.15.5); nothing changes if it is known.

    It leaves no event of its own; the register records the change.

    :raises DomainError: if the register refuses the change.
    """
    wanted = language.strip()[:LONGEST_LANGUAGE]
    person = Person.objects.locked().get(pk=person.pk)
    if not wanted or wanted in person.languages:
        return person
    told = {field.name: getattr(person, field.name) for field in fields(PersonFacts)}
    facts = PersonFacts(**{**told, "languages": (*person.languages, wanted)})
    return change_person(person=person, facts=facts, version=person.version, by=by, at=at)


def _holds(call: Call, user: User, slot: str) -> bool:
    draft = draft_of(call.project, user, slot)
    return draft is not None and str(draft.fields.get("call", "")) == str(call.pk)


def _fault_title(ticket: Ticket) -> str:
    """Return what a new fault is called: 3栋停水, else the ticket's own line."""
    if ticket.category is None:
        return ticket.summary
    return f"{ticket.building.name if ticket.building else ''}{ticket.category.name}"
